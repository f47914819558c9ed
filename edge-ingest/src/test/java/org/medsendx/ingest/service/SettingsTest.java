package org.medsendx.ingest.service;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Caller;
import org.medsendx.dicom.net.Peer;
import org.medsendx.ingest.TestConfig;
import org.medsendx.ingest.TestKeys;
import org.medsendx.ingest.device.DeviceFile;
import org.medsendx.ingest.device.Judgement;
import org.medsendx.ingest.device.RefusalReason;
import org.medsendx.ingest.source.Sender;
import org.medsendx.ingest.store.Budgets;
import org.medsendx.ingest.store.Room;

class SettingsTest {

    private static final Map<String, String> TLS = new HashMap<>();

    @TempDir static Path folder;

    @BeforeAll
    static void keys() throws Exception {
        var keys = TestKeys.create(folder, "truck");
        TLS.put("tls.certificate", keys.certificate().toString());
        TLS.put("tls.private-key", keys.key().toString());
        TLS.put("tls.trusted", keys.certificate().toString());
    }

    private static Settings settings(Map<String, String> ingest) {
        var properties = new HashMap<String, String>();
        ingest.forEach((key, value) -> properties.put("medsendx.ingest." + key, value));
        return Settings.of(TestConfig.of(properties));
    }

    @ParameterizedTest
    @CsvSource({
        "address, pacs",
        "address, pacs:99999",
        "ae-title, SEVENTEEN-LETTERS",
        "hours, 8-9",
        "max-rate, 1K",
        "batch, 0",
        "window, 3",
        "tries, 0",
        "every, 0s",
        "retry-at-most, 1s",
        "ask-again, 0s",
        "delete-after, 60d"
    })
    void an_archive_that_cannot_be_meant_keeps_it_from_starting(String key, String value) {
        var wrong = new HashMap<>(TLS);
        wrong.put("archive.address", "10.1.2.3:104");
        wrong.put("archive.delete-after", "14d");
        assertThat(settings(wrong).archive()).isNotNull();

        wrong.put("archive." + key, value);

        assertThatThrownBy(() -> settings(wrong))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("archive." + key);
    }

    @Test
    void without_an_archive_nothing_is_archived_or_deleted() {
        assertThat(settings(Map.of()).archive()).isNull();
        assertThatThrownBy(() -> settings(Map.of("archive.delete-for-room", "true")))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("archive.address");
    }

    @Test
    void an_archive_speaks_tls_unless_it_is_said_and_without_it_nothing_is_deleted() {
        var plain = new HashMap<>(Map.of("archive.address", "10.1.2.3:104"));
        assertThatThrownBy(() -> settings(plain))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("archive.tls");

        plain.put("archive.tls", "false");
        assertThat(settings(plain).archive()).isNotNull();
        plain.put("archive.delete-after", "14d");

        assertThatThrownBy(() -> settings(plain))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("archive.tls");
    }

    @ParameterizedTest
    @CsvSource({
        "truck, a truck with spaces",
        "truck, SEVENTEEN-LETTERS",
        "ae-title, SEVENTEEN-LETTERS",
        "ae-title, back\\slash",
        "dicom-port, 70000",
        "max-associations, 0",
        "max-pdu-length, 1K",
        "max-pdu-length, 64M",
        "max-associations-per-address, 0",
        "reserved-associations, 32",
        "min-receive-rate, 0",
        "sources.\"CT_1\".addresses, no-such-host.invalid",
        "artim-timeout, 0s",
        "association-idle-timeout, 0s",
        "tls.port, 11113",
        "tls.port, 70000",
        "tls.only, true",
        "tls.certificate, own.crt",
        "commitment.retry-interval, 0s",
        "sources.\"CT_1\".commitment-address, nowhere",
        "sources.\"CT_1\".commitment-address, host:0",
        "sources.\"CT_1\".commitment-address, host:70000",
        "sources.\"CT_1\".truck, a truck with spaces",
        "sources.\"CT_1\".scanner, a scanner",
        "sources.\"SEVENTEEN-LETTERS\".scanner, ct",
        "known-sources-only, true",
        "additional-sop-classes, one.two",
        "hot-folder, data/identified/hot",
        "hot-folder, data",
        "hot-folder-truck, a truck with spaces",
        "stow.max-requests, 0",
        "stow.max-instances, 0",
        "stow.max-instance-size, 17G",
        "stow.max-request-size, 100M",
    })
    void a_bad_value_is_refused_with_its_key(String key, String value) {
        var properties = new HashMap<>(Map.of(key, value));
        if (key.equals("reserved-associations")) {
            properties.put("sources.\"CT_1\".scanner", "ct-1");
        }

        assertThatThrownBy(() -> settings(properties))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("medsendx.ingest.")
                .hasMessageContaining(key.replaceFirst("\\..*", ""));
    }

    @Test
    void a_sender_is_its_configured_truck_and_scanner_else_the_default_truck() {
        var settings =
                settings(
                        Map.of(
                                "truck", "T1",
                                "sources.\"CT_1\".scanner", "ct-1",
                                "sources.\"MG 2\".truck", "T2",
                                "sources.\"MG 2\".scanner", "mg-2"));

        assertThat(sender(settings, "CT_1")).isEqualTo(new Sender("T1", "ct-1"));
        assertThat(sender(settings, "MG 2 ")).isEqualTo(new Sender("T2", "mg-2"));
        assertThat(sender(settings, "OTHER")).isEqualTo(new Sender("T1", null));
    }

    @Test
    void only_known_senders_may_call_when_the_site_says_so() {
        var settings =
                settings(Map.of("sources.\"CT_1\".scanner", "ct-1", "known-sources-only", "true"));

        assertThat(sender(settings, "CT_1")).isEqualTo(new Sender("TRUCK1", "ct-1"));
        assertThat(judge(settings, "OTHER", "127.0.0.1"))
                .isEqualTo(new Judgement.Refused(RefusalReason.UNKNOWN_DEVICE));
    }

    private static Judgement judge(Settings settings, String aeTitle, String from) {
        return requireNonNull(settings.devices())
                .judge(new Caller(aeTitle, InetAddress.ofLiteral(from), Optional.empty()));
    }

    private static Sender sender(Settings settings, String aeTitle) {
        return ((Judgement.Admitted) judge(settings, aeTitle, "127.0.0.1")).sender();
    }

    private static boolean known(Settings settings, String aeTitle, String from) {
        return ((Judgement.Admitted) judge(settings, aeTitle, from)).known();
    }

    @Test
    void a_list_in_a_file_leaves_nothing_to_the_settings_of_sources() {
        var file = Map.of("devices.file", "devices.yaml");

        assertThat(settings(file).devices()).isNull();
        assertThat(settings(file).dicom().plain().orElseThrow().reservedAssociations())
                .isEqualTo(16);
        for (var key : List.of("sources.\"CT_1\".scanner", "known-sources-only")) {
            assertThatThrownBy(() -> settings(with(file, Map.of(key, "true"))))
                    .hasMessageContaining("medsendx.ingest.devices.file");
        }
        assertThat(settings(file).site().certificatesAsked()).isFalse();
        assertThat(settings(with(TLS, with(file, Map.of("tls.port", "0")))).site())
                .isEqualTo(new DeviceFile.Site("TRUCK1", true, true));
    }

    @Test
    void a_site_can_add_sop_classes() {
        var settings = settings(Map.of("additional-sop-classes", "1.2.3.4"));

        assertThat(settings.sopClasses()).contains("1.2.3.4", Uid.CTImageStorage);
        assertThat(settings.dicom().plain().orElseThrow().sopClasses())
                .isEqualTo(settings.sopClasses());
    }

    @Test
    void limits_and_timeouts_hold_on_both_ports() {
        var dicom =
                settings(
                                with(
                                        TLS,
                                        Map.of(
                                                "tls.port", "0",
                                                "max-associations", "9",
                                                "max-associations-per-address", "3",
                                                "max-pdu-length", "64K",
                                                "association-idle-timeout", "7s",
                                                "artim-timeout", "4s")))
                        .dicom();

        assertThat(List.of(dicom.plain().orElseThrow(), dicom.secured().orElseThrow()))
                .allSatisfy(options -> {
                    assertThat(options.maxAssociations()).isEqualTo(9);
                    assertThat(options.maxAssociationsPerPeer()).isEqualTo(3);
                    assertThat(options.maxPduLength()).isEqualTo(64 << 10);
                    assertThat(options.idleTimeout()).isEqualTo(Duration.ofSeconds(7));
                    assertThat(options.artimTimeout()).isEqualTo(Duration.ofSeconds(4));
                });
        assertThat(dicom.plain().orElseThrow().tls()).isEmpty();
        assertThat(dicom.secured().orElseThrow().tls()).isPresent();
    }

    @Test
    void places_are_kept_for_known_devices_and_shared_among_addresses_by_default()
            throws Exception {
        var strangers = settings(Map.of()).dicom().plain().orElseThrow();
        assertThat(strangers.maxAssociationsPerPeer()).isEqualTo(16);
        assertThat(strangers.reservedAssociations()).isZero();
        assertThat(strangers.minBytesPerSecond()).isEqualTo(4096);

        var known =
                settings(
                        Map.of(
                                "sources.\"CT_1\".scanner", "ct-1",
                                "sources.\"MG_2\".addresses", "127.0.0.7,::1"));
        assertThat(known.dicom().plain().orElseThrow().reservedAssociations()).isEqualTo(16);
        assertThat(known(known, "CT_1 ", "127.0.0.1")).isTrue();
        assertThat(known(known, "MG_2", "127.0.0.1")).isFalse();
        assertThat(known(known, "MG_2", "127.0.0.7")).isTrue();
        assertThat(known(known, "MG_2", "::1")).isTrue();
        assertThat(known(known, "OTHER", "127.0.0.1")).isFalse();

        var set =
                settings(
                                Map.of(
                                        "sources.\"CT_1\".scanner", "ct-1",
                                        "max-associations", "1",
                                        "min-receive-rate", "2K"))
                        .dicom()
                        .plain()
                        .orElseThrow();
        assertThat(set.reservedAssociations()).isZero();
        assertThat(set.maxAssociationsPerPeer()).isEqualTo(1);
        assertThat(set.minBytesPerSecond()).isEqualTo(2048);
    }

    @Test
    void instances_are_taken_again_and_warned_of_above_the_mark_at_which_they_are_refused() {
        long mega = 1 << 20;

        assertThat(settings(Map.of("min-free-space", "100M")).marks())
                .isEqualTo(new Room.Marks(100 * mega, 125 * mega, 200 * mega));
        assertThat(
                        settings(
                                        Map.of(
                                                "min-free-space", "1M",
                                                "resume-free-space", "5M",
                                                "warn-free-space", "7M"))
                                .marks())
                .isEqualTo(new Room.Marks(mega, 5 * mega, 7 * mega));
        assertThat(settings(Map.of("budget.originals", "5G")).budgets())
                .isEqualTo(new Budgets(OptionalLong.of(5L << 30), OptionalLong.empty()));
        assertThatThrownBy(() -> settings(Map.of("budget.quarantine", "0")))
                .hasMessageContaining("medsendx.ingest.budget.originals or budget.quarantine");
        assertThatThrownBy(() -> settings(Map.of("resume-free-space", "1M")))
                .hasMessageContaining("medsendx.ingest.min-free-space, resume-free-space");
    }

    @Test
    void the_tls_port_may_be_the_only_one_but_not_the_plain_one() {

        assertThat(settings(with(TLS, Map.of("tls.port", "0", "tls.only", "true"))).dicom().plain())
                .isEmpty();
        assertThatThrownBy(() -> settings(with(TLS, Map.of("tls.port", "11112"))))
                .hasMessageContaining("medsendx.ingest.tls.port");
        assertThatThrownBy(() ->
                        settings(
                                with(
                                        TLS,
                                        Map.of("tls.trusted", folder.resolve("none").toString()))))
                .hasMessageContaining("medsendx.ingest.tls.certificate")
                .hasMessageContaining("trusted certificates");
    }

    @Test
    void reports_of_storage_commitment_go_to_the_address_of_their_caller() {
        var source = "sources.\"CT_1\".commitment-";

        var peer =
                reportsOf(settings(Map.of(source + "address", "127.0.0.1:104")), "CT_1 ")
                        .orElseThrow();
        assertThat(peer.address()).isEqualTo(new InetSocketAddress("127.0.0.1", 104));
        assertThat(peer.aeTitle()).isEqualTo("CT_1");
        assertThat(peer.callingAeTitle()).isEqualTo("MEDSENDX");
        assertThat(peer.tls()).isEmpty();
        assertThat(reportsOf(settings(Map.of("sources.\"CT_1\".truck", "T1")), "CT_1")).isEmpty();
        var overTls = Map.of(source + "address", "127.0.0.1:104", source + "tls", "true");
        assertThatThrownBy(() -> settings(overTls)).hasMessageContaining("tls.certificate");
        assertThat(reportsOf(settings(with(TLS, overTls)), "CT_1").orElseThrow().tls()).isPresent();
    }

    @Test
    void queries_are_off_and_a_destination_is_where_it_is_configured() {
        assertThat(settings(Map.of()).query()).isNull();
        var on =
                new HashMap<>(
                        Map.of(
                                "query.enabled", "true",
                                "sources.\"STATION\".query", "true",
                                "query.destinations.\"STATION\".address", "10.1.2.4:104",
                                "query.destinations.\"STATION\".tls", "false"));
        var settings = settings(on);
        var query = requireNonNull(settings.query());
        var peer = query.destination("STATION", settings.dicom()).orElseThrow();
        assertThat(peer.address()).isEqualTo(new InetSocketAddress("10.1.2.4", 104));
        assertThat(peer.aeTitle()).isEqualTo("STATION");
        assertThat(peer.callingAeTitle()).isEqualTo("MEDSENDX");
        assertThat(peer.tls()).isEmpty();
        assertThat(query.destination("OTHER", settings.dicom())).isEmpty();

        assertThatThrownBy(() -> settings(Map.of("query.enabled", "true")))
                .hasMessageContaining("query.enabled");
        on.remove("query.destinations.\"STATION\".tls");
        assertThatThrownBy(() -> settings(on)).hasMessageContaining("STATION\".tls");
    }

    @ParameterizedTest
    @CsvSource({
        "hours, all day",
        "max-answers, 0",
        "max-instances, 0",
        "max-instances, 65536",
        "max-memory, 10K",
        "timeout, 0s",
        "destinations.\"STATION\".address, nowhere"
    })
    void queries_that_cannot_be_meant_keep_it_from_starting(String key, String value) {
        var wrong = new HashMap<>(Map.of("query.enabled", "true"));
        wrong.put("query." + key, value);
        if (key.startsWith("destinations")) {
            wrong.put("query.destinations.\"STATION\".tls", "false");
        }
        assertThatThrownBy(() -> settings(wrong))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("query." + key);
    }

    private static Optional<Peer> reportsOf(Settings settings, String aeTitle) {
        return requireNonNull(settings.devices())
                .device(aeTitle)
                .flatMap(settings.dicom()::reportsOf);
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        var all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }
}
