package org.medsendx.segmenter.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;

/**
 * What was derived of scans, on the volume {@code derived}: {@code <first 2 hex>/<uuid>/NAME}, with
 * a name for each kind. Readable by the group, because the uplink reads them.
 */
public final class DerivedFiles {

    private final Path volume;

    /** Those of the first two digits, at most 256. */
    private final ForcedFolders parents = new ForcedFolders();

    /**
     * @param volume the root of the volume
     */
    public DerivedFiles(Path volume) {
        this.volume = volume;
    }

    /** The path of what was derived of an object, below the volume. */
    public static String path(UUID objectId, DerivedKind kind) {
        String id = objectId.toString();
        return id.substring(0, 2) + "/" + id + "/" + name(kind);
    }

    private static String name(DerivedKind kind) {
        return switch (kind) {
            case HIGHLIGHT -> "highlighted_scan.png";
            case SEGMENTATION -> "segmentation.dcm";
            case MEASUREMENTS -> "measurements.dcm";
            case THUMBNAIL -> "thumbnail.png";
            case REPORT -> throw new IllegalArgumentException("reports are the border's");
        };
    }

    /**
     * Deletes what was made of a scan to stay on the truck: it stays as long as its scan is known.
     * What goes up goes when the cloud has it; bytes that are not those of the line stay.
     */
    public void deleteKept(ScanRecord line) throws IOException {
        for (var one : line.derived()) {
            Path file = volume.resolve(one.content().file());
            if (!one.goesUp()
                    && Files.isRegularFile(file)
                    && Sha256.of(file).equals(one.content().sha256())) {
                Files.delete(file);
                deleteIfEmpty(file.getParent());
            }
        }
    }

    private static void deleteIfEmpty(@Nullable Path folder) throws IOException {
        if (folder == null) {
            return;
        }
        try (var left = Files.list(folder)) {
            if (left.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(folder);
    }

    /** Where a path below the volume is. */
    public Path resolve(String relative) {
        return volume.resolve(relative);
    }

    /**
     * Writes a file: when this returns it survives a power cut, and nobody ever sees half of it.
     *
     * @return its path below the volume
     */
    public String write(UUID objectId, DerivedKind kind, byte[] content) throws IOException {
        writeAll(objectId, Map.of(kind, content));
        return path(objectId, kind);
    }

    /**
     * Writes all files of an object, each as {@link #write} does; their folder is forced once for
     * all.
     */
    public void writeAll(UUID objectId, Map<DerivedKind, byte[]> contents) throws IOException {
        stage(objectId, contents);
        publish(objectId, contents.keySet());
    }

    /**
     * Writes files of an object under temporary names, and forces them; what an earlier call left
     * there under those of other kinds goes. Nobody sees them until {@link #publish}.
     */
    public void stage(UUID objectId, Map<DerivedKind, byte[]> contents) throws IOException {
        String id = objectId.toString();
        Path parent = volume.resolve(id.substring(0, 2));
        Path folder = parent.resolve(id);
        parents.make(parent);
        Files.createDirectories(folder);
        boolean whole = false;
        try {
            discard(objectId);
            for (var one : contents.entrySet()) {
                writeTemporary(temporary(folder, one.getKey()), one.getValue());
            }
            whole = true;
        } finally {
            if (!whole) {
                // A full volume stays no fuller.
                discard(objectId);
            }
        }
        // Also for a folder that was there: whoever made it may have been killed before this.
        AtomicFile.forceFolder(parent);
    }

    /** Replaces one file that was staged, or stages one more. */
    public void stageAgain(UUID objectId, DerivedKind kind, byte[] content) throws IOException {
        writeTemporary(temporary(folder(objectId), kind), content);
    }

    /**
     * Gives files that were staged their names: when this returns they survive a power cut, and
     * nobody ever sees half of one.
     */
    public void publish(UUID objectId, Set<DerivedKind> kinds) throws IOException {
        Path folder = folder(objectId);
        for (var kind : kinds) {
            Files.move(
                    temporary(folder, kind),
                    folder.resolve(name(kind)),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        AtomicFile.forceFolder(folder);
    }

    /** Removes what was staged of an object. */
    public void discard(UUID objectId) throws IOException {
        for (var kind : DerivedKind.values()) {
            if (kind != DerivedKind.REPORT) {
                discard(objectId, kind);
            }
        }
    }

    /** Removes one file that was staged. */
    public void discard(UUID objectId, DerivedKind kind) throws IOException {
        Files.deleteIfExists(temporary(folder(objectId), kind));
    }

    private Path folder(UUID objectId) {
        String id = objectId.toString();
        return volume.resolve(id.substring(0, 2)).resolve(id);
    }

    private static Path temporary(Path folder, DerivedKind kind) {
        return folder.resolve(name(kind) + ".tmp");
    }

    private static void writeTemporary(Path temporary, byte[] content) throws IOException {
        Files.deleteIfExists(temporary);
        Files.createFile(
                temporary,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        try (var out = new FileOutputStream(temporary.toFile())) {
            out.write(content);
            out.getFD().sync();
        }
    }
}
