package org.medsendx.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Whether a backup can be opened, is whole, and can be restored by this version.")
final class VerifyCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    @Mixin BackupFile backup = new BackupFile();

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("called without parsing");
        }
        var out = spec.commandLine().getOut();
        try (InputStream in = backup.open()) {
            var entries =
                    Archive.read(
                            in,
                            (name, content) -> {
                                if (name.equals(Archive.HEAD)) {
                                    byte[] head = content.readAllBytes();
                                    out.print(new String(head, StandardCharsets.UTF_8));
                                    TruckRestore.check(
                                            name, new java.io.ByteArrayInputStream(head));
                                } else {
                                    TruckRestore.check(name, content);
                                }
                            });
            long bytes = entries.values().stream().mapToLong(Archive.Entry::size).sum();
            out.printf("whole: %d files, %d bytes%n", entries.size(), bytes);
        }
        out.flush();
        return 0;
    }
}
