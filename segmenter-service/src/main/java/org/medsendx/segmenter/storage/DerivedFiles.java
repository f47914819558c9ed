package org.medsendx.segmenter.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.journal.AtomicFile;

/**
 * What was derived of scans, on the volume {@code derived}: {@code <first 2 hex>/<uuid>/NAME}, with
 * a name for each kind. Readable by the group, because the uplink reads them.
 */
public final class DerivedFiles {

    private final Path volume;

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
        String relative = path(objectId, kind);
        Path file = volume.resolve(relative);
        Path folder = volume.resolve(relative.substring(0, relative.lastIndexOf('/')));
        boolean created = !Files.isDirectory(folder);
        Files.createDirectories(folder);
        Path temporary = folder.resolve(name(kind) + ".tmp");
        Files.deleteIfExists(temporary);
        try {
            Files.createFile(
                    temporary,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-r-----")));
            try (var out = new FileOutputStream(temporary.toFile())) {
                out.write(content);
                out.getFD().sync();
            }
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            // There only when the volume failed half way.
            Files.deleteIfExists(temporary);
        }
        AtomicFile.forceFolder(folder);
        if (created) {
            AtomicFile.forceFolder(volume.resolve(relative.substring(0, 2)));
            AtomicFile.forceFolder(volume);
        }
        return relative;
    }
}
