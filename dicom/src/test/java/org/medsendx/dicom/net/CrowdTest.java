package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of connections that never become of use, and a scanner that has images to send. */
class CrowdTest {

    private static final int CROWD = 2000;
    private static final String CROWDED = "127.0.0.2";
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir Path folder;

    private final List<Raw> crowd = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (Raw raw : crowd) {
            raw.close();
        }
    }

    /** Connections that send nothing, a part of a header, or half of a request. */
    private void gather(Node node, int count) throws IOException {
        byte[] request = PduEncoder.encode(Raw.request("NODE", 0));
        for (int i = 0; i < count; i++) {
            var raw = new Raw(node, CROWDED);
            crowd.add(raw);
            int said =
                    switch (i % 3) {
                        case 0 -> 0;
                        case 1 -> 3;
                        default -> request.length / 2;
                    };
            raw.socket.getOutputStream().write(request, 0, said);
        }
    }

    @Test
    void a_scanner_is_served_among_two_thousand_half_open_connections() throws IOException {
        Path file = Files.write(folder.resolve("x"), new byte[100_000]);
        try (var node =
                new Node(o -> o.withTimeouts(Duration.ofMinutes(5), Duration.ofMinutes(5)))) {
            for (int quarter = 1; quarter <= 4; quarter++) {
                gather(node, CROWD / 4);

                long begun = System.nanoTime();
                try (var scu = node.call()) {
                    assertThat(scu.echo().success()).isTrue();
                    assertThat(scu.store(file, 0, Node.CT, "1.2." + quarter, Node.EXPLICIT))
                            .contains(StoreStatus.SUCCESS);
                }
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
            }
            assertThat(node.stored).hasSize(4);
        }
    }

    @Test
    void a_scanner_is_served_over_tls_among_connections_that_never_shake_hands() throws Exception {
        var ours = TestKeys.shared("ours", "EC");
        var theirs = TestKeys.shared("theirs", "EC");
        var tls = ours.trusting(theirs);
        try (var node =
                new Node(o ->
                        o.withTls(tls)
                                .withTimeouts(Duration.ofMinutes(5), Duration.ofMinutes(5)))) {
            for (int i = 0; i < CROWD; i++) {
                crowd.add(new Raw(node, CROWDED));
            }

            long begun = System.nanoTime();
            try (var scu =
                    StorageScu.open(
                            new Peer(
                                    new InetSocketAddress("127.0.0.1", node.scp.port()),
                                    "NODE",
                                    "TEST",
                                    Duration.ofSeconds(20),
                                    Optional.of(theirs.trusting(ours))),
                            List.of(
                                    new StorageScu.Proposal(
                                            StorageScu.VERIFICATION, List.of(Node.IMPLICIT))))) {
                assertThat(scu.echo().success()).isTrue();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        }
    }

    @Test
    void idle_associations_up_to_the_limit_of_an_address_leave_room_for_another_and_end()
            throws IOException {
        try (var node =
                new Node(o ->
                        o.withMaxAssociationsPerPeer(6)
                                .withTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(3)))) {
            for (int i = 0; i < 6; i++) {
                crowd.add(Raw.associated(node, CROWDED));
            }
            assertThatThrownBy(() -> Raw.associated(node, CROWDED)).hasMessage("not accepted");
            gather(node, 300);

            try (var scu = node.call()) {
                assertThat(scu.echo().success()).isTrue();
            }

            await().atMost(SOON).until(() -> node.scp.associations() == 0);
        }
    }
}
