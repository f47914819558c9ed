package org.medsendx.segmenter.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.medsendx.journal.AtomicFile;

/**
 * The pictures on the volume {@code derived}: {@code <first 2 hex>/<uuid>/highlighted_scan.png}.
 * Readable by the group, because the uplink reads them.
 */
public final class DerivedFiles {

    private static final String HIGHLIGHT = "highlighted_scan.png";

    private final Path volume;

    /**
     * @param volume the root of the volume
     */
    public DerivedFiles(Path volume) {
        this.volume = volume;
    }

    /** The path of an object's picture below the volume. */
    public static String highlight(UUID objectId) {
        String id = objectId.toString();
        return id.substring(0, 2) + "/" + id + "/" + HIGHLIGHT;
    }

    /** Where a path below the volume is. */
    public Path resolve(String relative) {
        return volume.resolve(relative);
    }

    /**
     * Writes a picture: when this returns it survives a power cut, and nobody ever sees half of it.
     *
     * @return its path below the volume
     */
    public String write(UUID objectId, byte[] png) throws IOException {
        String relative = highlight(objectId);
        Path file = volume.resolve(relative);
        Path folder = volume.resolve(relative.substring(0, relative.lastIndexOf('/')));
        boolean created = !Files.isDirectory(folder);
        Files.createDirectories(folder);
        Path temporary = folder.resolve(HIGHLIGHT + ".tmp");
        Files.deleteIfExists(temporary);
        try {
            Files.createFile(
                    temporary,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-r-----")));
            try (var out = new FileOutputStream(temporary.toFile())) {
                out.write(png);
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
