package org.medsendx.localstack.result;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a run's results. {@code identified/} holds what names patients or inputs (mode
 * 0700); what lies beside it may be shown.
 */
public final class OutFolder {

    private static final String MARK = ".medsendx-out";
    private static final List<String> OURS =
            List.of(
                    "deidentified",
                    "highlights",
                    "derived",
                    "reports",
                    "logs",
                    "mining_report.png");

    private final Path root;

    private OutFolder(Path root) {
        this.root = root;
    }

    /**
     * Makes the folder ready: creates it, or empties what an earlier run left.
     *
     * @throws IOException when it holds files that no run of ours left, or cannot be written
     */
    public static OutFolder prepare(Path folder) throws IOException {
        var root = folder.toAbsolutePath().normalize();
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new IOException(root + " is not a folder; choose another one with --out");
        }
        if (Files.isDirectory(root) && !Files.exists(root.resolve(MARK)) && !isEmpty(root)) {
            throw new IOException(
                    root + " holds other files; choose an empty or new folder with --out");
        }
        Files.createDirectories(root);
        for (var name : OURS) {
            delete(root.resolve(name));
        }
        var identified = root.resolve("identified");
        if (Files.isDirectory(identified)) {
            // The pseudonym key stays: the same patients keep their pseudonyms in the next run.
            try (var children = Files.list(identified)) {
                for (var child : children.toList()) {
                    if (!child.getFileName().toString().equals("pseudonym.key")) {
                        delete(child);
                    }
                }
            }
        } else {
            Files.createDirectory(
                    identified,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        var out = new OutFolder(root);
        Files.createDirectories(out.deidentified());
        Files.createDirectories(out.highlights());
        Files.createDirectories(out.derived());
        Files.createDirectories(out.reports());
        Files.writeString(root.resolve(MARK), "results of ./medsendx; emptied by the next run\n");
        return out;
    }

    public Path root() {
        return root;
    }

    public Path deidentified() {
        return root.resolve("deidentified");
    }

    public Path highlights() {
        return root.resolve("highlights");
    }

    /** DICOM SEG and SR and small pictures of the scans, as they lie in the cloud. */
    public Path derived() {
        return root.resolve("derived");
    }

    /** The signed verification reports, with the public key to check them by. */
    public Path reports() {
        return root.resolve("reports");
    }

    public Path miningReport() {
        return root.resolve("mining_report.png");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path keyFile() {
        return identified("pseudonym.key");
    }

    /** A path in the folder of identified data. */
    public Path identified(String name) {
        return root.resolve("identified").resolve(name);
    }

    /** Writes a file that only the owner can read, replacing what was there. */
    public void writeIdentified(String name, String text) throws IOException {
        var file = identified(name);
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var children = Files.list(folder)) {
            return children.findAny().isEmpty();
        }
    }

    /** Deletes a file or a folder with all that is in it; does nothing when it is not there. */
    public static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Files.walkFileTree(
                path,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
