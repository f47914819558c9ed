package org.medsendx.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes folders whose names are on disk before a file in them counts: POSIX keeps what was forced
 * in a folder only as long as it keeps the folder's own name, which is an entry of its parent
 * (fsync(2)). An object of it remembers which folders it has seen on disk, so that it is cheap to
 * ask again; keep it for few folders. Thread safe.
 */
public final class ForcedFolders {

    private final Set<Path> forced = ConcurrentHashMap.newKeySet();

    /**
     * As {@link #create(Path)}; when this returns the folder's name survives a power cut, also when
     * another thread has made it this moment, or a process that was killed before it forced it.
     *
     * @throws IOException when it cannot be made, or the disk fails
     */
    public void make(Path folder) throws IOException {
        make(folder, () -> create(folder));
    }

    /**
     * As {@link #make(Path)}; the folder itself, where it is made, has these rights.
     *
     * @param mode as {@code rwx------}
     */
    public void make(Path folder, String mode) throws IOException {
        make(folder, () -> create(folder, mode));
    }

    @FunctionalInterface
    private interface Creation {
        void create() throws IOException;
    }

    private void make(Path folder, Creation creation) throws IOException {
        if (!Files.isDirectory(folder)) {
            forced.remove(folder);
            creation.create();
        }
        // Not left to whoever made it: that may be another thread, which has not forced it yet.
        if (!forced.contains(folder)) {
            forceNameOf(folder);
            forced.add(folder);
        }
    }

    /**
     * Makes a folder and those above it, with the rights that the process gives to folders; forces
     * the names of those that were not there.
     *
     * @throws IOException when one cannot be made, or the disk fails
     */
    public static void create(Path folder) throws IOException {
        var missing = new ArrayDeque<Path>();
        for (Path at = folder.toAbsolutePath();
                at != null && !Files.isDirectory(at);
                at = at.getParent()) {
            missing.push(at);
        }
        for (Path one : missing) {
            createOne(one);
            forceNameOf(one);
        }
    }

    /**
     * As {@link #create(Path)}; the folder itself, where it is made, has these rights.
     *
     * @param mode as {@code rwx------}
     */
    public static void create(Path folder, String mode) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            create(parent);
        }
        createOne(folder, attribute(mode));
        forceNameOf(folder);
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    private static void createOne(Path folder, FileAttribute<?>... attributes) throws IOException {
        try {
            Files.createDirectory(folder, attributes);
        } catch (FileAlreadyExistsException e) {
            // Another thread or process was quicker.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static void forceNameOf(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            AtomicFile.forceFolder(parent);
        }
    }
}
