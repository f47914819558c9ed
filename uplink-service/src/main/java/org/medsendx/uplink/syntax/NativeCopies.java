package org.medsendx.uplink.syntax;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.FrameEdit;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.PixelDataEncoder;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;

/**
 * Copies of instances without compression, for a destination that does not take their transfer
 * syntax. They hold the same pixels and the same attributes, but for those that describe the
 * encoding of pixels (PS3.5, 8.2). Only what was encoded without loss is decoded: who gets a copy
 * gets what the border released.
 *
 * <p>A copy lies in a folder of its own until it is closed; what a cut left there goes with the
 * next start.
 */
public final class NativeCopies {

    private static final Set<String> UNCOMPRESSED =
            Set.of(
                    Uid.ImplicitVRLittleEndian,
                    Uid.ExplicitVRLittleEndian,
                    Uid.DeflatedExplicitVRLittleEndian,
                    Uid.ExplicitVRBigEndian);

    private static final Set<String> WITHOUT_LOSS =
            Set.of(Uid.JPEGLSLossless, Uid.JPEGLossless, Uid.JPEGLosslessSV1, Uid.RLELossless);

    private final Path folder;

    /** A copy that lasts until it is closed. */
    public static final class Copy implements AutoCloseable {

        private final Path file;

        private Copy(Path file) {
            this.file = file;
        }

        /** What it is. */
        public InstanceFile instance() throws StoreRefused, StoreUnavailable {
            return InstanceFile.of(file);
        }

        @Override
        public void close() {
            delete(file);
        }
    }

    /**
     * Empties the folder, or creates it.
     *
     * @param folder for copies alone
     */
    public NativeCopies(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        try (var left = Files.newDirectoryStream(folder)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    /** Whether a copy can be made of files in this transfer syntax. */
    public static boolean possible(String transferSyntaxUid) {
        return UNCOMPRESSED.contains(transferSyntaxUid) || WITHOUT_LOSS.contains(transferSyntaxUid);
    }

    /**
     * Makes a copy.
     *
     * @param transferSyntaxUid explicit or implicit VR little endian
     * @throws StoreRefused {@code transfer-syntax} when the file is encoded with loss or in a way
     *     that is not decoded here; {@code not-dicom}
     * @throws StoreUnavailable {@code local-disk}
     */
    public Copy of(InstanceFile instance, String transferSyntaxUid)
            throws StoreRefused, StoreUnavailable {
        if (!possible(instance.transferSyntaxUid())) {
            throw new StoreRefused("transfer-syntax");
        }
        Path file = folder.resolve(UUID.randomUUID() + ".dcm");
        Path pixels = folder.resolve(UUID.randomUUID() + ".pixels");
        boolean made = false;
        try {
            DicomFile read = DicomReader.read(instance.path(), ReadLimits.DEFAULT);
            var dataSet = read.dataSet();
            if (WITHOUT_LOSS.contains(instance.transferSyntaxUid())
                    && dataSet.contains(Tag.PixelData)) {
                PixelDataEncoder.encode(Image.of(read), transferSyntaxUid, pixels, FrameEdit.NONE)
                        .putInto(dataSet);
            }
            DicomWriter.write(
                    file,
                    new FileMeta(
                            instance.sopClassUid(), instance.sopInstanceUid(), transferSyntaxUid),
                    dataSet);
            made = true;
            return new Copy(file);
        } catch (UnsupportedImageException e) {
            throw new StoreRefused("transfer-syntax");
        } catch (DicomFormatException e) {
            throw new StoreRefused("not-dicom");
        } catch (IOException e) {
            throw new StoreUnavailable("local-disk");
        } finally {
            delete(pixels);
            if (!made) {
                delete(file);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next start empties the folder.
        }
    }
}
