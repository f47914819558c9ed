package org.medsendx.dicom.net;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.medsendx.dicom.net.PduException.Reason;

/**
 * Reads the body of one PDU (PS3.8, 9.3; PS3.7, D.3.3). Strict about structure, tolerant of items
 * it does not know, as the standard asks. Allocates in proportion to the body only; every fault is
 * a {@link PduException}.
 */
final class PduDecoder {

    private static final int MAX_UID = 64;

    private PduDecoder() {}

    /**
     * @param type the PDU's first byte
     * @param body everything after the length field; P-DATA values are views of it
     */
    static Pdu decode(int type, ByteBuffer body) throws PduException {
        try {
            return switch (type) {
                case PduType.ASSOCIATE_RQ -> associateRq(body);
                case PduType.ASSOCIATE_AC -> associateAc(body);
                case PduType.ASSOCIATE_RJ -> {
                    four(body);
                    yield new Pdu.AssociateRj(u8(body, 1), u8(body, 2), u8(body, 3));
                }
                case PduType.DATA_TF -> dataTf(body);
                case PduType.RELEASE_RQ -> {
                    four(body);
                    yield new Pdu.ReleaseRq();
                }
                case PduType.RELEASE_RP -> {
                    four(body);
                    yield new Pdu.ReleaseRp();
                }
                case PduType.ABORT -> {
                    four(body);
                    yield new Pdu.Abort(u8(body, 2), u8(body, 3));
                }
                default -> throw new PduException(Reason.UNRECOGNIZED_PDU, "unknown PDU type");
            };
        } catch (BufferUnderflowException e) {
            throw new PduException(Reason.INVALID_PARAMETER, "an item is longer than its PDU");
        } catch (IllegalArgumentException e) {
            throw new PduException(Reason.INVALID_PARAMETER, String.valueOf(e.getMessage()));
        }
    }

    private static Pdu associateRq(ByteBuffer body) throws PduException {
        int version = u16(body);
        u16(body);
        String called = aeTitle(body);
        String calling = aeTitle(body);
        take(body, 32);
        String applicationContext = "";
        List<Pdu.ProposedContext> contexts = new ArrayList<>();
        Optional<Pdu.UserInformation> user = Optional.empty();
        while (body.hasRemaining()) {
            int type = u8(body);
            ByteBuffer item = item(body);
            switch (type) {
                case ItemType.APPLICATION_CONTEXT -> applicationContext = uid(item);
                case ItemType.PROPOSED_CONTEXT -> contexts.add(proposedContext(item));
                case ItemType.USER_INFORMATION -> user = Optional.of(userInformation(item));
                default -> {}
            }
        }
        return new Pdu.AssociateRq(
                version, called, calling, applicationContext, contexts, required(user));
    }

    private static Pdu associateAc(ByteBuffer body) throws PduException {
        int version = u16(body);
        u16(body);
        String called = aeTitle(body);
        String calling = aeTitle(body);
        take(body, 32);
        String applicationContext = "";
        List<Pdu.ContextAnswer> contexts = new ArrayList<>();
        Optional<Pdu.UserInformation> user = Optional.empty();
        while (body.hasRemaining()) {
            int type = u8(body);
            ByteBuffer item = item(body);
            switch (type) {
                case ItemType.APPLICATION_CONTEXT -> applicationContext = uid(item);
                case ItemType.CONTEXT_ANSWER -> contexts.add(contextAnswer(item));
                case ItemType.USER_INFORMATION -> user = Optional.of(userInformation(item));
                default -> {}
            }
        }
        return new Pdu.AssociateAc(
                version, called, calling, applicationContext, contexts, required(user));
    }

    private static Pdu.UserInformation required(Optional<Pdu.UserInformation> user)
            throws PduException {
        return user.orElseThrow(
                () -> new PduException(Reason.INVALID_PARAMETER, "no user information item"));
    }

    private static Pdu.ProposedContext proposedContext(ByteBuffer item) throws PduException {
        int id = u8(item);
        take(item, 3);
        String abstractSyntax = "";
        List<String> transferSyntaxes = new ArrayList<>();
        while (item.hasRemaining()) {
            int type = u8(item);
            ByteBuffer sub = item(item);
            switch (type) {
                case ItemType.ABSTRACT_SYNTAX -> abstractSyntax = uid(sub);
                case ItemType.TRANSFER_SYNTAX -> transferSyntaxes.add(uid(sub));
                default -> {}
            }
        }
        return new Pdu.ProposedContext(id, abstractSyntax, transferSyntaxes);
    }

    private static Pdu.ContextAnswer contextAnswer(ByteBuffer item) throws PduException {
        int id = u8(item);
        u8(item);
        int result = u8(item);
        u8(item);
        String transferSyntax = "";
        while (item.hasRemaining()) {
            int type = u8(item);
            ByteBuffer sub = item(item);
            // Not significant when refused (PS3.8, 9.3.3.2): some peers send an empty one.
            if (type == ItemType.TRANSFER_SYNTAX) {
                transferSyntax = uid(sub);
            }
        }
        return new Pdu.ContextAnswer(id, result, transferSyntax);
    }

    private static Pdu.UserInformation userInformation(ByteBuffer item) throws PduException {
        long maxPduLength = 0;
        String implementationClass = "";
        String implementationVersion = "";
        Optional<Pdu.AsyncWindow> window = Optional.empty();
        List<Pdu.RoleSelection> roles = new ArrayList<>();
        Optional<Pdu.UserIdentity> identity = Optional.empty();
        while (item.hasRemaining()) {
            int type = u8(item);
            ByteBuffer sub = item(item);
            switch (type) {
                case ItemType.MAXIMUM_LENGTH -> maxPduLength = u32(sub);
                case ItemType.IMPLEMENTATION_CLASS -> implementationClass = uid(sub);
                case ItemType.IMPLEMENTATION_VERSION ->
                        implementationVersion = text(sub, sub.remaining());
                case ItemType.ASYNC_WINDOW ->
                        window = Optional.of(new Pdu.AsyncWindow(u16(sub), u16(sub)));
                case ItemType.ROLE_SELECTION -> {
                    String sopClass = uid(take(sub, u16(sub)));
                    roles.add(new Pdu.RoleSelection(sopClass, u8(sub) == 1, u8(sub) == 1));
                }
                case ItemType.USER_IDENTITY -> {
                    identity = Optional.of(new Pdu.UserIdentity(u8(sub), u8(sub) == 1));
                    take(sub, u16(sub));
                    take(sub, u16(sub));
                }
                default -> {}
            }
        }
        return new Pdu.UserInformation(
                maxPduLength, implementationClass, implementationVersion, window, roles, identity);
    }

    private static Pdu dataTf(ByteBuffer body) throws PduException {
        List<Pdu.Pdv> values = new ArrayList<>(1);
        while (body.hasRemaining()) {
            long length = u32(body);
            if (length < 2 || length > body.remaining()) {
                throw new PduException(Reason.INVALID_PARAMETER, "length of a PDV");
            }
            int contextId = u8(body);
            int control = u8(body);
            values.add(
                    new Pdu.Pdv(
                            contextId,
                            (control & 1) != 0,
                            (control & 2) != 0,
                            take(body, (int) length - 2)));
        }
        return new Pdu.DataTf(values);
    }

    private static void four(ByteBuffer body) throws PduException {
        if (body.remaining() != 4) {
            throw new PduException(Reason.INVALID_PARAMETER, "length of a PDU that has four bytes");
        }
    }

    private static ByteBuffer item(ByteBuffer from) {
        u8(from);
        return take(from, u16(from));
    }

    private static ByteBuffer take(ByteBuffer from, int length) {
        if (length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer view = from.slice(from.position(), length);
        from.position(from.position() + length);
        return view;
    }

    // Trailing NULs and spaces are what peers pad with although only data sets pad UIDs.
    private static String uid(ByteBuffer from) throws PduException {
        if (from.remaining() > MAX_UID + 1) {
            throw new PduException(Reason.INVALID_PARAMETER, "UID longer than 64 characters");
        }
        return text(from, from.remaining());
    }

    private static String aeTitle(ByteBuffer from) {
        return text(from, 16);
    }

    private static String text(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        int end = length;
        while (end > 0 && (bytes[end - 1] == 0 || bytes[end - 1] == ' ')) {
            end--;
        }
        int begin = 0;
        while (begin < end && bytes[begin] == ' ') {
            begin++;
        }
        return new String(bytes, begin, end - begin, StandardCharsets.ISO_8859_1);
    }

    private static int u8(ByteBuffer from) {
        return from.get() & 0xff;
    }

    private static int u8(ByteBuffer from, int index) {
        return from.get(from.position() + index) & 0xff;
    }

    private static int u16(ByteBuffer from) {
        return from.getShort() & 0xffff;
    }

    private static long u32(ByteBuffer from) {
        return from.getInt() & 0xffffffffL;
    }
}
