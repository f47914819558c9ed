package org.medsendx.anonymizer.uplink;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.medsendx.contracts.deidentified.DerivedVolume;

/**
 * The clean-zone volumes that jobs read from.
 *
 * @param deidentified mount point of the volume {@code deidentified}
 * @param derived mount point of the volume {@code derived}
 */
public record Volumes(Path deidentified, Path derived) {

    public Volumes {
        deidentified = deidentified.toAbsolutePath().normalize();
        derived = derived.toAbsolutePath().normalize();
    }

    /**
     * The file of a job.
     *
     * @throws StoreUnavailable {@code volume-missing}: the whole volume is not there
     * @throws StoreRefused {@code file-missing}, or {@code file-changed} when its size is not the
     *     one that was announced
     */
    Path file(UploadJob job) throws StoreUnavailable, StoreRefused {
        Path root = root(job.volume());
        if (!Files.isDirectory(root)) {
            throw new StoreUnavailable("volume-missing");
        }
        Path file = root.resolve(job.file()).normalize();
        // No link: what lies behind one did not pass the gate.
        if (!file.startsWith(root) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new StoreRefused("file-missing");
        }
        if (file.toFile().length() != job.bytes()) {
            throw new StoreRefused("file-changed");
        }
        return file;
    }

    private Path root(DerivedVolume volume) {
        return switch (volume) {
            case DEIDENTIFIED -> deidentified;
            case DERIVED -> derived;
        };
    }
}
