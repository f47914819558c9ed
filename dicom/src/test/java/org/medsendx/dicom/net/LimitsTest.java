package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when resources end: connections, disk, time. */
class LimitsTest {

    @TempDir Path folder;

    @Test
    void serves_associations_side_by_side_and_no_more_than_the_limit() throws Exception {
        Path file = Files.write(folder.resolve("x"), new byte[100_000]);
        try (var node = new Node();
                var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var rejected = new AtomicInteger();
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String uid = "1.2." + i;
                senders.add(
                        pool.submit(() -> {
                            try (var scu = node.call()) {
                                scu.store(file, 0, Node.CT, uid, Node.EXPLICIT);
                                assertThat(node.scp.associations()).isBetween(1, 8);
                            } catch (AssociationRejectedException e) {
                                assertThat(e).hasMessageContaining("local limit");
                                rejected.incrementAndGet();
                            }
                            return uid;
                        }));
            }
            for (Future<?> sender : senders) {
                sender.get(30, TimeUnit.SECONDS);
            }
            assertThat(node.stored).hasSize(24 - rejected.get()).isNotEmpty();
            await().until(() -> node.scp.associations() == 0);
        }
    }

    @Test
    void gives_one_address_no_more_than_its_share() throws IOException {
        try (var node = new Node(o -> o.withMaxAssociationsPerPeer(2));
                var first = node.call();
                var second = node.call()) {
            assertThatThrownBy(node::call).hasMessageContaining("local limit exceeded");
            first.close();
            await().until(() -> node.scp.associations() == 1);
            try (var third = node.call()) {
                assertThat(third.echo().success()).isTrue();
            }
            assertThat(second.echo().success()).isTrue();
        }
    }

    @Test
    void a_device_with_a_limit_of_its_own_has_it_from_all_of_its_addresses_together()
            throws IOException {
        var device = new Callers.Standing(true, true, 3);
        try (var node = new Node(o -> o.withCallers(_ -> device, 2));
                var first = Raw.associated(node, "127.0.0.1");
                var second = Raw.associated(node, "127.0.0.2");
                var third = Raw.associated(node, "127.0.0.3")) {
            assertThat(List.of(first, second, third)).hasSize(3);
            assertThatThrownBy(() -> Raw.associated(node, "127.0.0.4")).hasMessage("not accepted");
        }
    }

    @Test
    void who_calls_itself_like_a_device_elsewhere_takes_none_of_its_places() throws IOException {
        try (var node =
                        new Node(o ->
                                o.withMaxAssociationsPerPeer(2)
                                        .withCallers(_ -> Callers.Standing.KNOWN, 2));
                var first = Raw.associated(node, "127.0.0.2");
                var second = Raw.associated(node, "127.0.0.2")) {
            assertThatThrownBy(() -> Raw.associated(node, "127.0.0.2")).hasMessage("not accepted");

            try (var device = Raw.associated(node, "127.0.0.1")) {
                assertThat(List.of(first, second, device)).hasSize(3);
            }
        }
    }

    @Test
    void a_sink_that_fails_is_answered_A700_and_the_association_goes_on() throws IOException {
        Path file = Files.write(folder.resolve("x"), new byte[200_000]);
        StoreHandler handler =
                request ->
                        switch (request.sopInstanceUid()) {
                            case "1.1" -> throw new IOException("/secret/path");
                            case "1.2" -> throw new IllegalStateException("secret");
                            case "1.3" -> new TestSink(50_000, false);
                            case "1.4" -> new TestSink(Integer.MAX_VALUE, true);
                            default -> new TestSink(Integer.MAX_VALUE, false);
                        };
        try (var scp = StorageScp.listen(Node.options(), handler);
                var scu =
                        StorageScu.open(
                                new InetSocketAddress("127.0.0.1", scp.port()),
                                "NODE",
                                "TEST",
                                List.of(new StorageScu.Proposal(Node.CT, List.of(Node.EXPLICIT))),
                                Duration.ofSeconds(20))) {
            List<Integer> codes = new ArrayList<>();
            for (String uid : List.of("1.1", "1.2", "1.3", "1.4", "1.5")) {
                var status = scu.store(file, 0, Node.CT, uid, Node.EXPLICIT).orElseThrow();
                assertThat(status.comment()).doesNotContain("secret");
                codes.add(status.code());
            }
            assertThat(codes).containsExactly(0xA700, 0x0110, 0xA700, 0xA700, 0);
        }
    }

    @Test
    void a_peer_that_takes_no_answers_is_cut_off() throws IOException {
        try (var node =
                        new Node(o ->
                                o.withTimeouts(Duration.ofMillis(300), Duration.ofMillis(300)));
                var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(node.address());
            var out = socket.getOutputStream();
            out.write(PduEncoder.encode(Raw.request("NODE", 0)));
            byte[] echo =
                    PduEncoder.encode(
                            Raw.command(
                                    1,
                                    CommandSet.of(Dimse.C_ECHO_RQ)
                                            .putUnsigned(Dimse.MESSAGE_ID, 1)));
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    out.write(echo);
                                }
                            })
                    .isInstanceOf(IOException.class);
            await().until(() -> node.scp.associations() == 0);
        }
    }

    @Test
    void a_file_that_shrinks_while_it_is_sent_is_not_stored() throws IOException {
        Path file = Files.write(folder.resolve("x"), new byte[100]);
        try (var node = new Node();
                var call =
                        Call.open(
                                new Peer(
                                        node.address(),
                                        "NODE",
                                        "TEST",
                                        Duration.ofSeconds(20),
                                        Optional.empty()),
                                List.of(
                                        new Pdu.ProposedContext(
                                                1, Node.CT, List.of(Node.EXPLICIT))),
                                List.of());
                var channel = FileChannel.open(file)) {
            var context = call.context(Node.CT).orElseThrow();

            assertThatThrownBy(() ->
                            call.association()
                                    .sendFile(
                                            context,
                                            Raw.store(1),
                                            channel,
                                            0,
                                            300_000,
                                            SendRate.UNLIMITED))
                    .hasMessageContaining("shorter");

            await().until(() -> node.scp.associations() == 0);
            assertThat(node.stored).isEmpty();
        }
    }

    @Test
    void closing_lets_a_running_store_end() throws Exception {
        Path file = Files.write(folder.resolve("x"), new byte[1000]);
        var completing = new CountDownLatch(1);
        var mayComplete = new CountDownLatch(1);
        StoreHandler handler =
                request ->
                        new TestSink(Integer.MAX_VALUE, false) {
                            @Override
                            public StoreStatus complete() throws IOException {
                                completing.countDown();
                                try {
                                    mayComplete.await(20, TimeUnit.SECONDS);
                                } catch (InterruptedException e) {
                                    throw new IOException(e);
                                }
                                return StoreStatus.SUCCESS;
                            }
                        };
        try (var scp = StorageScp.listen(Node.options(), handler);
                var pool = Executors.newVirtualThreadPerTaskExecutor();
                var scu =
                        StorageScu.open(
                                new InetSocketAddress("127.0.0.1", scp.port()),
                                "NODE",
                                "TEST",
                                List.of(new StorageScu.Proposal(Node.CT, List.of(Node.EXPLICIT))),
                                Duration.ofSeconds(20))) {
            var store = pool.submit(() -> scu.store(file, 0, Node.CT, "1.2", Node.EXPLICIT));
            completing.await();
            var closing = pool.submit(scp::close);
            await().until(() -> !scp.listening());
            mayComplete.countDown();

            assertThat(store.get(20, TimeUnit.SECONDS)).contains(StoreStatus.SUCCESS);
            closing.get(20, TimeUnit.SECONDS);
        }
    }

    private static class TestSink implements StoreHandler.Sink {

        private final boolean failAtEnd;
        private final OutputStream stream;

        TestSink(int capacity, boolean failAtEnd) {
            this.failAtEnd = failAtEnd;
            this.stream =
                    new OutputStream() {
                        private int count;

                        @Override
                        public void write(int b) throws IOException {
                            write(new byte[1], 0, 1);
                        }

                        @Override
                        public void write(byte[] bytes, int offset, int length) throws IOException {
                            count += length;
                            if (count > capacity) {
                                throw new IOException("No space left on /secret/path");
                            }
                        }
                    };
        }

        @Override
        public OutputStream stream() {
            return stream;
        }

        @Override
        public StoreStatus complete() throws IOException {
            if (failAtEnd) {
                throw new IOException("/secret/path");
            }
            return StoreStatus.SUCCESS;
        }

        @Override
        public void close() {}
    }
}
