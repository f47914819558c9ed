package org.medsendx.backup;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code medsendx backup}: a truck in an encrypted file. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Makes backups of a truck that only the holders of two secret keys can open: one for the"
                    + " volumes, one for the keys of the truck. Works also while the services run.",
            "Files are those of age (age-encryption.org/v1): age opens them too; inside is a zip.",
            "Exit status 0 done, 1 failed, 2 wrong usage."
        },
        subcommands = {
            NewKeyCommand.class,
            VolumesCommand.class,
            KeysCommand.class,
            VerifyCommand.class,
            RestoreCommand.class,
            RestoreKeysCommand.class
        })
public final class BackupCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command, which answers a failure in one line. */
    static CommandLine commandLine() {
        return new CommandLine(new BackupCommand())
                .setExecutionExceptionHandler((failure, command, _) -> {
                    if (failure instanceof IOException
                            || failure instanceof IllegalArgumentException) {
                        command.getErr()
                                .println(
                                        command.getCommandName()
                                                + ": "
                                                + (failure.getMessage() == null
                                                        ? failure.getClass().getSimpleName()
                                                        : failure.getMessage()));
                        return 1;
                    }
                    throw failure;
                });
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("called without parsing");
        }
        spec.commandLine().usage(spec.commandLine().getErr());
        return 2;
    }
}
