package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Associations that other toolkits were reported to end without a reason, built anew from what the
 * reports say. Which report each is: docs/tried-reports.md.
 */
class ReportedAssociationsTest {

    private static CommandSet store(String sopInstanceUid) {
        return CommandSet.of(Dimse.C_STORE_RQ)
                .putUid(Dimse.AFFECTED_SOP_CLASS_UID, Node.CT)
                .putUnsigned(Dimse.MESSAGE_ID, 1)
                .putUnsigned(Dimse.PRIORITY, 0)
                .putUid(Dimse.AFFECTED_SOP_INSTANCE_UID, sopInstanceUid)
                .withDataSet();
    }

    private static void assertStillServes(Node node) throws IOException {
        try (var scu = node.call()) {
            assertThat(scu.echo().success()).isTrue();
        }
    }

    @Test
    void answers_an_instance_uid_that_is_too_long_with_a_status() throws IOException {
        try (var node = new Node();
                var raw = Raw.associated(node)) {
            raw.send(Raw.command(3, store("1.2." + "3".repeat(80))));
            raw.send(Raw.value(3, false, true, (byte) 0, (byte) 0));

            assertThat(raw.response().unsigned(Dimse.STATUS)).isPresent();
            assertStillServes(node);
        }
    }

    @Test
    void stores_a_data_set_of_odd_length_as_it_is() throws IOException {
        try (var node = new Node();
                var raw = Raw.associated(node)) {
            raw.send(Raw.command(3, store("1.2.1")));
            raw.send(Raw.value(3, false, true, (byte) 1, (byte) 2, (byte) 3));

            assertThat(raw.response().unsigned(Dimse.STATUS)).hasValue(0);
            assertThat(node.stored.get("1.2.1")).containsExactly(1, 2, 3);
        }
    }

    @Test
    void answers_a_peer_whose_pdus_hold_next_to_nothing() throws IOException {
        for (int length : new int[] {1, 7, 12, 64}) {
            try (var node = new Node();
                    var raw = new Raw(node)) {
                raw.send(Raw.request("NODE", length));
                Pdu answer = raw.receive();
                if (answer instanceof Pdu.AssociateAc) {
                    raw.send(Raw.command(3, store("1.2.1")));
                    raw.send(Raw.value(3, false, true, (byte) 1, (byte) 2));
                    assertThat(raw.receive()).isNotNull();
                } else {
                    assertThat(answer).isNotNull();
                }
                assertStillServes(node);
            }
        }
    }

    @Test
    void stores_when_the_last_fragment_is_empty_or_comes_alone() throws IOException {
        try (var node = new Node();
                var raw = Raw.associated(node)) {
            raw.send(Raw.command(3, store("1.2.1")));
            List<Byte> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                raw.send(Raw.value(3, false, false, (byte) i));
                sent.add((byte) i);
            }
            raw.send(Raw.value(3, false, true));

            assertThat(raw.response().unsigned(Dimse.STATUS)).hasValue(0);
            assertThat(node.stored.get("1.2.1")).hasSize(sent.size());
        }
    }

    @Test
    void survives_a_command_without_a_message_id() throws IOException {
        try (var node = new Node();
                var raw = Raw.associated(node)) {
            raw.send(
                    Raw.command(
                            3,
                            CommandSet.of(Dimse.C_STORE_RQ)
                                    .putUid(Dimse.AFFECTED_SOP_CLASS_UID, Node.CT)
                                    .withDataSet()));
            raw.receive();

            assertStillServes(node);
        }
    }

    @Test
    void refuses_a_data_set_where_a_command_belongs() throws IOException {
        try (var node = new Node();
                var raw = Raw.associated(node)) {
            raw.send(Raw.value(3, false, true, new byte[64]));

            assertThat(raw.receive()).isInstanceOf(Pdu.Abort.class);
            assertStillServes(node);
        }
    }
}
