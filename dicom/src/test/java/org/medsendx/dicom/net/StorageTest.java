package org.medsendx.dicom.net;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageTest {

    @TempDir Path folder;

    @Test
    void answers_an_echo() throws IOException {
        try (var node = new Node();
                var scu = node.call()) {
            assertThat(scu.echo()).isEqualTo(StoreStatus.SUCCESS);
            assertThat(scu.echo()).isEqualTo(StoreStatus.SUCCESS);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4096",
        "1, 4096",
        "4090, 4096",
        "4091, 4096",
        "4092, 4096",
        "300000, 4096",
        "262132, 1048576",
        "262133, 1048576",
        "3000001, 16777216",
        "3000000, 131072"
    })
    void stores_every_byte_of_a_data_set_unchanged(int length, int maxPduLength)
            throws IOException {
        byte[] bytes = new byte[length + 7];
        new Random(length).nextBytes(bytes);
        Path file = Files.write(folder.resolve("x"), bytes);
        try (var node = new Node(o -> limited(o, maxPduLength));
                var scu = node.call()) {
            for (String uid : List.of("1.2.3", "1.2.4")) {
                assertThat(scu.store(file, 7, Node.CT, uid, Node.EXPLICIT))
                        .contains(StoreStatus.SUCCESS);
            }

            assertThat(node.stored).containsOnlyKeys("1.2.3", "1.2.4");
            assertThat(node.stored.get("1.2.4"))
                    .isEqualTo(Arrays.copyOfRange(bytes, 7, bytes.length));
        }
    }

    private static StorageScp.Options limited(StorageScp.Options o, int maxPduLength) {
        return new StorageScp.Options(
                o.address(),
                o.aeTitle(),
                Set.of(),
                o.sopClasses(),
                o.maxAssociations(),
                maxPduLength);
    }

    @Test
    void tells_the_handler_who_sends_what() throws IOException {
        Path file = Files.write(folder.resolve("x"), new byte[10]);
        try (var node = new Node();
                var scu = node.call()) {
            scu.store(file, 0, Node.CT, "1.2.3", Node.IMPLICIT);

            var request = requireNonNull(node.requests.get("1.2.3"));
            assertThat(request.caller().aeTitle()).isEqualTo("TEST");
            assertThat(request.calledAeTitle()).isEqualTo("NODE");
            assertThat(request.caller().address().getHostAddress()).isEqualTo("127.0.0.1");
            assertThat(request.sopClassUid()).isEqualTo(Node.CT);
            assertThat(request.transferSyntaxUid()).isEqualTo(Node.IMPLICIT);
            assertThat(request.associationId()).isNotBlank();
        }
    }

    @Test
    void does_not_send_what_the_peer_did_not_accept() throws IOException {
        Path file = Files.write(folder.resolve("x"), new byte[10]);
        try (var node = new Node();
                var scu = node.call()) {
            assertThat(scu.accepts(Node.CT, Node.EXPLICIT)).isTrue();
            assertThat(scu.accepts("1.2.840.10008.5.1.4.1.1.4", Node.EXPLICIT)).isFalse();
            assertThat(scu.store(file, 0, "1.2.840.10008.5.1.4.1.1.4", "1.2.3", Node.EXPLICIT))
                    .isEmpty();
        }
    }

    @Test
    void says_why_it_rejects() throws IOException {
        try (var node =
                new Node(o ->
                        new StorageScp.Options(
                                o.address(), "NODE", Set.of("KNOWN"), Set.of(), 1, 4096))) {
            assertThatThrownBy(() -> open(node, "OTHER", "KNOWN"))
                    .isInstanceOf(AssociationRejectedException.class)
                    .hasMessageContaining("called AE title not recognized");
            assertThatThrownBy(() -> open(node, "NODE", "STRANGER"))
                    .hasMessageContaining("calling AE title not recognized");
            try (var first = open(node, "NODE", "KNOWN")) {
                assertThatThrownBy(() -> open(node, "NODE", "KNOWN"))
                        .hasMessageContaining("local limit exceeded");
                assertThat(first.echo().success()).isTrue();
            }
        }
    }

    private static StorageScu open(Node node, String called, String calling) throws IOException {
        return StorageScu.open(
                node.address(),
                called,
                calling,
                List.of(new StorageScu.Proposal(StorageScu.VERIFICATION, List.of(Node.IMPLICIT))),
                Duration.ofSeconds(20));
    }

    @Test
    void names_the_address_that_is_taken() throws IOException {
        try (var node = new Node()) {
            var options =
                    new StorageScp.Options(
                            new InetSocketAddress("127.0.0.1", node.scp.port()),
                            "B",
                            Set.of(),
                            Set.of(),
                            1,
                            4096);

            assertThatThrownBy(() -> StorageScp.listen(options, node))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + node.scp.port());
        }
    }
}
