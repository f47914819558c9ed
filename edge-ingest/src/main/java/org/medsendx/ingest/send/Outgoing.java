package org.medsendx.ingest.send;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomFormatException.Problem;
import org.medsendx.dicom.net.StorableFile;

/**
 * The files that are to be sent: those that were named, and all below folders that were named, in
 * the order of their names. A folder may be a medium with other things on it: what is not DICOM at
 * all, and its directory, are passed by there. A file that is DICOM and broken is not.
 */
final class Outgoing {

    private final List<StorableFile> files = new ArrayList<>();
    private int passedBy;

    private Outgoing() {}

    /**
     * Looks at everything.
     *
     * @param failed is told of what cannot be sent, and why
     * @param looked is called for each file that was looked at
     */
    static Outgoing of(Collection<Path> named, BiConsumer<Path, String> failed, Runnable looked) {
        var outgoing = new Outgoing();
        // Each once, also when a folder and a file of it are named.
        Set<Path> seen = new LinkedHashSet<>();
        for (Path path : named) {
            if (Files.isDirectory(path)) {
                for (Path file : below(path, failed)) {
                    if (seen.add(file.toAbsolutePath().normalize())) {
                        outgoing.look(file, true, failed);
                        looked.run();
                    }
                }
            } else if (seen.add(path.toAbsolutePath().normalize())) {
                outgoing.look(path, false, failed);
                looked.run();
            }
        }
        return outgoing;
    }

    private void look(Path file, boolean found, BiConsumer<Path, String> failed) {
        if (found && isDirectory(file)) {
            passedBy++;
            return;
        }
        try {
            var storable = StorableFile.read(file);
            if (storable.isPresent()) {
                files.add(storable.get());
            } else {
                failed.accept(file, "names no SOP class and instance");
            }
        } catch (DicomFormatException e) {
            if (found && e.problem() == Problem.NOT_DICOM) {
                passedBy++;
            } else {
                // Problem, element and byte; no value.
                failed.accept(file, "not readable as DICOM: " + e.getMessage());
            }
        } catch (NoSuchFileException e) {
            failed.accept(file, "no such file");
        } catch (IOException | RuntimeException e) {
            failed.accept(file, "cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** The directory of a medium (PS3.10, 8.6), which names instances and is none. */
    private static boolean isDirectory(Path file) {
        Path name = file.getFileName();
        return name != null && name.toString().toUpperCase(Locale.ROOT).equals("DICOMDIR");
    }

    private static Collection<Path> below(Path folder, BiConsumer<Path, String> failed) {
        var all = new TreeSet<Path>();
        try {
            // Of links only those that a person named are followed.
            Files.walkFileTree(
                    Files.isSymbolicLink(folder) ? folder.toRealPath() : folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                                all.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException failure) {
                            failed.accept(
                                    file, "cannot be read: " + failure.getClass().getSimpleName());
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path directory, @Nullable IOException failure) {
                            if (failure != null) {
                                visitFileFailed(directory, failure);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            failed.accept(folder, "cannot be read: " + e.getClass().getSimpleName());
        }
        return all;
    }

    /** What can be sent. */
    List<StorableFile> files() {
        return List.copyOf(files);
    }

    /** Their bytes. */
    long bytes() {
        return files.stream().mapToLong(StorableFile::bytes).sum();
    }

    /** How many files of folders are no instances. */
    int passedBy() {
        return passedBy;
    }
}
