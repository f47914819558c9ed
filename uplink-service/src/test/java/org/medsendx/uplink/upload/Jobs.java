package org.medsendx.uplink.upload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.UUID;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.contracts.deidentified.ObjectKey;

/** Upload jobs and the files behind them, for tests. */
public final class Jobs {

    private Jobs() {}

    /** A released instance of a study with a file of this content on the volume. */
    public static ReleasedInstance released(Path volume, String study, byte[] content)
            throws IOException {
        var released = released(study, content);
        Path path = volume.resolve(released.file());
        Files.createDirectories(path.getParent());
        Files.write(path, content);
        return released;
    }

    /** The same with a verification report beside it. */
    public static ReleasedInstance withReport(
            Path volume, String study, byte[] content, byte[] report) throws IOException {
        var plain = released(volume, study, content);
        String file = plain.file().replace(".dcm", ".report.json");
        Files.write(volume.resolve(file), report);
        return new ReleasedInstance(
                plain.objectId(),
                plain.truck(),
                plain.scanner(),
                plain.studyInstanceUid(),
                plain.seriesInstanceUid(),
                plain.sopInstanceUid(),
                plain.sopClassUid(),
                plain.file(),
                plain.sha256(),
                plain.bytes(),
                plain.objectKey(),
                plain.featureId(),
                plain.acquisitionDay(),
                plain.modality(),
                plain.traceparent(),
                new ReleasedInstance.ReportFile(file, sha256(report), report.length));
    }

    /** A released instance of a study that has no file; no two have the same digest. */
    static ReleasedInstance released(String study) {
        return released(study, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static ReleasedInstance released(String study, byte[] content) {
        var objectId = UUID.randomUUID();
        String file = "objects/" + objectId.toString().substring(0, 2) + "/" + objectId + ".dcm";
        String instance = "2.25." + (objectId.getMostSignificantBits() >>> 1);
        return new ReleasedInstance(
                objectId,
                "TRUCK1",
                "CT1",
                study,
                study + ".1",
                instance,
                "1.2.840.10008.5.1.4.1.1.2",
                file,
                sha256(content),
                content.length,
                ObjectKey.of("TRUCK1", "20190301", study, study + ".1", instance),
                objectId.toString().replace("-", ""),
                LocalDate.of(2026, 3, 1),
                "CT",
                null,
                null);
    }

    /** A job that has no file. */
    public static UploadJob ofStudy(String study) {
        return UploadJob.of(released(study, new byte[1]));
    }

    /** SHA-256 in hex. */
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
