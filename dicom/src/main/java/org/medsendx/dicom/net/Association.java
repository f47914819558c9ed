package org.medsendx.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.net.PduException.Reason;
import org.medsendx.dicom.net.UpperLayerState.Action;
import org.medsendx.dicom.net.UpperLayerState.Transition;

/**
 * One association, driven through {@link UpperLayerState} by one thread; blocking. Whatever ends it
 * in disorder is an IOException after which only {@link #finish} is left to do.
 */
final class Association {

    // More than what can be under way when we abort; a peer that sends on is cut off.
    private static final int MAX_DRAINED = 4 << 20;

    private static final Duration LAST_WORD = Duration.ofMillis(200);

    /** The least rate of a data set where nothing else is said: 32 kbit/s. */
    static final int DEFAULT_BYTES_PER_SECOND = 4 << 10;

    /** An accepted presentation context. */
    record Context(int id, String abstractSyntax, String transferSyntax) {}

    /** A command and the context it came in. */
    record Message(Context context, CommandSet command) {}

    private final Connection connection;
    private final PduInput input;
    private final boolean requestor;
    private final Pace pace;
    private final Duration idle;
    private final Duration artim;
    private final Map<Integer, Context> contexts = new HashMap<>();
    private UpperLayerState state = UpperLayerState.IDLE;
    private Iterator<Pdu.Pdv> values = Collections.emptyIterator();
    private boolean earns;
    private @Nullable PdvOutput output;

    private Association(
            Connection connection,
            int maxPduLength,
            boolean requestor,
            Duration idle,
            int minBytesPerSecond,
            Duration artim) {
        this.connection = connection;
        this.pace = new Pace(idle, minBytesPerSecond);
        this.input = new PduInput(connection, maxPduLength);
        this.requestor = requestor;
        this.idle = idle;
        this.artim = artim;
    }

    /**
     * The side that was called.
     *
     * @param idle how long the peer may keep us waiting in all, from the end of one message to the
     *     data set of the next, and within a data set beyond what the least rate needs
     * @param minBytesPerSecond the least rate of a data set
     */
    static Association acceptor(
            Connection connection,
            int maxPduLength,
            Duration idle,
            int minBytesPerSecond,
            Duration artim) {
        Association association =
                new Association(connection, maxPduLength, false, idle, minBytesPerSecond, artim);
        association.step(UpperLayerEvent.TRANSPORT_INDICATION);
        return association;
    }

    /** The side that calls; connected already. */
    static Association requestor(
            Connection connection, int maxPduLength, Duration idle, Duration artim) {
        Association association =
                new Association(
                        connection, maxPduLength, true, idle, DEFAULT_BYTES_PER_SECOND, artim);
        association.step(UpperLayerEvent.ASSOCIATE_REQUEST);
        return association;
    }

    /** Waits for the A-ASSOCIATE-RQ, until ARTIM expires. */
    Pdu.AssociateRq awaitRequest() throws IOException {
        pace.begin();
        if (receive(System.nanoTime() + artim.toNanos()) instanceof Pdu.AssociateRq rq) {
            return rq;
        }
        throw new IllegalStateException("state table");
    }

    void accept(Pdu.AssociateRq rq, Pdu.AssociateAc ac) throws IOException {
        agree(rq, ac, rq.user().maxPduLength());
        step(UpperLayerEvent.ASSOCIATE_ACCEPT);
        send(ac);
    }

    void reject(Pdu.AssociateRj rj) throws IOException {
        step(UpperLayerEvent.ASSOCIATE_REJECT);
        send(rj);
    }

    /**
     * Asks for an association and waits for the answer.
     *
     * @throws AssociationRejectedException the peer rejected
     */
    Pdu.AssociateAc request(Pdu.AssociateRq rq) throws IOException {
        step(UpperLayerEvent.TRANSPORT_CONFIRM);
        send(rq);
        pace.begin();
        return switch (receive(System.nanoTime() + idle.toNanos())) {
            case Pdu.AssociateAc ac -> {
                agree(rq, ac, ac.user().maxPduLength());
                yield ac;
            }
            case Pdu.AssociateRj rj -> {
                connection.close();
                throw new AssociationRejectedException(rj.result(), rj.source(), rj.reason());
            }
            default -> throw new IllegalStateException("state table");
        };
    }

    private void agree(Pdu.AssociateRq rq, Pdu.AssociateAc ac, long peerMaxPduLength)
            throws IOException {
        Map<Integer, Pdu.ProposedContext> proposed = new HashMap<>();
        rq.contexts().forEach(context -> proposed.put(context.id(), context));
        for (Pdu.ContextAnswer answer : ac.contexts()) {
            Pdu.ProposedContext context = proposed.get(answer.id());
            if (answer.result() != Pdu.ContextAnswer.ACCEPTED) {
                continue;
            }
            if (context == null || !context.transferSyntaxes().contains(answer.transferSyntax())) {
                throw violation(Reason.INVALID_PARAMETER, "accepted what was not proposed");
            }
            contexts.put(
                    answer.id(),
                    new Context(answer.id(), context.abstractSyntax(), answer.transferSyntax()));
        }
        try {
            output = new PdvOutput(connection, peerMaxPduLength);
        } catch (IllegalArgumentException e) {
            throw violation(Reason.INVALID_PARAMETER, String.valueOf(e.getMessage()));
        }
    }

    Collection<Context> contexts() {
        return contexts.values();
    }

    /**
     * The next command; null when the peer released the association, which has been answered then.
     */
    @Nullable Message nextCommand() throws IOException {
        pace.begin();
        earns = false;
        ByteArrayOutputStream command = new ByteArrayOutputStream(256);
        Context context = null;
        while (true) {
            Pdu.Pdv value = nextValue();
            if (value == null) {
                return null;
            }
            if (!value.command() || (context != null && context.id() != value.contextId())) {
                throw violation(Reason.UNEXPECTED_PARAMETER, "value outside of its message");
            }
            context = contextOf(value);
            if (command.size() + value.data().remaining() > CommandSet.MAX_LENGTH) {
                throw violation(Reason.INVALID_PARAMETER, "command set too long");
            }
            byte[] bytes = new byte[value.data().remaining()];
            value.data().get(bytes);
            command.writeBytes(bytes);
            if (value.last()) {
                try {
                    return new Message(
                            context, CommandSet.decode(ByteBuffer.wrap(command.toByteArray())));
                } catch (PduException e) {
                    abort();
                    throw e;
                }
            }
        }
    }

    /** Whether the peer has said something that was not read yet, or the end; does not wait. */
    boolean hasSpoken() throws IOException {
        return values.hasNext() || input.hasMore();
    }

    /** Whether a message, or the end, arrives within this time; if not, nothing has changed. */
    boolean arrives(Duration patience) throws IOException {
        try {
            return values.hasNext() || input.arrives(patience);
        } catch (IOException e) {
            step(UpperLayerEvent.TRANSPORT_CLOSED);
            connection.close();
            throw e;
        }
    }

    /** Takes a part of a data set; the buffer is valid during the call only. */
    interface Taker {
        void take(ByteBuffer data) throws IOException;
    }

    /** Passes on the data set that follows a command. An IOException of the taker ends it. */
    void readDataSet(Context context, Taker taker) throws IOException {
        boolean last = false;
        earns = true;
        while (!last) {
            Pdu.Pdv value = nextValue();
            if (value == null) {
                throw new PduException(Reason.UNEXPECTED_PDU, "released inside a data set");
            }
            if (value.command() || value.contextId() != context.id()) {
                throw violation(Reason.UNEXPECTED_PARAMETER, "value outside of its message");
            }
            taker.take(value.data());
            last = value.last();
        }
    }

    private Pdu.@Nullable Pdv nextValue() throws IOException {
        while (!values.hasNext()) {
            switch (receive(PduInput.NO_DEADLINE)) {
                case Pdu.DataTf data -> values = data.values().iterator();
                case Pdu.ReleaseRq rq -> {
                    step(UpperLayerEvent.RELEASE_RESPONSE);
                    send(new Pdu.ReleaseRp());
                    return null;
                }
                default -> throw new IllegalStateException("state table");
            }
        }
        return values.next();
    }

    private Context contextOf(Pdu.Pdv value) throws IOException {
        Context context = contexts.get(value.contextId());
        if (context == null) {
            throw violation(Reason.INVALID_PARAMETER, "value of a context that was not accepted");
        }
        return context;
    }

    void sendCommand(Context context, CommandSet command) throws IOException {
        transmit(out -> {
            out.command(context.id(), command.encode());
            out.flush();
        });
    }

    /** Sends a command with a data set from memory. */
    void sendMessage(Context context, CommandSet command, byte[] dataSet) throws IOException {
        transmit(out -> {
            out.command(context.id(), command.withDataSet().encode());
            out.dataSet(context.id(), dataSet);
        });
    }

    /** Sends a command and, in the same writes, a part of a file as its data set. */
    void sendFile(
            Context context,
            CommandSet command,
            FileChannel file,
            long position,
            long length,
            SendRate rate)
            throws IOException {
        transmit(out -> {
            out.command(context.id(), command.encode());
            out.dataSet(context.id(), file, position, length, rate);
        });
    }

    private interface Transmission {
        void to(PdvOutput out) throws IOException;
    }

    private void transmit(Transmission message) throws IOException {
        step(UpperLayerEvent.DATA_REQUEST);
        try {
            message.to(output());
        } catch (SocketException e) {
            // What the peer said before it closed tells more than a broken pipe.
            Pdu last = null;
            try {
                last = input.read(pace, false, System.nanoTime() + LAST_WORD.toNanos());
            } catch (IOException none) {
                e.addSuppressed(none);
            }
            step(UpperLayerEvent.TRANSPORT_CLOSED);
            connection.close();
            if (last instanceof Pdu.Abort abort) {
                throw new AssociationAbortedException(abort.source(), abort.reason());
            }
            throw e;
        } catch (IOException e) {
            // The file failed: half a message is out and cannot be taken back.
            abort();
            throw e;
        }
    }

    private PdvOutput output() {
        if (output == null) {
            throw new IllegalStateException("no association");
        }
        return output;
    }

    /** How long the peer has kept us waiting beyond what is due, in nanoseconds. */
    long behind(long now) {
        return pace.behind(now);
    }

    /** Asks for release and waits for the answer; what else arrives is dropped. */
    void release() throws IOException {
        if (state != UpperLayerState.ESTABLISHED) {
            return;
        }
        step(UpperLayerEvent.RELEASE_REQUEST);
        send(new Pdu.ReleaseRq());
        pace.begin();
        earns = false;
        long deadline = System.nanoTime() + idle.toNanos();
        while (state != UpperLayerState.IDLE && state != UpperLayerState.AWAITING_CLOSE) {
            receive(deadline);
            if (state == UpperLayerState.COLLISION_REQUESTOR
                    || state == UpperLayerState.COLLISION_ACCEPTOR_ANSWER) {
                step(UpperLayerEvent.RELEASE_RESPONSE);
                send(new Pdu.ReleaseRp());
            }
        }
    }

    /** A-ABORT by us as the service user; nothing when there is no association. */
    void abort() {
        if (state == UpperLayerState.IDLE || state == UpperLayerState.AWAITING_CLOSE) {
            return;
        }
        if (step(UpperLayerEvent.ABORT_REQUEST).action() == Action.ABORT_AS_USER) {
            sendAbort(new Pdu.Abort(0, 0));
        }
    }

    /** Aborts as the provider; for what breaks the rules of PDVs. */
    PduException violation(Reason reason, String rule) {
        fail(reason);
        return new PduException(reason, rule);
    }

    /** Waits for the peer to close, not longer than ARTIM, and closes. */
    void finish() {
        abort();
        try {
            if (state == UpperLayerState.AWAITING_CLOSE) {
                input.drain(System.nanoTime() + artim.toNanos(), MAX_DRAINED);
            }
        } catch (IOException e) {
            // It is closed in any case.
        } finally {
            state = UpperLayerState.IDLE;
            values = Collections.emptyIterator();
            connection.closeInOrder();
            input.close();
        }
    }

    private Pdu receive(long deadline) throws IOException {
        Pdu pdu;
        try {
            pdu = input.read(pace, earns, deadline);
        } catch (PduException e) {
            fail(e.reason());
            throw e;
        } catch (SocketTimeoutException e) {
            if (state == UpperLayerState.AWAITING_RQ) {
                step(UpperLayerEvent.ARTIM_EXPIRED);
                connection.close();
            } else {
                abort();
            }
            throw e;
        } catch (IOException e) {
            step(UpperLayerEvent.TRANSPORT_CLOSED);
            connection.close();
            throw e;
        }
        UpperLayerState before = state;
        switch (step(UpperLayerEvent.of(pdu)).action()) {
            case ABORT_AS_USER -> sendAbort(new Pdu.Abort(0, 0));
            case ABORT_AS_PROVIDER -> sendAbort(new Pdu.Abort(2, Reason.UNEXPECTED_PDU.code()));
            case INDICATE_ABORT, CLOSE -> {
                connection.close();
                if (pdu instanceof Pdu.Abort abort) {
                    throw new AssociationAbortedException(abort.source(), abort.reason());
                }
            }
            default -> {
                return pdu;
            }
        }
        throw new PduException(Reason.UNEXPECTED_PDU, "unexpected PDU while " + before);
    }

    private void fail(Reason reason) {
        Action action = step(UpperLayerEvent.INVALID_PDU).action();
        sendAbort(
                action == Action.ABORT_AS_USER
                        ? new Pdu.Abort(0, 0)
                        : new Pdu.Abort(2, reason.code()));
    }

    private Transition step(UpperLayerEvent event) {
        Transition transition = state.on(event, requestor);
        state = transition.next();
        return transition;
    }

    private void sendAbort(Pdu.Abort abort) {
        try {
            send(abort);
        } catch (IOException e) {
            // The peer is gone; that is what an abort is for.
        }
    }

    private void send(Pdu pdu) throws IOException {
        byte[] bytes = PduEncoder.encode(pdu);
        connection.write(bytes, 0, bytes.length);
    }
}
