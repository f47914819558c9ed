package org.medsendx.deidentification.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.VerificationReport;
import org.medsendx.contracts.deidentified.VerificationReport.ActionTaken;
import org.medsendx.contracts.deidentified.VerificationReport.Done;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.pseudonym.KeyFile;
import org.medsendx.deidentification.release.Release;
import org.medsendx.deidentification.release.Reports;
import org.medsendx.deidentification.report.SignedReport.InvalidReportException;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

class SignedReportTest {

    private static final UUID JOB = UUID.fromString("6f1c8a50-61e2-4a4e-9d8e-0b1f6c1f2a3b");

    @TempDir Path folder;
    private SigningKey key;
    private PublicKey publicKey;
    private int files;

    @BeforeEach
    void key() throws Exception {
        assertThat(SigningKey.create(folder.resolve("signing.pem"))).isTrue();
        key = SigningKey.read(folder.resolve("signing.pem"));
        publicKey = SigningKey.publicKey(key.publicPem());
    }

    @Test
    void tells_what_was_done_and_holds_no_value_of_the_original() throws Exception {
        byte[] signed = signed(Instances.ct());
        byte[] json = SignedReport.verify(signed, publicKey);
        var report = EventCodec.JSON.readValue(json, VerificationReport.class);

        assertThat(report.jobId()).isEqualTo(JOB);
        assertThat(report.verdict()).isEqualTo(VerificationReport.Verdict.RELEASED);
        assertThat(report.table()).contains("2025b");
        assertThat(report.profile().options()).contains("113107");
        assertThat(report.pseudonymKeyId()).isEqualTo(Instances.key().id());
        assertThat(report.signingKeyId()).isEqualTo(key.id());
        assertThat(report.checks())
                .contains("verify-type", "verify-encoding", "verify-token", "verify-uid");
        assertThat(report.actions())
                .contains(
                        new ActionTaken("00100010", "Z patient", Done.PSEUDONYM, 1),
                        new ActionTaken("00101040", "X", Done.REMOVED, 1),
                        new ActionTaken("00080020", "Z shift", Done.DATE_SHIFTED, 1),
                        new ActionTaken("00080018", "U", Done.NEW_UID, 1),
                        new ActionTaken("00081140/00081155", "U", Done.NEW_UID, 1),
                        new ActionTaken("00100030", "Z", Done.EMPTIED, 1),
                        new ActionTaken("00280010", "outside-table", Done.KEPT, 1),
                        new ActionTaken("7fe00010", "outside-table", Done.ENCODED, 1),
                        new ActionTaken("00120062", "outside-table", Done.WRITTEN, 1));
        assertThat(report.pixels())
                .satisfies(pixels -> {
                    VerificationReport.Encoding encoding = requireNonNull(pixels).encoding();
                    assertThat(requireNonNull(encoding).frames()).isEqualTo("jpeg-ls");
                    assertThat(encoding.bytesAfter()).isLessThan(encoding.bytesBefore());
                });
        assertThat(new String(json, StandardCharsets.UTF_8))
                .doesNotContainIgnoringCase("brandtm")
                .doesNotContain("QZ-4711", "19610412", "Amselfeld", "AZ-55817", "SN-90210")
                .doesNotContain(Instances.STUDY, "20240310");
    }

    @Test
    void is_the_same_for_the_same_decision() throws Exception {
        assertThat(signed(Instances.ct())).isEqualTo(signed(Instances.ct()));
    }

    @Test
    void names_the_reasons_of_what_was_withheld() throws Exception {
        DataSet dataSet = Instances.ct();
        dataSet.putString(Tag.BurnedInAnnotation, VR.CS, "YES");

        byte[] json = SignedReport.verify(signed(dataSet), publicKey);
        var report = EventCodec.JSON.readValue(json, VerificationReport.class);

        assertThat(report.verdict()).isEqualTo(VerificationReport.Verdict.WITHHELD);
        assertThat(report.output()).isNull();
        assertThat(report.reasons())
                .containsExactly(new VerificationReport.Reason("PIXELS-nothing-found", "00280301"));
    }

    @Test
    void shows_when_anything_was_changed_afterwards() throws Exception {
        JsonNode signed = EventCodec.JSON.readTree(signed(Instances.ct()));
        for (String field : List.of("payload", "protected", "signature")) {
            String text = signed.path(field).asText();
            for (int at : new int[] {0, text.length() / 2}) {
                char other = text.charAt(at) == 'A' ? 'B' : 'A';
                ObjectNode changed = signed.deepCopy();
                changed.put(field, text.substring(0, at) + other + text.substring(at + 1));

                assertThatThrownBy(() ->
                                SignedReport.verify(
                                        EventCodec.JSON.writeValueAsBytes(changed), publicKey))
                        .as("%s at %d", field, at)
                        .isInstanceOf(InvalidReportException.class);
            }
        }
    }

    @Test
    void is_not_accepted_with_another_key_or_without_a_signature() throws Exception {
        byte[] signed = signed(Instances.ct());
        SigningKey.create(folder.resolve("other.pem"));
        PublicKey other =
                SigningKey.publicKey(SigningKey.read(folder.resolve("other.pem")).publicPem());
        ObjectNode unsigned = (ObjectNode) EventCodec.JSON.readTree(signed);
        String header = "{\"alg\":\"none\",\"kid\":\"" + key.id() + "\"}";
        unsigned.put(
                "protected",
                Base64.getUrlEncoder().encodeToString(header.getBytes(StandardCharsets.US_ASCII)));
        unsigned.put("signature", "");

        assertThatThrownBy(() -> SignedReport.verify(signed, other))
                .hasMessageContaining("another key");
        assertThatThrownBy(() ->
                        SignedReport.verify(EventCodec.JSON.writeValueAsBytes(unsigned), publicKey))
                .isInstanceOf(InvalidReportException.class);
        assertThatThrownBy(() -> SignedReport.verify(new byte[] {'x'}, publicKey))
                .isInstanceOf(InvalidReportException.class);
    }

    @Test
    void the_signing_key_is_private_never_replaced_and_always_the_same() throws Exception {
        Path file = folder.resolve("signing.pem");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKey.create(file)).isFalse();
        assertThat(SigningKey.read(file).publicPem()).isEqualTo(key.publicPem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> SigningKey.read(file))
                .isInstanceOf(KeyFile.UnusableKeyException.class)
                .hasMessageContaining("0600");
        Path none = folder.resolve("none.pem");
        KeyFile.create(none);
        assertThatThrownBy(() -> SigningKey.read(none)).hasMessageContaining("Ed25519");
    }

    private byte[] signed(DataSet dataSet) throws Exception {
        Path original = Instances.write(dataSet, folder.resolve("in-" + files++ + ".dcm"));
        Release release =
                Instances.releaser().release(original, Instances.TRUCK, folder.resolve("out.dcm"));
        return new Reports(Profile.truck(), key)
                .of(JOB, Instances.TRUCK, Instances.key().id(), release);
    }
}
