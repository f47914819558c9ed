package org.medsendx.deidentification.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.deidentification.release.Release;
import org.medsendx.deidentification.release.Reports;
import org.medsendx.deidentification.report.SigningKey;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;

/**
 * The reports of one run: beside each copy's name, and {@code withheld-} with a random id for what
 * has no copy. Thread safe.
 */
final class ReportFolder {

    /** Name of the public key in the folder. */
    static final String PUBLIC_KEY = "report-signing.pub.pem";

    private static final String SUFFIX = DerivedKind.REPORT.suffix();

    private final Path folder;
    private final Reports reports;

    private ReportFolder(Path folder, Reports reports) {
        this.folder = folder;
        this.reports = reports;
    }

    /**
     * Writes a picture of what was blanked into {@code identified/}, which only its owner may read.
     *
     * @param copy name of the copy
     */
    void picture(byte[] png, String copy) throws IOException {
        Path identified = folder.resolve("identified");
        ForcedFolders.create(identified, "rwx------");
        AtomicFile.write(
                identified.resolve(copy.substring(0, copy.length() - ".dcm".length()) + ".png"),
                png);
    }

    static ReportFolder create(Path folder, Profile profile, SigningKey key) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(PUBLIC_KEY), key.publicPem(), StandardCharsets.US_ASCII);
        return new ReportFolder(folder, new Reports(profile, key));
    }

    /**
     * Writes a report.
     *
     * @param copy name of the copy, null when there is none
     */
    void write(String truck, String keyId, Release release, @Nullable String copy)
            throws IOException {
        UUID job = UUID.randomUUID();
        String name =
                copy == null
                        ? "withheld-" + job + SUFFIX
                        : copy.substring(0, copy.length() - ".dcm".length()) + SUFFIX;
        Files.write(folder.resolve(name), reports.of(job, truck, keyId, release));
    }
}
