package org.medsendx.backup;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "volumes",
        mixinStandardHelpOptions = true,
        description = {
            "What lies on the volumes: ledgers, outboxes with their sequences, tables, audit logs,"
                    + " images. Never keys."
        })
final class VolumesCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    @Mixin VolumeOptions volumes = new VolumeOptions();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description =
                    "A file that is not there yet; - for standard output, which is not read back.")
    String to = "";

    @Option(
            names = "--recipients",
            required = true,
            paramLabel = "KEY|FILE",
            description =
                    "A public key (age1…), or a file of them: of who may open it, one a line.")
    String recipients = "";

    @Option(
            names = "--without-images",
            description =
                    "Leave out originals, clean copies and pictures: what was not uploaded"
                            + " when the truck is lost, is lost.")
    boolean withoutImages;

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("called without parsing");
        }
        PrintWriter err = spec.commandLine().getErr();
        List<byte[]> keys = KeyFiles.recipients(recipients);
        if (to.equals("-")) {
            var out = new AgeOutput(new FileOutputStream(FileDescriptor.out), keys);
            int files = TruckBackup.write(volumes.all(), !withoutImages, Instant.now(), out);
            err.printf("%d files, not read back: verify the file where it lies%n", files);
        } else {
            var entries =
                    SealedBackup.write(
                            Path.of(to),
                            keys,
                            out ->
                                    TruckBackup.write(
                                            volumes.all(), !withoutImages, Instant.now(), out));
            err.printf("%d files, written and read back%n", entries.size());
        }
        err.flush();
        return 0;
    }
}
