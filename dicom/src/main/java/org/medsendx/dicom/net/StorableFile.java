package org.medsendx.dicom.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.net.StorageScu.Proposal;

/**
 * An instance in a file, as C-STORE sends it: the bytes from a position on, unchanged, under the
 * class and UID that the data set names.
 *
 * @param path where it lies
 * @param bytes size of the file
 * @param dataSetPosition the byte where its data set begins
 * @param sopClassUid SOP Class UID of the data set
 * @param sopInstanceUid SOP Instance UID of the data set
 * @param transferSyntaxUid transfer syntax of the data set
 */
public record StorableFile(
        Path path,
        long bytes,
        long dataSetPosition,
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid) {

    // An association has at most 128 presentation contexts (PS3.8, 9.3.2.2: odd ids up to 255).
    private static final int CONTEXTS = 128;

    private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)*");

    /**
     * What a file is, read from its first to its last byte. The data set counts: files whose meta
     * group names another instance are common, and a command that names another one is refused.
     *
     * @return nothing when it is no instance, such as a directory of media
     * @throws DicomFormatException when it is not DICOM, or not whole
     */
    public static Optional<StorableFile> read(Path file) throws IOException {
        var found = DicomReader.read(file, ReadLimits.DEFAULT);
        var dataSet = found.dataSet();
        return of(
                file,
                found.dataSetPosition(),
                dataSet.string(Tag.SOPClassUID),
                dataSet.string(Tag.SOPInstanceUID),
                found.meta().transferSyntaxUid());
    }

    /**
     * What a file says that it is in its meta group, for a node that is to judge itself what is
     * wrong with the rest.
     *
     * @return nothing when the meta group does not name an instance
     * @throws DicomFormatException when it is not DICOM, or broken within the meta group
     */
    public static Optional<StorableFile> byItsMeta(Path file) throws IOException {
        var found = DicomReader.readMeta(file);
        FileMeta meta = found.meta();
        return of(
                file,
                found.dataSetPosition(),
                meta.sopClassUid(),
                meta.sopInstanceUid(),
                meta.transferSyntaxUid());
    }

    private static Optional<StorableFile> of(
            Path file,
            long position,
            @Nullable String sopClass,
            @Nullable String instance,
            String syntax)
            throws IOException {
        if (sopClass == null
                || instance == null
                || !isUid(sopClass)
                || !isUid(instance)
                || !isUid(syntax)) {
            return Optional.empty();
        }
        return Optional.of(
                new StorableFile(file, Files.size(file), position, sopClass, instance, syntax));
    }

    private static boolean isUid(String text) {
        return text.length() <= 64 && UID.matcher(text).matches();
    }

    /** The presentation context that it needs. */
    public Proposal proposal() {
        return new Proposal(sopClassUid, List.of(transferSyntaxUid));
    }

    /**
     * Sends it.
     *
     * @return the peer's status; empty when the peer does not take this class in this syntax
     */
    public Optional<StoreStatus> store(StorageScu scu) throws IOException {
        return store(scu, SendRate.UNLIMITED);
    }

    /** As the other, at a rate. */
    public Optional<StoreStatus> store(StorageScu scu, SendRate rate) throws IOException {
        return scu.store(this, Optional.empty(), rate);
    }

    /** Sends it because somebody asked for it by C-MOVE. */
    Optional<StoreStatus> store(StorageScu scu, MoveOriginator originator) throws IOException {
        return scu.store(this, Optional.of(originator), SendRate.UNLIMITED);
    }

    /**
     * Divides files, in their order, so that the contexts of each group fit one association.
     *
     * @param file what of each is sent
     */
    public static <T> List<List<T>> byAssociation(
            Collection<T> all, Function<T, StorableFile> file) {
        var groups = new ArrayList<List<T>>();
        var contexts = new LinkedHashSet<Proposal>();
        var group = new ArrayList<T>();
        for (T one : all) {
            Proposal context = file.apply(one).proposal();
            if (!contexts.contains(context) && contexts.size() == CONTEXTS) {
                groups.add(group);
                group = new ArrayList<>();
                contexts.clear();
            }
            contexts.add(context);
            group.add(one);
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    /** The contexts that these files need, each once. */
    public static List<Proposal> proposals(Collection<StorableFile> files) {
        return files.stream().map(StorableFile::proposal).distinct().toList();
    }

    /** A path may name a patient, and the UID is identified: neither is for a log. */
    @Override
    public String toString() {
        return "StorableFile[" + bytes + " bytes]";
    }
}
