package org.medsendx.uplink.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.uplink.reconcile.Ledger;
import org.medsendx.uplink.reconcile.Reconciliation;
import org.medsendx.uplink.storage.BucketAccess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code medsendx reconcile}: whether a bucket holds what a truck's ledger says that it does. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = 2,
        description = {
            "Compares a bucket with the ledger of a truck's uplink and lists what is missing,"
                    + " different or extra. Works also while the uplink runs; changes and removes"
                    + " nothing.",
            "The ledger knows what was uploaded in the last 30 days (medsendx.uplink.keep.outbox);"
                    + " it is said from when on it can be compared.",
            "Exit status 0 when all is equal, 1 when something differs, 2 when it could not be"
                    + " compared."
        })
public final class ReconcileCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    @Option(
            names = "--truck",
            required = true,
            paramLabel = "TRUCK",
            description = "Whose objects.")
    @Nullable String truck;

    @Option(
            names = "--uplink",
            paramLabel = "DIR",
            defaultValue = "${env:MEDSENDX_UPLINK_UPLINK_DIR:-uplink}",
            description =
                    "Mount point of the volume uplink, or a copy (default: ${DEFAULT-VALUE}).")
    @Nullable Path uplink;

    @Mixin AccessOptions options = new AccessOptions();

    @Option(
            names = "--read",
            description = "Read every object back, instead of asking the store for its checksum.")
    boolean read;

    @Option(names = "--json", description = "Write JSON.")
    boolean json;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "8",
            description = "Objects that are asked for at once (default: ${DEFAULT-VALUE}).")
    int parallel = 8;

    private final Map<String, String> environment;

    ReconcileCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    public static void main(String[] args) {
        System.exit(commandLine(System.getenv()).execute(args));
    }

    /** The command with its settings. */
    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new ReconcileCommand(environment));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (spec == null || truck == null || uplink == null) {
            throw new IllegalStateException("called without parsing");
        }
        var err = spec.commandLine().getErr();
        BucketAccess access;
        Reconciliation.Options how;
        try {
            how = new Reconciliation.Options(Checks.truck(truck), read, parallel);
            access = options.access(environment);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println("medsendx reconcile --help tells more");
            return 2;
        } catch (IOException e) {
            err.println("the settings cannot be read: " + e.getClass().getSimpleName());
            return 2;
        }
        var ledger = new Ledger(uplink, how.truck(), access.bucket());
        var out = spec.commandLine().getOut();
        try (var bucket = access.open();
                var report =
                        json
                                ? new JsonReport(out, how.truck(), access.bucket())
                                : new TextReport(out, how.truck(), access.bucket())) {
            if (!ledger.exists()) {
                err.println("there is no ledger in " + uplink);
                return 2;
            }
            var outcome =
                    new Reconciliation(
                                    ledger,
                                    bucket,
                                    how,
                                    new Progress(report, err, Duration.ofSeconds(5)),
                                    InstantSource.system())
                            .run();
            report.end(outcome);
            return outcome.isEqual() ? 0 : 1;
        } catch (IOException e) {
            err.println("it could not be compared to the end: " + e.getMessage());
            return 2;
        }
    }
}
