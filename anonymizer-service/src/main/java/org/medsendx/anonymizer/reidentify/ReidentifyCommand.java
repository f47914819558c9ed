package org.medsendx.anonymizer.reidentify;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.medsendx.audit.AuditLog;
import org.medsendx.contracts.EventCodec;
import org.medsendx.deidentification.pseudonym.KeyFile;
import org.medsendx.deidentification.release.Identity;
import org.medsendx.deidentification.vault.VaultKey;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code medsendx reidentify}: whom a pseudonym stands for, on the truck and on record. */
@Command(
        name = "reidentify",
        mixinStandardHelpOptions = true,
        description = {
            "Tells whom a pseudonym stands for: identified data. The audit line is written first.",
            "Works on the truck only, also while the service runs. Exit status 0 when found, 1 when it"
                    + " is no pseudonym of this truck, 2 when it cannot be looked up."
        })
public final class ReidentifyCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "PSEUDONYM",
            description =
                    "Patient ID (P-...), Study Instance UID (2.25...) or accession number (A...) of a"
                            + " released instance.")
    @Nullable String pseudonym;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who asks.")
    @Nullable String by;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why, such as the request's number. Goes into the audit log as it is.")
    @Nullable String reason;

    @Option(
            names = "--identified",
            paramLabel = "DIR",
            defaultValue = "${env:MEDSENDX_ANONYMIZER_IDENTIFIED_DIR:-identified}",
            description = "Mount point of the volume (default: ${DEFAULT-VALUE}).")
    @Nullable Path identified;

    @Option(
            names = "--vault-key",
            paramLabel = "FILE",
            defaultValue = "${env:MEDSENDX_ANONYMIZER_VAULT_KEY_FILE}",
            description = "The truck's own key (default: anonymizer/keys/vault.key of the volume).")
    @Nullable Path vaultKey;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command with its settings. */
    public static CommandLine commandLine() {
        return new CommandLine(new ReidentifyCommand());
    }

    @Override
    public Integer call() {
        if (spec == null
                || pseudonym == null
                || by == null
                || reason == null
                || identified == null) {
            throw new IllegalStateException("called without parsing");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Path own = identified.resolve("anonymizer");
        Path table = own.resolve(PatientTable.FILE);
        if (!Files.exists(table)) {
            err.println("there is no table of patients in " + own);
            return 2;
        }
        try {
            Path keyFile = vaultKey == null ? own.resolve("keys").resolve("vault.key") : vaultKey;
            VaultKey key = VaultKey.of(KeyFile.secret(keyFile));
            try (var patients = PatientTable.readOnly(table, key);
                    var audit = AuditLog.open(own, "anonymizer-service", InstantSource.system())) {
                Identity identity =
                        new Reidentification(patients, audit)
                                .find(
                                        pseudonym,
                                        new Reidentification.Requester(by, false, null),
                                        reason);
                if (identity == null) {
                    err.println("no pseudonym of this truck");
                    return 1;
                }
                out.println(
                        EventCodec.JSON
                                .writerWithDefaultPrettyPrinter()
                                .writeValueAsString(identity));
                out.flush();
                return 0;
            }
        } catch (KeyFile.UnusableKeyException | IOException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return 2;
        }
    }
}
