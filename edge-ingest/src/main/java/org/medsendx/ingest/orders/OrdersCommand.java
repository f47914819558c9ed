package org.medsendx.ingest.orders;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.CharacterSets;
import org.medsendx.journal.AtomicFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code medsendx orders FILE... [--folder DIR]}: says what a truck would take of files of orders,
 * and puts those that are right as a whole into its folder; no service has to run. Exit status: 0
 * all are right, 1 some are not, 2 wrong use.
 */
@Command(
        name = "medsendx orders",
        description = {
            "Checks files of orders: CSV, HL7 v2 or DICOM worklist files.",
            "With --folder those that are right are put where a truck looks for them."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class OrdersCommand implements Callable<Integer> {

    private static final int LARGEST = 16 << 20;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "a file of orders")
    private List<Path> files;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "medsendx.ingest.orders.folder of a truck")
    private @Nullable Path folder;

    /** Runs the command and exits with its status. */
    public static void main(String[] args) {
        CharacterSets.requireAll();
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        int status = new CommandLine(new OrdersCommand()).setOut(out).execute(args);
        out.flush();
        System.exit(status);
    }

    @Override
    public Integer call() {
        if (folder != null && !Files.isDirectory(folder)) {
            spec.commandLine().getErr().println("medsendx orders: there is no such folder");
            return 2;
        }
        int status = 0;
        for (int i = 0; i < files.size(); i++) {
            status = Math.max(status, one(i));
        }
        return status;
    }

    /** Looks at one file, which is named by its number: its own name may name a patient. */
    private int one(int number) {
        var out = spec.commandLine().getOut();
        String name = "file " + (number + 1);
        try {
            if (Files.size(files.get(number)) > LARGEST) {
                out.println(name + ": " + OrderProblem.TOO_LARGE.code());
                return 1;
            }
            byte[] bytes = Files.readAllBytes(files.get(number));
            var report = OrderImport.check(bytes);
            out.println(
                    "%s: %d orders, %d cancellations, %d not right"
                            .formatted(
                                    name, report.taken(), report.cancelled(), report.refusals()));
            for (var refused : report.refused()) {
                out.println(
                        "  %s %s: %s"
                                .formatted(refused.place(), refused.problem(), refused.advice())
                                .replaceAll(" +", " "));
            }
            if (!report.whole()) {
                return 1;
            }
            if (folder != null) {
                AtomicFile.write(folder.resolve(UUID.randomUUID() + ".order"), bytes);
                out.println(name + ": put into the folder");
            }
            return 0;
        } catch (IOException e) {
            out.println(name + ": cannot be read or put: " + e.getClass().getSimpleName());
            return 1;
        }
    }
}
