package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that say nothing, or little and little again, and one that is slow and honest. */
class SlowPeersTest {

    private static final Duration SOON = Duration.ofSeconds(8);
    private static final int PLACES = 8;
    private static final String ELSEWHERE = "127.0.0.2";

    private final List<Raw> peers = new ArrayList<>();
    private volatile boolean over;

    @AfterEach
    void leave() throws IOException {
        over = true;
        for (Raw raw : peers) {
            raw.close();
        }
    }

    private static UnaryOperator<StorageScp.Options> patience(long millis) {
        return o ->
                o.withTimeouts(Duration.ofMillis(millis), Duration.ofMillis(millis))
                        .withMinBytesPerSecond(16 << 10);
    }

    /** Sends one of these every so often until the connection is gone. */
    private void drip(Raw raw, byte[] bytes) {
        peers.add(raw);
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        while (!over) {
                            raw.send(bytes);
                            LockSupport.parkNanos(50_000_000);
                        }
                    } catch (IOException e) {
                        // Cut off, as it should be.
                    }
                });
    }

    @Test
    void an_association_that_says_nothing_ends() throws IOException {
        try (var node = new Node(patience(500))) {
            for (int i = 0; i < PLACES; i++) {
                peers.add(Raw.associated(node, ELSEWHERE));
            }

            await().atMost(SOON).until(() -> node.scp.associations() == 0);
            assertThat(peers.getFirst().receive()).isInstanceOf(Pdu.Abort.class);
        }
    }

    @Test
    void small_pdus_of_a_command_buy_no_time() throws IOException {
        try (var node = new Node(patience(1000))) {
            for (int i = 0; i < PLACES; i++) {
                drip(
                        Raw.associated(node, ELSEWHERE),
                        PduEncoder.encode(Raw.value(1, true, false, (byte) 0)));
            }

            await().atMost(SOON).until(() -> node.scp.associations() == 0);
        }
    }

    @Test
    void small_and_empty_pdus_of_a_data_set_buy_no_time() throws IOException {
        try (var node = new Node(patience(1000))) {
            for (int i = 0; i < PLACES; i++) {
                Raw raw = Raw.associated(node, ELSEWHERE);
                raw.send(Raw.command(3, Raw.store(1)));
                drip(raw, PduEncoder.encode(Raw.value(3, false, false, new byte[i % 2 * 100])));
            }

            await().atMost(SOON).until(() -> node.scp.associations() == 0);
            assertThat(node.stored).isEmpty();
            assertThat(node.closed).hasSize(PLACES);
        }
    }

    @Test
    void a_slow_and_honest_sender_is_waited_for() throws IOException {
        // Three times the patience in all, in pieces, with an outage, and in one PDU that alone
        // takes longer than the patience.
        try (var node =
                        new Node(o ->
                                patience(1000)
                                        .apply(
                                                new StorageScp.Options(
                                                        o.address(),
                                                        o.aeTitle(),
                                                        Set.of(),
                                                        o.sopClasses(),
                                                        PLACES,
                                                        1 << 20)));
                var raw = Raw.associated(node)) {
            byte[] image = new byte[90_000];
            ThreadLocalRandom.current().nextBytes(image);
            raw.send(Raw.command(3, Raw.store(1)));
            byte[] pdu = PduEncoder.encode(Raw.value(3, false, true, image));
            for (int from = 0; from < pdu.length; from += 2500) {
                raw.send(Arrays.copyOfRange(pdu, from, Math.min(pdu.length, from + 2500)));
                LockSupport.parkNanos(from == 45_000 ? 700_000_000 : 80_000_000);
            }

            assertThat(raw.response().required(Dimse.STATUS)).isZero();
            assertThat(node.stored.get("1.2.1")).isEqualTo(image);
        }
    }

    @Test
    void time_that_a_slow_disk_takes_is_not_the_senders() throws IOException {
        StoreHandler handler =
                request -> {
                    LockSupport.parkNanos(1_500_000_000);
                    return new Node.Dropped();
                };
        try (var scp = StorageScp.listen(patience(500).apply(Node.options()), handler);
                var scu =
                        StorageScu.open(
                                new InetSocketAddress("127.0.0.1", scp.port()),
                                "NODE",
                                "TEST",
                                List.of(new StorageScu.Proposal(Node.CT, List.of(Node.EXPLICIT))),
                                Duration.ofSeconds(20))) {
            Path file = Files.write(folder.resolve("x"), new byte[100_000]);

            assertThat(scu.store(file, 0, Node.CT, "1.2.3", Node.EXPLICIT))
                    .contains(StoreStatus.SUCCESS);
        }
    }

    @TempDir Path folder;

    private static StorageScp.Options knowing(StorageScp.Options options, String... addresses)
            throws IOException {
        Set<InetAddress> from = new java.util.HashSet<>();
        for (String address : addresses) {
            from.add(InetAddress.getByName(address));
        }
        return options.withTimeouts(Duration.ofMinutes(5), Duration.ofMinutes(5))
                .withMaxAssociationsPerPeer(4)
                .withCallers(
                        caller ->
                                caller.aeTitle().equals("TEST")
                                                && (from.isEmpty()
                                                        || from.contains(caller.address()))
                                        ? Callers.Standing.KNOWN
                                        : Callers.Standing.STRANGER,
                        2);
    }

    @Test
    void keeps_places_for_known_devices() throws IOException {
        var options = knowing(Node.options());
        try (var node = new Node(o -> options)) {
            for (String address : List.of("127.0.0.1", ELSEWHERE, "127.0.0.3")) {
                for (int i = 0; i < 2; i++) {
                    peers.add(Raw.associated(node, address));
                }
            }
            // Places are left, but not for a stranger.
            assertThatThrownBy(() -> Raw.associated(node, "127.0.0.4")).hasMessage("not accepted");

            long begun = System.nanoTime();
            List<StorageScu> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                // The last two take those of strangers that let us wait.
                calls.add(await().ignoreExceptions().until(node::call, call -> true));
            }
            for (StorageScu call : calls) {
                assertThat(call.echo().success()).isTrue();
                call.close();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        }
    }

    @Test
    void a_known_name_from_a_foreign_address_is_unknown() throws IOException {
        var options = knowing(Node.options(), "127.0.0.9");
        try (var node = new Node(o -> options)) {
            for (String address : List.of(ELSEWHERE, "127.0.0.3", "127.0.0.4")) {
                for (int i = 0; i < 2; i++) {
                    peers.add(Raw.associated(node, address));
                }
            }

            assertThatThrownBy(node::call).hasMessageContaining("local limit exceeded");
        }
    }

    @Test
    void a_stranger_takes_the_place_of_what_has_been_of_no_use_even_from_its_own_address()
            throws IOException {
        try (var node =
                new Node(o ->
                        o.withTimeouts(Duration.ofMinutes(5), Duration.ofMinutes(5))
                                .withMaxAssociationsPerPeer(4))) {
            for (int i = 0; i < 4; i++) {
                peers.add(Raw.associated(node));
            }
            Path file = Files.write(folder.resolve("x"), new byte[1000]);

            try (var scu =
                    await().atMost(SOON).ignoreExceptions().until(node::call, call -> true)) {
                assertThat(scu.store(file, 0, Node.CT, "1.2.3", Node.EXPLICIT))
                        .contains(StoreStatus.SUCCESS);
                // One of the silent ones went, and only one. Which was silent longest is a matter
                // of
                // how their threads were scheduled.
                await().atMost(SOON).until(() -> told().size() == 1);
                assertThat(told().getFirst().receive()).isInstanceOf(Pdu.Abort.class);
                assertThat(node.scp.associations()).isEqualTo(4);
            }
        }
    }

    private List<Raw> told() throws IOException {
        var told = new ArrayList<Raw>();
        for (var peer : peers) {
            if (peer.hasMore()) {
                told.add(peer);
            }
        }
        return told;
    }

    @Test
    void a_handshake_that_drips_ends_in_time() throws Exception {
        var tls = TestKeys.shared("ours", "EC").trusting(TestKeys.shared("theirs", "EC"));
        try (var node =
                        new Node(o ->
                                o.withTls(tls)
                                        .withTimeouts(
                                                Duration.ofMinutes(5), Duration.ofMillis(700)));
                var raw = new Raw(node)) {
            // A handshake record of 16 KiB that never comes to its end.
            raw.send(new byte[] {22, 3, 1, 0x40, 0, 1, 0, 0x3f, (byte) 0xfc, 3, 3});
            drip(raw, new byte[] {0});

            assertEnds(raw.socket);
        }
    }

    @Test
    void halves_of_long_requests_do_not_add_up() throws IOException {
        try (var node = new Node()) {
            byte[] half = new byte[200 << 10];
            half[0] = PduType.ASSOCIATE_RQ;
            half[3] = 7; // 0x00070000 bytes are promised
            List<Raw> raws = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                var raw = new Raw(node, ELSEWHERE);
                peers.add(raw);
                raws.add(raw);
                try {
                    raw.send(half);
                } catch (IOException e) {
                    // It is one of those too many.
                }
            }

            await().atMost(SOON)
                    .until(() -> raws.stream().filter(SlowPeersTest::refused).count() >= 8);
            try (var scu = node.call()) {
                assertThat(scu.echo().success()).isTrue();
            }
        }
    }

    /** Whether it was told or cut off already. */
    private static boolean refused(Raw raw) {
        try {
            raw.socket.setSoTimeout(1);
            return raw.socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void our_own_calls_do_not_wait_for_a_peer_that_drips() throws Exception {
        try (var server = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() -> {
                        try (var socket = server.accept()) {
                            byte[] answer =
                                    PduEncoder.encode(
                                            new Pdu.AssociateAc(
                                                    1,
                                                    "PEER",
                                                    "US",
                                                    Pdu.APPLICATION_CONTEXT,
                                                    List.of(
                                                            new Pdu.ContextAnswer(
                                                                    1, 0, Node.IMPLICIT)),
                                                    new Pdu.UserInformation(
                                                            0,
                                                            "1.2.3",
                                                            "RAW",
                                                            Optional.empty(),
                                                            List.of(),
                                                            Optional.empty())));
                            socket.getOutputStream().write(answer);
                            byte[] drip = PduEncoder.encode(Raw.value(1, true, false, (byte) 0));
                            while (!over) {
                                socket.getOutputStream().write(drip);
                                LockSupport.parkNanos(50_000_000);
                            }
                        } catch (IOException e) {
                            // The caller has gone.
                        }
                    });
            var peer =
                    new Peer(
                            new InetSocketAddress("127.0.0.1", server.getLocalPort()),
                            "PEER",
                            "US",
                            Duration.ofMillis(700),
                            Optional.empty());
            long begun = System.nanoTime();
            try (var scu =
                    StorageScu.open(
                            peer,
                            List.of(
                                    new StorageScu.Proposal(
                                            StorageScu.VERIFICATION, List.of(Node.IMPLICIT))))) {
                assertThatThrownBy(scu::echo).isInstanceOf(IOException.class);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        }
    }

    private static void assertEnds(Socket socket) throws IOException {
        long begun = System.nanoTime();
        socket.setSoTimeout((int) SOON.toMillis());
        try {
            while (socket.getInputStream().read() >= 0) {
                // An alert.
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // Reset, since we went on sending.
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }
}
