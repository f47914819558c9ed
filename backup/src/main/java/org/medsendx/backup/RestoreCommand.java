package org.medsendx.backup;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Puts a backup of volumes onto new, empty ones, while no service runs. Reads it to the"
                    + " end before it writes anything.",
            "The truck that was lost must never run again: both would upload as one."
        })
final class RestoreCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    @Mixin VolumeOptions volumes = new VolumeOptions();

    @Mixin BackupFile backup = new BackupFile();

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("called without parsing");
        }
        int files = TruckRestore.restore(backup::open, volumes.all());
        spec.commandLine().getErr().printf("%d files restored%n", files);
        return 0;
    }
}
