package org.medsendx.ingest.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Semaphore;
import org.medsendx.contracts.Checks;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.ingest.orders.Imaged;

/**
 * Reads a stored file from its first to its last byte, to know that every later stage can. Memory
 * is bounded: so many files at once as there are processors, each within {@link ReadLimits}.
 */
public final class InstanceReader {

    private static final int PREAMBLE = 132;
    private static final int META_SEARCH = 64 << 10;

    private final ReadLimits limits;
    private final Semaphore permits =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

    public InstanceReader(ReadLimits limits) {
        this.limits = limits;
    }

    /**
     * @throws IOException when the disk fails; what is wrong with the file itself is a {@link
     *     Reading.Unfit}
     */
    public Reading read(Path file) throws IOException {
        if (Files.size(file) == 0) {
            return new Reading.Unfit("empty", null, 0L);
        }
        permits.acquireUninterruptibly();
        try {
            return instance(DicomReader.read(file, limits));
        } catch (DicomFormatException e) {
            return new Reading.Unfit(e.problem().code(), e.tag(), e.position());
        } catch (RuntimeException | StackOverflowError e) {
            // A reader that trips over a hostile file must not stop the next one; the exception
            // may quote the file, so it goes no further.
            return new Reading.Unfit("reader-failed", null, null);
        } finally {
            permits.release();
        }
    }

    /**
     * Whether two files hold the same instance, however each encodes it; false when that cannot be
     * told.
     */
    boolean same(Path one, Path other) {
        // Two files, so two of those that may be read at once; there are never fewer.
        permits.acquireUninterruptibly(2);
        try {
            return SameInstance.inBoth(one, other, limits);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Two files then, of which the second waits for a person: nothing is lost by it.
            return false;
        } finally {
            permits.release(2);
        }
    }

    private static Reading instance(DicomFile file) throws IOException {
        String sopClass = file.dataSet().string(Tag.SOPClassUID);
        String sopInstance = file.dataSet().string(Tag.SOPInstanceUID);
        if (Uid.MediaStorageDirectoryStorage.equals(sopClass)
                || Uid.MediaStorageDirectoryStorage.equals(file.meta().sopClassUid())) {
            return new Reading.Unfit("not-an-instance", Tag.DirectoryRecordSequence, null);
        }
        if (sopInstance == null || sopInstance.isBlank()) {
            return new Reading.Unfit("not-an-instance", Tag.SOPInstanceUID, null);
        }
        if (sopClass == null || sopClass.isBlank()) {
            return new Reading.Unfit("not-an-instance", Tag.SOPClassUID, null);
        }
        if (!isUid(sopClass)) {
            return new Reading.Unfit("bad-uid", Tag.SOPClassUID, null);
        }
        if (!isUid(sopInstance)) {
            return new Reading.Unfit("bad-uid", Tag.SOPInstanceUID, null);
        }
        if (!isUid(file.meta().transferSyntaxUid())) {
            return new Reading.Unfit("no-transfer-syntax", Tag.TransferSyntaxUID, null);
        }
        return new Reading.Instance(
                sopClass,
                sopInstance,
                file.dataSet().string(Tag.StudyInstanceUID),
                file.dataSet().string(Tag.Modality),
                file.meta().transferSyntaxUid(),
                file.dataSetPosition(),
                wellFormed(file),
                Imaged.of(file.dataSet()));
    }

    private static boolean isUid(String value) {
        try {
            Checks.uid(value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Preamble, prefix, and a meta group that names class, instance and transfer syntax. */
    private static boolean wellFormed(DicomFile file) throws IOException {
        if (file.meta().sopClassUid() == null
                || file.meta().sopInstanceUid() == null
                || file.dataSetPosition() <= PREAMBLE) {
            return false;
        }
        var head = ByteBuffer.allocate((int) Math.min(META_SEARCH, file.dataSetPosition()));
        try (var channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            while (head.hasRemaining() && channel.read(head) >= 0) {
                // reads on until the head is full
            }
        }
        byte[] bytes = head.array();
        return bytes[128] == 'D'
                && bytes[129] == 'I'
                && bytes[130] == 'C'
                && bytes[131] == 'M'
                && namesTransferSyntax(bytes);
    }

    // The reader says which transfer syntax it found, not whether the file named it.
    private static boolean namesTransferSyntax(byte[] meta) {
        for (int i = PREAMBLE; i + 6 <= meta.length; i++) {
            if (meta[i] == 0x02
                    && meta[i + 1] == 0
                    && meta[i + 2] == 0x10
                    && meta[i + 3] == 0
                    && meta[i + 4] == 'U'
                    && meta[i + 5] == 'I') {
                return true;
            }
        }
        return false;
    }
}
