package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PduCodecTest {

    @Test
    void spells_an_associate_request_as_the_standard_does() {
        var rq =
                new Pdu.AssociateRq(
                        1,
                        "CALLED",
                        "CALLING",
                        "1.2.840.10008.3.1.1.1",
                        List.of(
                                new Pdu.ProposedContext(
                                        1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2"))),
                        new Pdu.UserInformation(
                                16384,
                                "1.2.3",
                                "V1",
                                Optional.of(new Pdu.AsyncWindow(5, 7)),
                                List.of(new Pdu.RoleSelection("1.2", true, false)),
                                Optional.empty()));

        assertThat(PduEncoder.encode(rq))
                .isEqualTo(
                        Raw.bytes(
                                "01 00 000000bd 0001 0000"
                                        + "43414c4c4544 20202020202020202020"
                                        + "43414c4c494e47 202020202020202020"
                                        + "00".repeat(32)
                                        + "10 00 0015 312e322e3834302e31303030382e332e312e312e31"
                                        + "20 00 002e 01 00 00 00"
                                        + "30 00 0011 312e322e3834302e31303030382e312e31"
                                        + "40 00 0011 312e322e3834302e31303030382e312e32"
                                        + "50 00 002a"
                                        + "51 00 0004 00004000"
                                        + "52 00 0005 312e322e33"
                                        + "53 00 0004 0005 0007"
                                        + "54 00 0007 0003 312e32 01 00"
                                        + "55 00 0002 5631"));
    }

    static List<Pdu> pdus() {
        var user =
                new Pdu.UserInformation(
                        0,
                        "1.2.3",
                        "",
                        Optional.of(new Pdu.AsyncWindow(0, 1)),
                        List.of(new Pdu.RoleSelection("1.2", false, true)),
                        Optional.empty());
        return List.of(
                Raw.request("NODE", 4096),
                new Pdu.AssociateAc(
                        1,
                        "A",
                        "0123456789ABCDEF",
                        "1.2",
                        List.of(
                                new Pdu.ContextAnswer(1, 0, "1.2"),
                                new Pdu.ContextAnswer(255, 4, "")),
                        user),
                new Pdu.AssociateRj(1, 2, 3),
                new Pdu.DataTf(
                        List.of(
                                new Pdu.Pdv(1, true, true, ByteBuffer.wrap(new byte[] {1, 2})),
                                new Pdu.Pdv(3, false, true, ByteBuffer.allocate(0)),
                                new Pdu.Pdv(3, false, false, ByteBuffer.allocate(300)))),
                new Pdu.ReleaseRq(),
                new Pdu.ReleaseRp(),
                new Pdu.Abort(2, 6));
    }

    @ParameterizedTest
    @MethodSource("pdus")
    void reads_what_it_writes(Pdu pdu) throws PduException {
        assertThat(decode(PduEncoder.encode(pdu))).isEqualTo(pdu);
    }

    @ParameterizedTest
    @MethodSource("pdus")
    void refuses_every_shortened_body_or_reads_less(Pdu pdu) {
        byte[] bytes = PduEncoder.encode(pdu);
        for (int length = 6; length < bytes.length; length++) {
            ByteBuffer body = ByteBuffer.wrap(bytes, 6, length - 6).slice();
            try {
                assertThat(PduDecoder.decode(bytes[0], body)).isNotEqualTo(pdu);
            } catch (PduException e) {
                assertThat(e.reason()).isEqualTo(PduException.Reason.INVALID_PARAMETER);
            }
        }
    }

    @Test
    void skips_items_it_does_not_know_and_keeps_no_user_identity() throws PduException {
        byte[] known = PduEncoder.encode(Raw.request("NODE", 4096));
        // Extended negotiation, common extended negotiation, user identity with a password.
        byte[] items =
                Raw.bytes(
                        "7f 00 0003 010203"
                                + "50 00 002a"
                                + "51 00 0004 00001000"
                                + "56 00 0008 0003 312e32 000000"
                                + "57 00 0002 0000"
                                + "58 00 000c 02 01 0003 626f62 0003 707764");
        byte[] bytes = new byte[known.length + items.length];
        System.arraycopy(known, 0, bytes, 0, known.length);
        System.arraycopy(items, 0, bytes, known.length, items.length);

        var rq = (Pdu.AssociateRq) decode(bytes);

        assertThat(rq.user().maxPduLength()).isEqualTo(4096);
        assertThat(rq.user().identity()).contains(new Pdu.UserIdentity(2, true));
        assertThat(rq.toString()).doesNotContain("bob", "pwd");
    }

    @Test
    void trims_ae_titles() throws PduException {
        byte[] bytes = PduEncoder.encode(Raw.request("NODE", 4096));
        System.arraycopy(Raw.ascii("  NODE\0\0        "), 0, bytes, 10, 16);

        assertThat(((Pdu.AssociateRq) decode(bytes)).calledAeTitle()).isEqualTo("NODE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "09 00 00000000", // no such type
                "05 00 00000003 000000", // release of three bytes
                "04 00 00000000", // no value
                "04 00 00000006 00000001 0103", // PDV shorter than its own header
                "04 00 00000006 00000003 0103", // PDV longer than the PDU
                "04 00 00000006 fffffffe 0103",
                "04 00 00000006 00000002 0203", // even context id
                "04 00 00000006 00000002 0003"
            })
    void refuses_what_is_no_pdu(String hex) {
        assertThatThrownBy(() -> decode(Raw.bytes(hex))).isInstanceOf(PduException.class);
    }

    @Test
    void refuses_a_context_id_that_is_used_twice() {
        byte[] bytes = PduEncoder.encode(Raw.request("NODE", 0));
        String hex = HexFormat.of().formatHex(bytes);
        byte[] twice = Raw.bytes(hex.replace("20000038030000", "20000038010000"));

        assertThat(twice).isNotEqualTo(bytes);
        assertThatThrownBy(() -> decode(twice)).hasMessageContaining("twice");
    }

    private static Pdu decode(byte[] bytes) throws PduException {
        int length = ByteBuffer.wrap(bytes, 2, 4).getInt();
        return PduDecoder.decode(
                bytes[0], ByteBuffer.wrap(bytes, 6, Math.max(length, bytes.length - 6)).slice());
    }
}
