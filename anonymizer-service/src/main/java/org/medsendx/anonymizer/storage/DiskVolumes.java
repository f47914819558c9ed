package org.medsendx.anonymizer.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.medsendx.anonymizer.border.CleanFiles;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.DataFolder;
import org.medsendx.journal.ForcedFolders;
import org.medsendx.journal.Volume;

/**
 * The volumes {@code identified} and {@code deidentified} on disk. A copy is made and judged in the
 * identified zone; only a verified one crosses, and appears in the clean zone as a whole.
 */
public final class DiskVolumes implements CleanFiles {

    private static final String REPORT = DerivedKind.REPORT.suffix();

    /** Whose folders these are, as their {@link DataFolder} says. */
    public static final String OWNER = "anonymizer-service";

    private static final String PICTURES = "masked-pictures";

    private final Path identified;
    private final Path own;
    private final Path deidentified;

    /** Those of objects, at most 256, and of what is kept beside them. */
    private final ForcedFolders folders = new ForcedFolders();

    private DiskVolumes(Path identified, Path deidentified) {
        this.identified = identified;
        this.own = identified.resolve("anonymizer");
        this.deidentified = deidentified;
    }

    /**
     * Opens the volumes, creates their folders and removes unverified copies that a crash left.
     *
     * @throws IOException when they cannot be written
     * @throws org.medsendx.journal.DataVersionException when what is there is of a newer version
     */
    public static DiskVolumes open(Path identified, Path deidentified) throws IOException {
        var volumes =
                new DiskVolumes(
                        identified.toAbsolutePath().normalize(),
                        deidentified.toAbsolutePath().normalize());
        ForcedFolders.create(volumes.own, "rwx------");
        DataFolder.open(volumes.own, OWNER);
        ForcedFolders.create(volumes.own.resolve("work"), "rwx------");
        ForcedFolders.create(volumes.deidentified, "rwxr-x---");
        ForcedFolders.create(volumes.objects(), "rwxr-x---");
        DataFolder.open(volumes.ownClean(), OWNER);
        try (var left = Files.newDirectoryStream(volumes.own.resolve("work"))) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
        volumes.checkWritable();
        return volumes;
    }

    /** What the anonymizer keeps for itself in the identified zone. */
    public Path own() {
        return own;
    }

    /** What the anonymizer keeps for itself in the clean zone. */
    public Path ownClean() throws IOException {
        Path folder = deidentified.resolve("anonymizer");
        ForcedFolders.create(folder, "rwx------");
        return folder;
    }

    /** The public key that verifies reports, in the clean zone. */
    public Path publicKey() {
        return deidentified.resolve("report-signing.pub.pem");
    }

    /** Where messages that cannot be read are kept; only their owner may read them. */
    public Path deadLetters() throws IOException {
        Path folder = own.resolve("dead-letters");
        ForcedFolders.create(folder, "rwx------");
        return folder;
    }

    /** Both volumes take a file. */
    public void checkWritable() throws IOException {
        Volume.check(own.resolve("work"));
        Volume.check(objects());
    }

    @Override
    public Path original(String file) {
        Path path = identified.resolve(file).normalize();
        if (!path.startsWith(identified)) {
            throw new IllegalArgumentException("expected a path below the volume");
        }
        return path;
    }

    @Override
    public Path work(UUID objectId) {
        return own.resolve("work").resolve(objectId + ".dcm");
    }

    @Override
    public String keep(UUID objectId, Path copy) throws IOException {
        String name = objectId.toString();
        String file = relative(objectId, ".dcm");
        Path target = deidentified.resolve(file);
        Path folder = objectFolder(name);
        try {
            Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            // Two file systems, as on a truck: copy beside the target, then rename there.
            Path beside = folder.resolve("." + name);
            try {
                copyForced(copy, beside);
                Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                // There only when the volume failed half way: half a copy is of no use.
                Files.deleteIfExists(beside);
            }
            AtomicFile.forceFolder(folder);
            Files.delete(copy);
        }
        AtomicFile.forceFolder(folder);
        return file;
    }

    /** A copy with the rights of the original, on disk. */
    private static void copyForced(Path from, Path to) throws IOException {
        // What a crash left.
        Files.deleteIfExists(to);
        var mode = PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(from));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel target = FileChannel.open(to, options, mode)) {
            long size = source.size();
            for (long done = 0; done < size; ) {
                long count = source.transferTo(done, size - done, target);
                if (count <= 0) {
                    throw new IOException("a verified copy became shorter");
                }
                done += count;
            }
            target.force(true);
        }
    }

    /** The clean file of an object, there or not. */
    public Path object(UUID objectId) {
        return deidentified.resolve(relative(objectId, ".dcm"));
    }

    /** The verification report of a released object, there or not. */
    public Path report(UUID objectId) {
        return deidentified.resolve(relative(objectId, REPORT));
    }

    private static String relative(UUID objectId, String suffix) {
        String name = objectId.toString();
        return "objects/" + name.substring(0, 2) + "/" + name + suffix;
    }

    @Override
    public String keepReport(UUID objectId, byte[] report) throws IOException {
        String name = objectId.toString();
        AtomicFile.write(objectFolder(name).resolve(name + REPORT), report);
        return relative(objectId, REPORT);
    }

    @Override
    public void keepPicture(UUID objectId, byte[] png) throws IOException {
        Path file = picture(objectId);
        folders.make(own.resolve(PICTURES), "rwx------");
        AtomicFile.write(file, png);
    }

    /** The picture of what was blanked in an instance; there is none when nothing was. */
    public Path picture(UUID objectId) {
        return own.resolve(PICTURES).resolve(objectId + ".png");
    }

    @Override
    public void keepWithheldReport(UUID objectId, byte[] report) throws IOException {
        Path folder = own.resolve("withheld-reports");
        folders.make(folder, "rwx------");
        AtomicFile.write(folder.resolve(objectId + REPORT), report);
    }

    private Path objectFolder(String name) throws IOException {
        Path folder = objects().resolve(name.substring(0, 2));
        folders.make(folder, "rwxr-x---");
        return folder;
    }

    private Path objects() {
        return deidentified.resolve("objects");
    }
}
