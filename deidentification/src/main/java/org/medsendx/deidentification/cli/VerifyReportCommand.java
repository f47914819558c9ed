package org.medsendx.deidentification.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.VerificationReport;
import org.medsendx.deidentification.report.SignedReport;
import org.medsendx.deidentification.report.SignedReport.InvalidReportException;
import org.medsendx.deidentification.report.SigningKey;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code medsendx verify-report}: whether a verification report is what a truck signed. */
@Command(
        name = "verify-report",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies the signature of a verification report and prints the report.",
            "Exit status 0 when it is genuine (and of the file, where one is given), 1 when not, 2 when"
                    + " something cannot be read."
        })
public final class VerifyReportCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "REPORT", description = "The report's file.")
    @Nullable Path report;

    @Option(
            names = "--public-key",
            required = true,
            paramLabel = "FILE",
            description = "The truck's public key (PEM), from a source that you trust.")
    @Nullable Path publicKey;

    @Option(
            names = "--of",
            paramLabel = "FILE",
            description = "A DICOM file: the report must be of exactly this file.")
    @Nullable Path of;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command with its settings. */
    public static CommandLine commandLine() {
        return new CommandLine(new VerifyReportCommand());
    }

    @Override
    public Integer call() {
        if (spec == null || report == null || publicKey == null) {
            throw new IllegalStateException("called without parsing");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            PublicKey key =
                    SigningKey.publicKey(Files.readString(publicKey, StandardCharsets.US_ASCII));
            byte[] json = SignedReport.verify(Files.readAllBytes(report), key);
            var content = EventCodec.JSON.readValue(json, VerificationReport.class);
            out.println(
                    EventCodec.JSON
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(EventCodec.JSON.readTree(json)));
            out.flush();
            if (of != null && !isOf(content, of)) {
                err.println("the report is genuine, but of another file");
                return 1;
            }
            err.println("the report is genuine: signed with key " + SigningKey.id(key));
            return 0;
        } catch (InvalidReportException e) {
            err.println(e.getMessage());
            return 1;
        } catch (GeneralSecurityException e) {
            err.println("the public key is not an Ed25519 public key in PEM");
            return 2;
        } catch (IOException e) {
            err.println("cannot be read: " + e.getClass().getSimpleName());
            return 2;
        }
    }

    private static boolean isOf(VerificationReport content, Path file) throws IOException {
        var output = content.output();
        return output != null && output.sha256().equals(Sha256.of(file));
    }
}
