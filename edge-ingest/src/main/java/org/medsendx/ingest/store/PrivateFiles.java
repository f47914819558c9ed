package org.medsendx.ingest.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Consumer;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;

/**
 * A folder of small files of identified data, one for each thing that has an end of its own: it is
 * gone from disk when it is deleted, which a record of a journal is not. Names are the caller's and
 * hold nothing of a header. Not thread safe for one name.
 */
public final class PrivateFiles {

    private static final String SUFFIX = ".json";

    private final Path folder;

    private PrivateFiles(Path folder) {
        this.folder = folder;
    }

    /** What is made of a file. */
    @FunctionalInterface
    public interface Reader {
        void read(byte[] content) throws IOException;
    }

    /**
     * Opens a folder, which is made when it is not there; what a writer left half is removed.
     *
     * @throws IOException when it cannot be read
     */
    public static PrivateFiles open(Path folder) throws IOException {
        ForcedFolders.create(folder, "rwx------");
        AtomicFile.removeTemporary(folder);
        return new PrivateFiles(folder);
    }

    /**
     * Reads all of them. One that cannot be read stays for a person, and keeps no other from being
     * read.
     *
     * @param unreadable hears of each of those, by the kind of fault alone
     * @throws IOException when the folder cannot be read
     */
    public void read(Reader reader, Consumer<String> unreadable) throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (var file : files) {
                try {
                    reader.read(Files.readAllBytes(file));
                } catch (IOException | RuntimeException e) {
                    unreadable.accept(e.getClass().getSimpleName());
                }
            }
        }
    }

    /** Writes a file or replaces it whole; on disk when this returns. */
    public void write(String name, byte[] content) throws IOException {
        AtomicFile.write(file(name), content);
    }

    /** Deletes files, those that are there; gone from disk when this returns. */
    public void delete(Collection<String> names) throws IOException {
        if (names.isEmpty()) {
            return;
        }
        for (String name : names) {
            Files.deleteIfExists(file(name));
        }
        AtomicFile.forceFolder(folder);
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }
}
