package org.medsendx.uplink.stow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.web.BearerFile;
import org.medsendx.uplink.destinations.LimitedLink;
import org.medsendx.uplink.destinations.Road;
import org.medsendx.uplink.destinations.Rule;
import org.medsendx.uplink.destinations.Scan;
import org.medsendx.uplink.stow.StowServer.Answer;
import org.medsendx.uplink.syntax.NativeCopies;
import org.medsendx.uplink.upload.StallGuard;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;

/** What STOW-RS answers come to. */
class StowStoreTest {

    @TempDir Path folder;

    private final List<Integer> warnings = new CopyOnWriteArrayList<>();

    private void put(StowServer server, Scan scan, Optional<Path> token) throws Exception {
        put(server, scan, token, Duration.ofSeconds(30));
    }

    private void put(StowServer server, Scan scan, Optional<Path> token, Duration patience)
            throws Exception {
        var guard = new StallGuard(Duration.ofSeconds(30), patience);
        try (var store = store(server, token)) {
            guard.run(progress -> store.put(scan.job(), scan.file(), progress));
        }
        assertThat(folder.resolve("copies")).isEmptyDirectory();
    }

    private StowStore store(StowServer server, Optional<Path> token) throws Exception {
        var settings =
                new StowSettings(
                        "pacs",
                        server.studies(),
                        true,
                        Optional.empty(),
                        token.map(BearerFile::new),
                        Duration.ofSeconds(5));
        return new StowStore(settings, new NativeCopies(folder.resolve("copies")), warnings::add);
    }

    @Test
    void sends_the_file_as_it_is_and_believes_the_document_that_names_it() throws Exception {
        var scan = Scan.ct(folder, 1);
        try (var server = new StowServer(_ -> new Answer(200, StowServer.stored(scan.uid(), "")))) {
            put(server, scan, Optional.empty());

            assertThat(server.contentTypes.getFirst())
                    .startsWith("multipart/related")
                    .contains("type=\"application/dicom\"");
            assertThat(server.bodies.getFirst())
                    .containsSubsequence(Files.readAllBytes(scan.file()));
            assertThat(warnings).isEmpty();
        }
    }

    @Test
    void a_server_gets_no_more_than_the_link_may_carry() throws Exception {
        var scans = List.of(Scan.ct(folder, 1), Scan.ct(folder, 2), Scan.ct(folder, 3));
        var uids = new ConcurrentLinkedQueue<>(scans.stream().map(Scan::uid).toList());
        var link = LimitedLink.below(folder, scans);
        try (var server = new StowServer(_ -> new Answer(200, StowServer.stored(uids.poll(), "")));
                var road = new Road(folder, link.bandwidth())) {
            road.lane("pacs", Rule.ALL, road.keep(store(server, Optional.empty())));

            link.carries(road, 0);
        }
    }

    @Test
    void a_warning_is_counted_and_the_instance_is_stored() throws Exception {
        var scan = Scan.ct(folder, 1);
        try (var server =
                new StowServer(_ -> new Answer(202, StowServer.stored(scan.uid(), "45056")))) {
            put(server, scan, Optional.empty());

            assertThat(warnings).containsExactly(0xB000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202})
    void a_success_that_does_not_name_the_instance_is_none(int status) throws Exception {
        var scan = Scan.ct(folder, 1);
        for (String said : List.of("", "{}", "<xml/>", StowServer.stored("2.25.9", ""))) {
            try (var server = new StowServer(_ -> new Answer(status, said))) {
                assertThatThrownBy(() -> put(server, scan, Optional.empty()))
                        .isInstanceOf(StoreUnavailable.class)
                        .hasMessageContaining("stow-no-confirmation");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "409, 43264, stow-reason-a900",
        "202, 49152, stow-reason-c000",
        "200, 290, stow-reason-0122"
    })
    void a_failure_of_the_instance_counts_whatever_the_status(int status, int reason, String code)
            throws Exception {
        var scan = Scan.ct(folder, 1);
        try (var server =
                new StowServer(_ -> new Answer(status, StowServer.failed(scan.uid(), reason)))) {
            assertThatThrownBy(() -> put(server, scan, Optional.empty()))
                    .isInstanceOfSatisfying(
                            StoreRefused.class, e -> assertThat(e.code()).isEqualTo(code));
        }
    }

    @ParameterizedTest
    @CsvSource({"400", "409", "413", "415"})
    void what_is_said_of_this_request_parks_the_object(int status) throws Exception {
        var scan = Scan.ct(folder, 1);
        try (var server = new StowServer(_ -> new Answer(status, ""))) {
            assertThatThrownBy(() -> put(server, scan, Optional.empty()))
                    .isInstanceOfSatisfying(
                            StoreRefused.class,
                            e -> assertThat(e.code()).isEqualTo("stow-" + status));
        }
    }

    @ParameterizedTest
    @CsvSource({"301", "307", "401", "403", "404", "429", "500", "503"})
    void who_is_turned_away_waits_and_is_never_parked(int status) throws Exception {
        var scan = Scan.ct(folder, 1);
        try (var server = new StowServer(_ -> new Answer(status, ""))) {
            assertThatThrownBy(() -> put(server, scan, Optional.empty()))
                    .isInstanceOfSatisfying(
                            StoreUnavailable.class,
                            e -> assertThat(e.code()).isEqualTo("stow-" + status));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0xA700, 0x0110, 0x0124})
    void a_server_out_of_resources_is_waited_for(int reason) throws Exception {
        var scan = Scan.ct(folder, 1);
        try (var server =
                new StowServer(_ -> new Answer(409, StowServer.failed(scan.uid(), reason)))) {
            assertThatThrownBy(() -> put(server, scan, Optional.empty()))
                    .isInstanceOf(StoreUnavailable.class);
        }
    }

    @Test
    void a_token_is_read_anew_for_each_request() throws Exception {
        var scan = Scan.ct(folder, 1);
        Path token = folder.resolve("token");
        try (var server = new StowServer(_ -> new Answer(200, StowServer.stored(scan.uid(), "")))) {
            assertThatThrownBy(() -> put(server, scan, Optional.of(token)))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("token-file");
            Files.writeString(token, "first.token\n");
            put(server, scan, Optional.of(token));
            Files.writeString(token, "second.token\n");
            put(server, scan, Optional.of(token));

            assertThat(server.authorizations)
                    .containsExactly("Bearer first.token", "Bearer second.token");
        }
    }

    @Test
    void a_server_without_jpeg_ls_gets_the_same_pixels_uncompressed() throws Exception {
        var scan = Scan.of(folder, 5, "CT", "Chest", Uid.JPEGLSLossless);
        try (var server =
                new StowServer(body ->
                        contains(body, Uid.JPEGLSLossless)
                                ? new Answer(409, StowServer.failed(scan.uid(), 0xC122))
                                : new Answer(200, StowServer.stored(scan.uid(), "")))) {
            put(server, scan, Optional.empty());

            assertThat(server.bodies).hasSize(2);
            Path sent = folder.resolve("sent.dcm");
            Files.write(sent, part(server.bodies.get(1)));
            assertThat(Scan.pixels(sent)).isEqualTo(scan.pixels());
        }
    }

    private static boolean contains(byte[] body, String text) {
        return new String(body, StandardCharsets.ISO_8859_1).contains(text);
    }

    private static byte[] part(byte[] body) {
        var text = new String(body, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf("\r\n\r\n") + 4;
        int end = text.lastIndexOf("\r\n--");
        return Arrays.copyOfRange(body, begin, end);
    }

    @Test
    void a_server_that_does_not_answer_in_time_is_left() throws Exception {
        var scan = Scan.ct(folder, 1);
        var closing = new CountDownLatch(1);
        try (var server =
                new StowServer(_ -> {
                    try {
                        closing.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return new Answer(500, "");
                })) {
            assertThatThrownBy(() -> put(server, scan, Optional.empty(), Duration.ofMillis(500)))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("stalled");
            closing.countDown();
        }
    }

    @Test
    void only_https_is_spoken_unless_told_otherwise() {
        assertThatThrownBy(() -> settings("http://pacs.example/studies", false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings("https://user@pacs.example/studies", false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> settings("https://pacs.example/studies", false))
                .doesNotThrowAnyException();
    }

    private static StowSettings settings(String url, boolean plain) {
        return new StowSettings(
                "pacs",
                URI.create(url),
                plain,
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(1));
    }

    @Test
    void a_file_that_is_encoded_with_loss_is_never_decoded() throws IOException {
        assertThat(NativeCopies.possible(Uid.JPEGLSLossless)).isTrue();
        assertThat(NativeCopies.possible(Uid.RLELossless)).isTrue();
        for (String lossy :
                List.of(
                        Uid.JPEGBaseline8Bit,
                        Uid.JPEGExtended12Bit,
                        Uid.JPEGLSNearLossless,
                        Uid.JPEG2000)) {
            assertThat(NativeCopies.possible(lossy)).isFalse();
        }
    }
}
