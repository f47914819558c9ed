package org.medsendx.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = {
            "The pseudonym, vault and signing keys, for the key holder: another file for another key"
                    + " than the volumes, so that nobody who has one of them has the patients."
        })
final class KeysCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description = "A file that is not there yet.")
    @Nullable Path to;

    @Option(
            names = "--recipients",
            required = true,
            paramLabel = "KEY|FILE",
            description = "A public key (age1…), or a file of them: of the key holder, one a line.")
    String recipients = "";

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files of the keys.")
    List<Path> files = List.of();

    @Override
    public Integer call() throws IOException {
        if (spec == null || to == null) {
            throw new IllegalStateException("called without parsing");
        }
        var entries =
                SealedBackup.write(
                        to,
                        KeyFiles.recipients(recipients),
                        out -> {
                            try (var archive =
                                    new Archive.Writer(out, Archive.HEAD + " 1\nkeys\n")) {
                                for (Path file : files) {
                                    byte[] key = Files.readAllBytes(file);
                                    archive.add(
                                            "keys/" + file.getFileName(),
                                            "rw-------",
                                            Files.getLastModifiedTime(file).toMillis(),
                                            key.length,
                                            new ByteArrayInputStream(key));
                                }
                            }
                        });
        if (entries.size() != files.size()) {
            throw new IOException("two files have the same name");
        }
        spec.commandLine().getErr().printf("%d keys, written and read back%n", entries.size());
        return 0;
    }
}
