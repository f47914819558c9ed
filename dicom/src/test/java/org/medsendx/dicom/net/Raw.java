package org.medsendx.dicom.net;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Uid;

/** A peer that may break every rule: sends bytes, shows PDUs. */
final class Raw implements AutoCloseable {

    final Socket socket;
    private final DataInputStream in;

    Raw(Node node) throws IOException {
        this(node, "127.0.0.1");
    }

    /** From another address of this machine. */
    Raw(Node node, String from) throws IOException {
        socket = new Socket("127.0.0.1", node.scp.port(), InetAddress.getByName(from), 0);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connected and associated: context 1 is Verification, 3 is CT in explicit little endian. */
    static Raw associated(Node node) throws IOException {
        return associated(node, "127.0.0.1");
    }

    static Raw associated(Node node, String from) throws IOException {
        Raw raw = new Raw(node, from);
        raw.send(request("NODE", 0));
        if (!(raw.receive() instanceof Pdu.AssociateAc)) {
            throw new IOException("not accepted");
        }
        return raw;
    }

    static Pdu.AssociateRq request(String called, int maxPduLength) {
        return new Pdu.AssociateRq(
                1,
                called,
                "RAW",
                Pdu.APPLICATION_CONTEXT,
                List.of(
                        new Pdu.ProposedContext(1, Uid.Verification, List.of(Node.IMPLICIT)),
                        new Pdu.ProposedContext(3, Node.CT, List.of(Node.EXPLICIT))),
                new Pdu.UserInformation(
                        maxPduLength,
                        "1.2.3",
                        "RAW",
                        Optional.empty(),
                        List.of(),
                        Optional.empty()));
    }

    static CommandSet store(int messageId) {
        return CommandSet.of(Dimse.C_STORE_RQ)
                .putUid(Dimse.AFFECTED_SOP_CLASS_UID, Node.CT)
                .putUnsigned(Dimse.MESSAGE_ID, messageId)
                .putUnsigned(Dimse.PRIORITY, 0)
                .putUid(Dimse.AFFECTED_SOP_INSTANCE_UID, "1.2." + messageId)
                .withDataSet();
    }

    static Pdu command(int contextId, CommandSet command) {
        return value(contextId, true, true, command.encode());
    }

    static Pdu value(int contextId, boolean command, boolean last, byte... bytes) {
        return new Pdu.DataTf(
                List.of(new Pdu.Pdv(contextId, command, last, ByteBuffer.wrap(bytes))));
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    void send(Pdu pdu) throws IOException {
        send(PduEncoder.encode(pdu));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The next PDU; null when the peer has closed. */
    @Nullable Pdu receive() throws IOException {
        try {
            int type = in.readUnsignedByte();
            in.readByte();
            byte[] body = new byte[in.readInt()];
            in.readFully(body);
            return PduDecoder.decode(type, ByteBuffer.wrap(body));
        } catch (EOFException | SocketException e) {
            return null;
        }
    }

    /** Whether something has come that was not received yet. */
    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    /** The next message's command. */
    CommandSet response() throws IOException {
        if (receive() instanceof Pdu.DataTf data) {
            return CommandSet.decode(data.values().getFirst().data());
        }
        throw new IOException("no P-DATA-TF");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
