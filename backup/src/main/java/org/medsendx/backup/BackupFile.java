package org.medsendx.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A backup that is read, and the key that opens it. */
final class BackupFile {

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "The secret key (AGE-SECRET-KEY-1…).")
    @Nullable Path key;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    @Nullable Path file;

    private byte @Nullable [] identity;

    /** Its content from the beginning; may be called again. The key is read once. */
    InputStream open() throws IOException {
        if (key == null || file == null) {
            throw new IllegalStateException("called without parsing");
        }
        if (identity == null) {
            identity = KeyFiles.identity(key);
        }
        return SealedBackup.open(file, identity);
    }
}
