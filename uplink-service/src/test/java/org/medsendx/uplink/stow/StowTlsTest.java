package org.medsendx.uplink.stow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.net.TestKeys;
import org.medsendx.dicom.net.Tls;
import org.medsendx.uplink.destinations.Scan;
import org.medsendx.uplink.stow.StowServer.Answer;
import org.medsendx.uplink.syntax.NativeCopies;
import org.medsendx.uplink.upload.StallGuard;
import org.medsendx.uplink.upload.StoreUnavailable;

/** STOW-RS over HTTPS, with certificates on both sides. */
class StowTlsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path folder;

    @Test
    void a_server_that_trusts_our_certificate_and_that_we_trust_gets_the_instance()
            throws Exception {
        var scan = Scan.ct(folder, 1);
        var ours = TestKeys.shared("ours", "EC");
        var theirs = TestKeys.shared("theirs", "EC");
        try (var server = server(scan, theirs.trusting(ours))) {
            put(server, scan, ours.trusting(theirs));

            assertThat(server.bodies).hasSize(1);
        }
    }

    @Test
    void whose_certificate_is_not_trusted_waits_and_sends_nothing() throws Exception {
        var scan = Scan.ct(folder, 1);
        var ours = TestKeys.shared("ours", "EC");
        var theirs = TestKeys.shared("theirs", "EC");
        var strangers = TestKeys.shared("strangers", "EC");
        try (var server = server(scan, theirs.trusting(ours))) {
            // They do not know us; we do not know them; we have no certificate to show.
            assertWaits(server, scan, strangers.trusting(theirs));
            assertWaits(server, scan, ours.trusting(strangers));
            assertWaits(server, scan, Tls.ofTrusted(theirs.certificate()));

            assertThat(server.bodies).isEmpty();
        }
    }

    @Test
    void a_certificate_for_another_host_is_not_taken() throws Exception {
        var scan = Scan.ct(folder, 1);
        var ours = TestKeys.shared("ours", "EC");
        var elsewhere = TestKeys.create(folder, "elsewhere", "EC", "ip:127.0.0.9");
        try (var server = server(scan, elsewhere.trusting(ours))) {
            assertWaits(server, scan, ours.trusting(elsewhere));

            assertThat(server.bodies).isEmpty();
        }
    }

    @Test
    void a_certificate_that_was_renewed_is_shown_without_a_restart() throws Exception {
        var scan = Scan.ct(folder, 1);
        var old = TestKeys.shared("strangers", "EC");
        var ours = TestKeys.shared("ours", "EC");
        var theirs = TestKeys.shared("theirs", "EC");
        Path certificate = Files.copy(old.certificate(), folder.resolve("own.crt"));
        Path key = Files.copy(old.key(), folder.resolve("own.key"));
        var tls = Tls.ofPem(certificate, key, theirs.certificate());
        try (var server = server(scan, theirs.trusting(ours));
                var store = store(server, tls)) {
            assertThatThrownBy(() -> put(store, scan)).isInstanceOf(StoreUnavailable.class);

            Files.copy(ours.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(ours.key(), key, StandardCopyOption.REPLACE_EXISTING);
            put(store, scan);

            assertThat(server.bodies).hasSize(1);
        }
    }

    private static StowServer server(Scan scan, Tls tls) throws Exception {
        return new StowServer(
                _ -> new Answer(200, StowServer.stored(scan.uid(), "")), Optional.of(tls));
    }

    private void assertWaits(StowServer server, Scan scan, Tls tls) {
        assertThatThrownBy(() -> put(server, scan, tls))
                .isInstanceOfSatisfying(
                        StoreUnavailable.class,
                        // A refusal of ours may come as an alert, or as a connection that ends.
                        e -> assertThat(e.code()).isIn("tls", "no-answer"));
    }

    private void put(StowServer server, Scan scan, Tls tls) throws Exception {
        try (var store = store(server, tls)) {
            put(store, scan);
        }
    }

    private static void put(StowStore store, Scan scan) throws Exception {
        new StallGuard(PATIENCE, PATIENCE)
                .run(progress -> store.put(scan.job(), scan.file(), progress));
    }

    private StowStore store(StowServer server, Tls tls) throws IOException {
        var settings =
                new StowSettings(
                        "pacs",
                        server.studies(),
                        false,
                        Optional.of(tls),
                        Optional.empty(),
                        Duration.ofSeconds(5));
        return new StowStore(settings, new NativeCopies(folder.resolve("copies")), _ -> {});
    }
}
