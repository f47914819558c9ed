package org.medsendx.uplink.upload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.VerifiedCopy;

/** Upload jobs and the files behind them, for tests. */
public final class Jobs {

    private Jobs() {}

    /** A released instance of a study with a file of this content on the volume. */
    public static InstanceDeidentified released(Path volume, String study, byte[] content)
            throws IOException {
        var released = released(study, content);
        Path path = volume.resolve(released.copy().content().file());
        Files.createDirectories(path.getParent());
        Files.write(path, content);
        return released;
    }

    /** The same with a verification report beside it. */
    public static InstanceDeidentified withReport(
            Path volume, String study, byte[] content, byte[] report) throws IOException {
        var plain = released(volume, study, content);
        String file = plain.copy().content().file().replace(".dcm", ".report.json");
        Files.write(volume.resolve(file), report);
        return with(plain, new CleanFile(file, sha256(report), report.length));
    }

    /** The same instance with another report, or none. */
    public static InstanceDeidentified with(
            InstanceDeidentified plain, @Nullable CleanFile report) {
        return new InstanceDeidentified(
                new VerifiedCopy(
                        plain.instance(),
                        plain.copy().scanner(),
                        plain.copy().sopClassUid(),
                        plain.copy().modality(),
                        plain.copy().content(),
                        plain.copy().objectKey(),
                        report),
                plain.transferSyntaxUid());
    }

    /** A released instance of a study that has no file; no two have the same digest. */
    public static InstanceDeidentified released(String study) {
        return released(study, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static InstanceDeidentified released(String study, byte[] content) {
        var objectId = UUID.randomUUID();
        String file = "objects/" + objectId.toString().substring(0, 2) + "/" + objectId + ".dcm";
        String instance = "2.25." + (objectId.getMostSignificantBits() >>> 1);
        return new InstanceDeidentified(
                new VerifiedCopy(
                        new CleanInstance(
                                objectId,
                                "TRUCK1",
                                new InstanceUids(study, study + ".1", instance)),
                        "CT1",
                        "1.2.840.10008.5.1.4.1.1.2",
                        "CT",
                        new CleanFile(file, sha256(content), content.length),
                        ObjectKey.of(
                                "TRUCK1",
                                "20190301",
                                new InstanceUids(study, study + ".1", instance)),
                        null),
                "1.2.840.10008.1.2.1");
    }

    /** What the border says of it. */
    public static Event<InstanceDeidentified> event(InstanceDeidentified released) {
        return new Event<>(
                Event.idOf(
                        released.subject(),
                        released.topic().topicName(),
                        released.copy().content().sha256()),
                "/trucks/" + released.truck() + "/anonymizer",
                1,
                "e0",
                null,
                released);
    }

    /** A job that has no file. */
    public static UploadJob ofStudy(String study) {
        return UploadJob.of(released(study, new byte[1]), null);
    }

    /** A job of a derived object that has no file. */
    static UploadJob derived(String study) {
        return UploadJob.of(Scans.highlight(released(study), "h.png", new byte[2]), null);
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
