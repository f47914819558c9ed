package org.medsendx.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "restore-keys",
        mixinStandardHelpOptions = true,
        description = "Puts the keys of a backup into an empty folder, mode 0600.")
final class RestoreKeysCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    @Mixin BackupFile backup = new BackupFile();

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "An empty folder.")
    @Nullable Path to;

    @Override
    public Integer call() throws IOException {
        if (spec == null || to == null) {
            throw new IllegalStateException("called without parsing");
        }
        Path folder = to;
        ForcedFolders.create(folder, "rwx------");
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new IOException(folder + " is not empty");
            }
        }
        try (InputStream in = backup.open()) {
            Archive.read(in, (_, _) -> {});
        }
        int count;
        try (InputStream in = backup.open()) {
            count =
                    Archive.read(
                                    in,
                                    (name, content) -> {
                                        if (name.matches("keys/[^/]+") && !name.endsWith("/..")) {
                                            AtomicFile.write(
                                                    folder.resolve(name.substring(5)),
                                                    content.readAllBytes());
                                        }
                                    })
                            .size();
        }
        spec.commandLine().getErr().printf("%d keys restored%n", count);
        return 0;
    }
}
