package org.medsendx.segmenter.qa;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.ReportPayload;
import org.medsendx.contracts.deidentified.VerificationReport;

/**
 * What the verification report beside a file says, for a person. The signature is not checked here:
 * whoever relies on it verifies it with the truck's report key.
 *
 * @param verdict released or withheld
 * @param profile name of the profile that was applied
 * @param ofThisFile whether it names the digest of this file
 * @param actions how many elements were treated
 * @param checks what was checked of the written file
 * @param pixels what was done about text in the pixels, in words; null when nothing is said
 */
public record ReportView(
        String verdict,
        String profile,
        boolean ofThisFile,
        long actions,
        List<String> checks,
        @Nullable String pixels) {

    /** A report is some thousand lines at most. */
    private static final long LARGEST = 16 << 20;

    /**
     * Reads the report of a file.
     *
     * @param file the de-identified file
     * @param sha256 its digest
     * @return null when there is none, or none that can be read
     */
    public static @Nullable ReportView beside(Path file, String sha256) {
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(".dcm")) {
            return null;
        }
        Path report = file.resolveSibling(name.substring(0, name.length() - 4) + ".report.json");
        try {
            if (!Files.isRegularFile(report) || Files.size(report) > LARGEST) {
                return null;
            }
            JsonNode jws = EventCodec.JSON.readTree(Files.readAllBytes(report));
            byte[] json = ReportPayload.json(jws);
            return of(EventCodec.JSON.readValue(json, VerificationReport.class), sha256);
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private static ReportView of(VerificationReport report, String sha256) {
        var output = report.output();
        var pixels = report.pixels();
        return new ReportView(
                report.verdict().name().toLowerCase(Locale.ROOT),
                report.profile().name(),
                output != null && output.sha256().equals(sha256),
                report.actions().stream().mapToLong(VerificationReport.ActionTaken::count).sum(),
                report.checks(),
                pixels == null
                        ? null
                        : pixels.masks().isEmpty()
                                ? "nothing blanked (" + pixels.policy() + ")"
                                : "%d areas blanked, %.1f %% of a frame"
                                        .formatted(
                                                pixels.masks().size(), 100 * pixels.maskedShare()));
    }
}
