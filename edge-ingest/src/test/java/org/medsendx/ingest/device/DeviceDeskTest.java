package org.medsendx.ingest.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.dicom.net.Caller;
import org.medsendx.dicom.net.Callers;
import org.medsendx.ingest.TestKeys;
import org.medsendx.strictyaml.YamlFileException;

class DeviceDeskTest {

    private static final DeviceFile.Site SITE = new DeviceFile.Site("T1", true, true);
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir static Path keys;
    private static X509Certificate own;
    private static X509Certificate another;

    @TempDir Path folder;
    private final List<RefusalReason> counted = new ArrayList<>();
    private final Refusals refusals =
            new Refusals(Clock.fixed(NOW, ZoneOffset.UTC), (reason, via) -> counted.add(reason));

    @BeforeAll
    static void certificates() throws Exception {
        own = certificate("own");
        another = certificate("another");
    }

    private static X509Certificate certificate(String name) throws Exception {
        try (InputStream in = Files.newInputStream(TestKeys.create(keys, name).certificate())) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private Path file() {
        return folder.resolve("devices.yaml");
    }

    private void write(String... lines) throws Exception {
        Files.writeString(file(), String.join("\n", lines) + "\n");
    }

    private DeviceDesk open() throws YamlFileException {
        return DeviceDesk.open(
                new DeviceDesk.Source(file(), folder.resolve("in-force.yaml"), SITE),
                refusals,
                Clock.systemUTC());
    }

    private static Caller caller(String aeTitle, @Nullable X509Certificate certificate) {
        return new Caller(
                aeTitle, InetAddress.ofLiteral("192.0.2.7"), Optional.ofNullable(certificate));
    }

    private static @Nullable RefusalReason refused(DeviceDesk desk, Caller caller) {
        return desk.admit(caller) instanceof Judgement.Refused refused ? refused.reason() : null;
    }

    @Test
    void an_ae_title_is_bound_to_its_certificate_and_the_certificate_to_it() throws Exception {
        byte[] key = own.getPublicKey().getEncoded();
        var digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        write(
                "others: accept",
                "devices:",
                "- ae-title: CT_1",
                "  certificates: [{spki-sha256: " + digest + "}]",
                "- ae-title: CT_2",
                "  certificates: [{subject: CN=another}]",
                "- ae-title: CT_3");
        var desk = open();

        assertThat(refused(desk, caller("CT_1", own))).isNull();
        assertThat(refused(desk, caller("CT_2", another))).isNull();
        assertThat(refused(desk, caller("CT_1", another)))
                .isEqualTo(RefusalReason.OTHER_CERTIFICATE);
        assertThat(refused(desk, caller("CT_1", null))).isEqualTo(RefusalReason.NO_CERTIFICATE);
        for (var title : List.of("CT_3", "STRANGER")) {
            assertThat(refused(desk, caller(title, own)))
                    .isEqualTo(RefusalReason.CERTIFICATE_OF_ANOTHER);
            assertThat(refused(desk, caller(title, null))).isNull();
        }
        assertThat(counted).hasSize(4);
    }

    @Test
    void the_list_says_who_may_send_from_where_and_what_is_done_with_it() throws Exception {
        write(
                "others: refuse",
                "devices:",
                "- {ae-title: HERE, account: gateway, addresses: 192.0.2.0/24, max-associations: 3}",
                "- {ae-title: ELSEWHERE, addresses: 198.51.100.0/24}",
                "- {ae-title: NEW, policy: quarantine, modality: MG}",
                "- {ae-title: STOLEN, policy: refuse}");
        var desk = open();

        assertThat(desk.judge(caller("HERE", null))).isEqualTo(new Callers.Standing(true, true, 3));
        assertThat(refused(desk, caller("ELSEWHERE", null))).isEqualTo(RefusalReason.OTHER_ADDRESS);
        assertThat(refused(desk, caller("STOLEN", null))).isEqualTo(RefusalReason.DEVICE_REFUSED);
        assertThat(desk.judge(caller("OTHER", null))).isEqualTo(Callers.Standing.REFUSED);
        assertThat(desk.admit(caller("NEW", null)))
                .isInstanceOfSatisfying(
                        Judgement.Admitted.class,
                        admitted -> {
                            assertThat(admitted.quarantined()).isTrue();
                            assertThat(admitted.modalities()).isEqualTo(Set.of("MG"));
                        });
        var there = InetAddress.ofLiteral("203.0.113.1");
        assertThat(desk.admit("gateway", there))
                .isEqualTo(new Judgement.Refused(RefusalReason.OTHER_ADDRESS));
        assertThat(desk.admit("HERE", there))
                .isEqualTo(new Judgement.Refused(RefusalReason.UNKNOWN_DEVICE));
    }

    @Test
    void a_list_that_cannot_be_used_changes_nothing_over_a_restart_too_and_is_told()
            throws Exception {
        write("others: refuse", "devices:", "- ae-title: CT_1");
        var desk = open();
        assertThat(desk.state().trouble()).isNull();
        assertThat(desk.reload()).isEqualTo(DeviceDesk.Look.SAME);

        write("others: refuse", "devices:", "- ae-titel: CT_1");
        assertThat(desk.reload()).isEqualTo(DeviceDesk.Look.UNUSABLE);
        assertThat(desk.reload()).isEqualTo(DeviceDesk.Look.SAME);
        assertThat(desk.state().trouble()).contains("line 3", "ae-titel", "unknown key");
        assertThat(refused(desk, caller("CT_1", null))).isNull();

        var again = open();
        assertThat(again.state().trouble()).contains("line 3");
        assertThat(refused(again, caller("CT_1", null))).isNull();
        assertThat(refused(again, caller("CT_2", null))).isEqualTo(RefusalReason.UNKNOWN_DEVICE);

        Files.delete(file());
        assertThat(again.reload()).isEqualTo(DeviceDesk.Look.UNUSABLE);
        assertThat(again.state().trouble()).contains("does not exist");
        write("others: refuse", "devices:", "- ae-title: CT_2");
        assertThat(again.reload()).isEqualTo(DeviceDesk.Look.TAKEN_UP);
        assertThat(again.state().trouble()).isNull();
        assertThat(refused(again, caller("CT_1", null))).isEqualTo(RefusalReason.UNKNOWN_DEVICE);
        assertThat(refused(again, caller("CT_2", null))).isNull();
    }

    @Test
    void trouble_is_over_when_the_file_is_again_what_it_was() throws Exception {
        write("others: refuse", "devices:", "- ae-title: CT_1");
        var desk = open();
        write("nonsense");
        desk.reload();
        write("others: refuse", "devices:", "- ae-title: CT_1");

        assertThat(desk.reload()).isEqualTo(DeviceDesk.Look.TAKEN_UP);
        assertThat(desk.state().trouble()).isNull();
    }

    @Test
    void without_a_list_that_was_in_force_a_bad_one_is_refused() throws Exception {
        write("others: refuse");

        assertThatThrownBy(this::open).hasMessageContaining("devices");
    }

    @Test
    void refusals_are_bounded_counted_and_printable() {
        for (int i = 0; i < 500; i++) {
            refusals.add(Intake.C_STORE, "N" + i, "203.0.113.9", RefusalReason.UNKNOWN_DEVICE);
        }
        refusals.add(
                Intake.C_STORE, "<b>\u001b[31m\u00e4", "192.0.2.7", RefusalReason.OTHER_ADDRESS);
        refusals.add(Intake.C_STORE, "CT_1", "192.0.2.7", RefusalReason.OTHER_ADDRESS);
        refusals.add(Intake.C_STORE, "CT_1", "192.0.2.7", RefusalReason.OTHER_ADDRESS);

        var latest = refusals.latest();
        assertThat(latest).hasSize(Refusals.MOST_OF_ONE_ADDRESS + 2);
        assertThat(latest.getFirst().times()).isEqualTo(2);
        assertThat(latest.get(1).name()).isEqualTo("<b>?[31m?");
        assertThat(counted).hasSize(503);

        for (int i = 0; i < 300; i++) {
            refusals.add(Intake.C_STORE, "X", "198.51.100." + i, RefusalReason.NO_TLS);
        }
        assertThat(refusals.latest()).hasSize(Refusals.MOST);
    }
}
