package org.medsendx.dicom.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes PDUs as bytes, header included (PS3.8, 9.3; PS3.7, D.3.3). */
final class PduEncoder {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    private PduEncoder() {}

    static byte[] encode(Pdu pdu) {
        PduEncoder body = new PduEncoder();
        int type =
                switch (pdu) {
                    case Pdu.AssociateRq rq -> body.associateRq(rq);
                    case Pdu.AssociateAc ac -> body.associateAc(ac);
                    case Pdu.AssociateRj rj ->
                            body.four(
                                    PduType.ASSOCIATE_RJ, 0, rj.result(), rj.source(), rj.reason());
                    case Pdu.DataTf data -> body.dataTf(data);
                    case Pdu.ReleaseRq rq -> body.four(PduType.RELEASE_RQ, 0, 0, 0, 0);
                    case Pdu.ReleaseRp rp -> body.four(PduType.RELEASE_RP, 0, 0, 0, 0);
                    case Pdu.Abort abort ->
                            body.four(PduType.ABORT, 0, 0, abort.source(), abort.reason());
                };
        byte[] bytes = new byte[6 + body.out.size()];
        ByteBuffer.wrap(bytes)
                .put((byte) type)
                .put((byte) 0)
                .putInt(body.out.size())
                .put(body.out.toByteArray());
        return bytes;
    }

    private int associateRq(Pdu.AssociateRq rq) {
        head(rq.protocolVersion(), rq.calledAeTitle(), rq.callingAeTitle());
        uid(ItemType.APPLICATION_CONTEXT, rq.applicationContext());
        for (Pdu.ProposedContext context : rq.contexts()) {
            PduEncoder item = new PduEncoder();
            item.u8(context.id()).u8(0).u8(0).u8(0);
            item.uid(ItemType.ABSTRACT_SYNTAX, context.abstractSyntax());
            context.transferSyntaxes().forEach(uid -> item.uid(ItemType.TRANSFER_SYNTAX, uid));
            item(ItemType.PROPOSED_CONTEXT, item);
        }
        userInformation(rq.user());
        return PduType.ASSOCIATE_RQ;
    }

    private int associateAc(Pdu.AssociateAc ac) {
        head(ac.protocolVersion(), ac.calledAeTitle(), ac.callingAeTitle());
        uid(ItemType.APPLICATION_CONTEXT, ac.applicationContext());
        for (Pdu.ContextAnswer context : ac.contexts()) {
            PduEncoder item = new PduEncoder();
            item.u8(context.id()).u8(0).u8(context.result()).u8(0);
            item.uid(ItemType.TRANSFER_SYNTAX, context.transferSyntax());
            item(ItemType.CONTEXT_ANSWER, item);
        }
        userInformation(ac.user());
        return PduType.ASSOCIATE_AC;
    }

    private void head(int version, String called, String calling) {
        u16(version).u16(0);
        aeTitle(called);
        aeTitle(calling);
        out.writeBytes(new byte[32]);
    }

    private void userInformation(Pdu.UserInformation user) {
        PduEncoder item = new PduEncoder();
        item.u8(ItemType.MAXIMUM_LENGTH).u8(0).u16(4).u32(user.maxPduLength());
        item.uid(ItemType.IMPLEMENTATION_CLASS, user.implementationClassUid());
        user.asyncWindow()
                .ifPresent(window ->
                        item.u8(ItemType.ASYNC_WINDOW)
                                .u8(0)
                                .u16(4)
                                .u16(window.invoked())
                                .u16(window.performed()));
        for (Pdu.RoleSelection role : user.roles()) {
            PduEncoder sub = new PduEncoder();
            byte[] sopClass = ascii(role.sopClassUid());
            sub.u16(sopClass.length).bytes(sopClass);
            sub.u8(role.scu() ? 1 : 0).u8(role.scp() ? 1 : 0);
            item.item(ItemType.ROLE_SELECTION, sub);
        }
        item.uid(ItemType.IMPLEMENTATION_VERSION, user.implementationVersionName());
        // We identify ourselves by TLS, so a user identity is only ever read, never written.
        item(ItemType.USER_INFORMATION, item);
    }

    private int dataTf(Pdu.DataTf data) {
        for (Pdu.Pdv value : data.values()) {
            byte[] bytes = new byte[value.data().remaining()];
            value.data().duplicate().get(bytes);
            u32(bytes.length + 2L);
            u8(value.contextId()).u8((value.command() ? 1 : 0) | (value.last() ? 2 : 0));
            bytes(bytes);
        }
        return PduType.DATA_TF;
    }

    private int four(int type, int a, int b, int c, int d) {
        u8(a).u8(b).u8(c).u8(d);
        return type;
    }

    private void uid(int type, String uid) {
        item(type, new PduEncoder().bytes(ascii(uid)));
    }

    private void item(int type, PduEncoder content) {
        u8(type).u8(0).u16(content.out.size()).bytes(content.out.toByteArray());
    }

    private void aeTitle(String title) {
        bytes(ascii(title + " ".repeat(16 - title.length())));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private PduEncoder bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    private PduEncoder u8(int value) {
        out.write(value);
        return this;
    }

    private PduEncoder u16(int value) {
        return u8(value >> 8).u8(value);
    }

    private PduEncoder u32(long value) {
        return u16((int) (value >> 16) & 0xffff).u16((int) value & 0xffff);
    }
}
