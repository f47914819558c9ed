package org.medsendx.dicom.net;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The SCP, byte by byte: order, disorder and silence. */
class ProtocolTest {

    private Node node;

    ProtocolTest() throws IOException {
        node = new Node();
    }

    @BeforeEach
    void is_listening() {
        assertThat(node.scp.listening()).isTrue();
    }

    @AfterEach
    void still_serves() throws IOException {
        try (var scu = node.call()) {
            assertThat(scu.echo().success()).isTrue();
        }
        node.close();
        assertThat(node.scp.listening()).isFalse();
    }

    @Test
    void answers_each_context_window_and_role() throws IOException {
        try (var raw = new Raw(node)) {
            raw.send(
                    new Pdu.AssociateRq(
                            1,
                            "NODE",
                            "RAW",
                            Pdu.APPLICATION_CONTEXT,
                            List.of(
                                    new Pdu.ProposedContext(
                                            1, Node.CT, List.of("1.9.9", Node.IMPLICIT)),
                                    new Pdu.ProposedContext(
                                            3,
                                            Node.CT,
                                            List.of("1.2.840.10008.1.2.2", Node.EXPLICIT)),
                                    new Pdu.ProposedContext(5, "1.9.9", List.of(Node.IMPLICIT)),
                                    new Pdu.ProposedContext(255, Node.CT, List.of("1.9.9"))),
                            new Pdu.UserInformation(
                                    0,
                                    "1.2",
                                    "",
                                    Optional.of(new Pdu.AsyncWindow(0, 0)),
                                    List.of(
                                            new Pdu.RoleSelection(Node.CT, true, true),
                                            new Pdu.RoleSelection("1.9.9", true, true)),
                                    Optional.empty())));

            var ac = (Pdu.AssociateAc) requireNonNull(raw.receive());

            assertThat(ac.contexts())
                    .containsExactly(
                            new Pdu.ContextAnswer(1, 0, Node.IMPLICIT),
                            new Pdu.ContextAnswer(3, 0, "1.2.840.10008.1.2.2"),
                            new Pdu.ContextAnswer(5, 3, Node.IMPLICIT),
                            new Pdu.ContextAnswer(255, 4, "1.9.9"));
            assertThat(ac.user().asyncWindow()).contains(new Pdu.AsyncWindow(1, 1));
            assertThat(ac.user().roles())
                    .containsExactly(new Pdu.RoleSelection(Node.CT, true, false));
            assertThat(ac.user().maxPduLength()).isEqualTo(16 << 10);
        }
    }

    @Test
    void rejects_another_protocol_version_and_application_context() throws IOException {
        var rq = Raw.request("NODE", 0);
        try (var raw = new Raw(node)) {
            raw.send(
                    new Pdu.AssociateRq(
                            2, "NODE", "RAW", rq.applicationContext(), rq.contexts(), rq.user()));
            assertThat(raw.receive()).isEqualTo(new Pdu.AssociateRj(1, 2, 2));
        }
        try (var raw = new Raw(node)) {
            raw.send(new Pdu.AssociateRq(1, "NODE", "RAW", "1.2.3", rq.contexts(), rq.user()));
            assertThat(raw.receive()).isEqualTo(new Pdu.AssociateRj(1, 1, 2));
        }
    }

    @Test
    void takes_a_message_in_fragments_of_any_cut() throws IOException {
        byte[] command = Raw.store(1).encode();
        try (var raw = Raw.associated(node)) {
            List<Pdu.Pdv> values = new ArrayList<>();
            for (int i = 0; i < command.length; i++) {
                values.add(
                        new Pdu.Pdv(
                                3, true, i == command.length - 1, ByteBuffer.wrap(command, i, 1)));
            }
            values.add(new Pdu.Pdv(3, false, false, ByteBuffer.wrap(Raw.ascii("ab"))));
            values.add(new Pdu.Pdv(3, false, false, ByteBuffer.wrap(new byte[0])));
            raw.send(new Pdu.DataTf(values));
            for (byte b : PduEncoder.encode(Raw.value(3, false, true, Raw.ascii("cd")))) {
                raw.send(new byte[] {b});
            }

            assertThat(raw.response().unsigned(Dimse.STATUS)).isEqualTo(OptionalInt.of(0));
            assertThat(node.stored.get("1.2.1")).isEqualTo(Raw.ascii("abcd"));
        }
    }

    @Test
    void answers_requests_that_arrive_before_it_has_answered_others() throws IOException {
        try (var raw = Raw.associated(node)) {
            for (int i = 1; i <= 50; i++) {
                raw.send(Raw.command(3, Raw.store(i)));
                raw.send(Raw.value(3, false, true, (byte) i, (byte) 0));
            }
            for (int i = 1; i <= 50; i++) {
                assertThat(raw.response().unsigned(Dimse.MESSAGE_ID_RESPONDED_TO)).hasValue(i);
            }
            assertThat(node.stored).hasSize(50);
        }
    }

    @Test
    void refuses_an_unknown_operation_and_goes_on() throws IOException {
        try (var raw = Raw.associated(node)) {
            raw.send(
                    Raw.command(
                            3,
                            CommandSet.of(0x0020).putUnsigned(Dimse.MESSAGE_ID, 7).withDataSet()));
            raw.send(Raw.value(3, false, true, new byte[4]));
            var response = raw.response();
            assertThat(response.unsigned(Dimse.STATUS)).hasValue(0x0211);
            assertThat(response.unsigned(Dimse.COMMAND_FIELD)).hasValue(0x8020);
            assertThat(response.unsigned(Dimse.MESSAGE_ID_RESPONDED_TO)).hasValue(7);

            raw.send(Raw.command(1, CommandSet.of(Dimse.C_CANCEL_RQ)));
            raw.send(
                    Raw.command(
                            1, CommandSet.of(Dimse.C_ECHO_RQ).putUnsigned(Dimse.MESSAGE_ID, 8)));
            assertThat(raw.response().unsigned(Dimse.STATUS)).hasValue(0);
        }
    }

    @Test
    void refuses_a_store_of_another_class_than_its_context() throws IOException {
        try (var raw = Raw.associated(node)) {
            raw.send(
                    Raw.command(3, Raw.store(1).putUid(Dimse.AFFECTED_SOP_CLASS_UID, "1.2.840.1")));
            raw.send(Raw.value(3, false, true, new byte[4]));

            assertThat(raw.response().unsigned(Dimse.STATUS)).hasValue(0x0122);
            assertThat(node.stored).isEmpty();
        }
    }

    @Test
    void answers_a_release_and_waits_for_the_peer_to_close() throws IOException {
        try (var raw = Raw.associated(node)) {
            raw.send(new Pdu.ReleaseRq());
            assertThat(raw.receive()).isEqualTo(new Pdu.ReleaseRp());
            raw.socket.shutdownOutput();
            assertThat(raw.receive()).isNull();
        }
    }

    @Test
    void aborts_what_breaks_the_order() throws IOException {
        List<byte[]> wrong =
                List.of(
                        PduEncoder.encode(Raw.request("NODE", 0)),
                        PduEncoder.encode(new Pdu.ReleaseRp()),
                        PduEncoder.encode(Raw.value(5, true, true, new byte[4])),
                        PduEncoder.encode(Raw.value(3, false, true, new byte[4])),
                        PduEncoder.encode(Raw.value(3, true, true, new byte[4])),
                        PduEncoder.encode(Raw.command(1, CommandSet.of(Dimse.C_ECHO_RSP))),
                        Raw.bytes("04 00 7fffffff 00"),
                        Raw.bytes("04 00 00004001 00"),
                        Raw.bytes("2a 00 00000001 00"),
                        Raw.ascii("GET / HTTP/1.1\r\n\r\n"));
        for (byte[] bytes : wrong) {
            try (var raw = Raw.associated(node)) {
                raw.send(bytes);
                assertThat(raw.receive()).isInstanceOf(Pdu.Abort.class);
                raw.socket.shutdownOutput();
                assertThat(raw.receive()).isNull();
            }
        }
    }

    @Test
    void aborts_before_an_association_as_well() throws IOException {
        for (Pdu pdu : PduCodecTest.pdus()) {
            if (pdu instanceof Pdu.AssociateRq) {
                continue;
            }
            try (var raw = new Raw(node)) {
                raw.send(pdu);
                if (!(pdu instanceof Pdu.Abort)) {
                    assertThat(raw.receive()).isEqualTo(new Pdu.Abort(0, 0));
                    raw.socket.shutdownOutput();
                }
                assertThat(raw.receive()).isNull();
            }
        }
    }

    @Test
    void drops_what_came_in_when_the_peer_disappears() throws IOException {
        try (var raw = Raw.associated(node)) {
            raw.send(Raw.command(3, Raw.store(1)));
            raw.send(Raw.value(3, false, false, new byte[100]));
            await().until(() -> node.requests.containsKey("1.2.1"));
        }
        await().until(() -> node.scp.associations() == 0);
        assertThat(node.stored).isEmpty();
        assertThat(node.closed).containsExactly("1.2.1");
    }

    @Test
    void aborts_a_peer_that_stalls() throws IOException {
        node.close();
        node = new Node(o -> o.withTimeouts(Duration.ofMillis(150), Duration.ofMillis(100)));
        try (var silent = new Raw(node);
                var half = new Raw(node);
                var idle = Raw.associated(node);
                var stalled = Raw.associated(node)) {
            half.send(Raw.bytes("01 00 00000100 0001"));
            stalled.send(Raw.command(3, Raw.store(1)));
            stalled.send(Raw.bytes("04 00 00001000 00000ffc 03 00 0000"));

            assertThat(silent.receive()).isNull();
            assertThat(half.receive()).isNull();
            assertThat(idle.receive()).isEqualTo(new Pdu.Abort(0, 0));
            assertThat(stalled.receive()).isEqualTo(new Pdu.Abort(0, 0));
            assertThat(stalled.receive()).isNull();
        }
        assertThat(node.stored).isEmpty();
    }
}
