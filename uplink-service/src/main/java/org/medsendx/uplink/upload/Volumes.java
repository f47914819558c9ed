package org.medsendx.uplink.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.DerivedKind;
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
    public Path file(UploadJob job) throws StoreUnavailable, StoreRefused {
        Path root = root(job.volume());
        if (!Files.isDirectory(root)) {
            throw new StoreUnavailable("volume-missing");
        }
        Path file = root.resolve(job.content().file()).normalize();
        // No link: what lies behind one did not pass the gate.
        if (!file.startsWith(root) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new StoreRefused("file-missing");
        }
        if (file.toFile().length() != job.content().bytes()) {
            throw new StoreRefused("file-changed");
        }
        return file;
    }

    /**
     * The report that lies beside an instance, for events of versions that did not name it; null
     * when there is none.
     */
    public @Nullable CleanFile reportBeside(CleanFile instance) throws IOException {
        String file = instance.file().replaceFirst("\\.dcm$", DerivedKind.REPORT.suffix());
        Path path = deidentified.resolve(file).normalize();
        if (file.equals(instance.file())
                || !path.startsWith(deidentified)
                || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        byte[] report = Files.readAllBytes(path);
        return new CleanFile(file, Sha256.of(report), report.length);
    }

    private Path root(DerivedVolume volume) {
        return switch (volume) {
            case DEIDENTIFIED -> deidentified;
            case DERIVED -> derived;
        };
    }
}
