package org.medsendx.audit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code medsendx verify-audit}: whether the audit logs of a truck are as they were written. */
@Command(
        name = "verify-audit",
        mixinStandardHelpOptions = true,
        description = {
            "Reads the audit logs of the volume identified and says whether every line is there as it"
                    + " was written. Works also while the services run.",
            "Exit status 0 when all are whole, 1 when one is not or once was not, 2 when there is none"
                    + " or one cannot be read."
        })
public final class VerifyAuditCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    @Option(
            names = "--identified",
            paramLabel = "DIR",
            defaultValue = "${env:MEDSENDX_ANONYMIZER_IDENTIFIED_DIR:-identified}",
            description = "Mount point of the volume (default: ${DEFAULT-VALUE}).")
    @Nullable Path identified;

    public static void main(String[] args) {
        System.exit(new CommandLine(new VerifyAuditCommand()).execute(args));
    }

    @Override
    public Integer call() {
        if (spec == null || identified == null) {
            throw new IllegalStateException("called without parsing");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        boolean whole = true;
        try {
            List<Path> folders = logs(identified);
            if (folders.isEmpty()) {
                err.println("there is no audit log in " + identified);
                return 2;
            }
            for (Path folder : folders) {
                AuditChain.State state = AuditChain.read(folder);
                String problem = state.problem();
                whole &= problem == null && state.breaks() == 0;
                out.printf(
                        "%s: %s; %d lines, the last has SHA-256 %s%n",
                        folder.getFileName(),
                        problem != null
                                ? "BROKEN, " + problem
                                : state.breaks() > 0
                                        ? "whole now, and was BROKEN: see its lines CHAIN_BROKEN"
                                        : "whole",
                        state.lines(),
                        state.hash());
            }
            out.flush();
        } catch (IOException e) {
            err.println("cannot be read: " + e.getMessage());
            return 2;
        }
        return whole ? 0 : 1;
    }

    /** The folders of the services that have a log, or had one. */
    private static List<Path> logs(Path identified) throws IOException {
        try (var folders = Files.list(identified)) {
            return folders.filter(folder ->
                            Files.exists(folder.resolve(AuditLog.NAME))
                                    || Files.exists(folder.resolve(AuditLog.HEAD)))
                    .sorted()
                    .toList();
        }
    }
}
