package org.medsendx.localstack.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands of the launcher that need the stack. */
@Command(
        name = "medsendx",
        description = "The whole suite on one machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DemoCommand.class,
            ProcessCommand.class,
            UpCommand.class,
            ImagesCommand.class
        })
public final class MedsendxCommand implements Runnable {

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(), "say what to do: demo, process, up or images");
        }
    }

    public static void main(String[] args) {
        var line = new CommandLine(new MedsendxCommand());
        line.setExecutionExceptionHandler((failure, command, result) -> {
            System.err.println("medsendx: " + failure.getMessage());
            if (System.getenv("MEDSENDX_DEBUG") != null) {
                failure.printStackTrace();
            }
            return 1;
        });
        System.exit(line.execute(args));
    }

    /** The checked-out tree, as the launcher names it. */
    static Path home() {
        return Path.of(System.getProperty("medsendx.home", ".")).toAbsolutePath().normalize();
    }
}
