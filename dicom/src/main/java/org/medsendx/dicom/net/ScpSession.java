package org.medsendx.dicom.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.net.Association.Message;
import org.medsendx.dicom.net.StoreHandler.Sink;
import org.medsendx.dicom.net.StoreHandler.StoreRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one association of a {@link StorageScp}, from its request to its end. */
final class ScpSession {

    private static final Logger LOG = LoggerFactory.getLogger(ScpSession.class);

    // Whether it is a proper UID is for the handler to judge; this only keeps binary data out.
    private static final Pattern INSTANCE_UID = Pattern.compile("[!-~]{1,64}");

    private final String id = UUID.randomUUID().toString();
    private final Socket transport;
    private final String peer;
    private final Connection connection;
    private final Association association;
    private final StorageScp.Options options;
    private final StoreHandler handler;
    private final AssociationServices services;
    private volatile boolean busy;
    private volatile boolean useful;
    private volatile boolean known;
    private volatile Caller caller;
    private volatile int mostAssociations;

    ScpSession(
            Socket transport,
            StorageScp.Options options,
            StoreHandler handler,
            AssociationServices services)
            throws IOException {
        this.transport = transport;
        this.connection = new Connection(transport);
        this.peer = connection.remoteAddress().getHostAddress();
        this.caller = new Caller("", connection.remoteAddress(), Optional.empty());
        this.options = options;
        this.handler = handler;
        this.services = services;
        this.association =
                Association.acceptor(
                        connection,
                        options.maxPduLength(),
                        options.idleTimeout(),
                        options.minBytesPerSecond(),
                        options.artimTimeout());
    }

    Connection connection() {
        return connection;
    }

    /** The peer's network address. */
    String peer() {
        return peer;
    }

    /** Whether it is a device that places are kept for. */
    boolean known() {
        return known;
    }

    /**
     * Whether both take from one share of places. A known device with a limit of its own has it
     * wherever it calls from; one without has what an address has, so that who calls itself so from
     * another address does not shut it out.
     */
    boolean sharesWith(ScpSession other) {
        boolean here = peer.equals(other.peer);
        return known
                ? other.known
                        && caller.aeTitle().equals(other.caller.aeTitle())
                        && (here || mostAssociations > 0)
                : !other.known && here;
    }

    /** How many associations it may have where nobody said so of it. */
    int mostAssociations(int otherwise) {
        return mostAssociations > 0 ? mostAssociations : otherwise;
    }

    /** Whether it has stored something, or asked about what it stored. */
    boolean useful() {
        return useful;
    }

    /** How long it has kept us waiting beyond what is due, in nanoseconds. */
    long behind(long now) {
        return association.behind(now);
    }

    /** Whether a message is being worked on. */
    boolean busy() {
        return busy;
    }

    /** Ends it from another thread. */
    void kill() {
        try {
            connection.writeIfIdle(PduEncoder.encode(new Pdu.Abort(0, 0)));
        } catch (IOException e) {
            // It is gone already.
        }
        connection.close();
    }

    /** Runs to the end of the association. */
    void run(AssociationSlots slots) {
        try {
            if (options.tls().isPresent()) {
                secure(options.tls().get());
            }
            Pdu.AssociateRq rq = association.awaitRequest();
            slots.arrived(this);
            caller =
                    new Caller(
                            rq.callingAeTitle(),
                            connection.remoteAddress(),
                            connection.peerCertificate());
            switch (answer(rq)) {
                case Pdu.AssociateAc ac when enters(slots) -> {
                    try {
                        association.accept(rq, ac);
                        onThreadOfItsOwn(() -> serve(rq, ac, slots));
                    } finally {
                        slots.leave(this);
                    }
                }
                case Pdu.AssociateAc ac -> {
                    LOG.info("association {} rejected: no place", id);
                    options.callers().refused(caller, Callers.Cause.NO_PLACE);
                    association.reject(Negotiation.LOCAL_LIMIT_EXCEEDED);
                }
                case Pdu.AssociateRj rj -> {
                    LOG.info(
                            "association {} rejected: source {}, reason {}",
                            id,
                            rj.source(),
                            rj.reason());
                    association.reject(rj);
                }
                default -> throw new IllegalStateException("neither accepted nor rejected");
            }
        } catch (PduException e) {
            LOG.warn("association {} aborted: {} ({})", id, e.reason(), e.getMessage());
        } catch (IOException e) {
            LOG.debug("association {} ended: {}", id, e.getClass().getSimpleName());
        } finally {
            // Until the peer has closed it is one of those that may have to make room.
            ScpSession oldest = slots.connected(this);
            if (oldest != null && oldest != this) {
                oldest.kill();
            }
            association.finish();
        }
    }

    private Pdu answer(Pdu.AssociateRq rq) {
        Pdu answer = Negotiation.answer(rq, options, services);
        if (answer instanceof Pdu.AssociateRj rj) {
            options.callers()
                    .refused(
                            caller,
                            rj.equals(Negotiation.CALLED_AE_TITLE)
                                    ? Callers.Cause.CALLED_AE_TITLE
                                    : Callers.Cause.PROTOCOL);
            return answer;
        }
        Callers.Standing standing = options.callers().judge(caller);
        known = standing.known();
        mostAssociations = standing.mostAssociations();
        return standing.admitted() ? answer : Negotiation.CALLING_AE_TITLE;
    }

    private boolean enters(AssociationSlots slots) {
        AssociationSlots.Place place = slots.enter(this);
        ScpSession ended = place.ended();
        if (ended != null) {
            LOG.info("association {} ended: {} needs its place", ended.id, id);
            // Its last word could block.
            Thread.ofVirtual().name("dicom-kill").start(ended::kill);
        }
        return place.granted();
    }

    private interface Service {
        void run() throws IOException;
    }

    /**
     * Serves on a platform thread while the virtual one waits. Connections may be thousands,
     * associations are few by their limit, and a thread that blocks in the kernel is woken sooner
     * and at less cost than one that is unmounted for every read.
     */
    private static void onThreadOfItsOwn(Service service) throws IOException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("dicom-association")
                        .start(() -> {
                            try {
                                service.run();
                            } catch (Throwable e) {
                                failure.set(e);
                            }
                        });
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (failure.get()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    private void secure(Tls tls) throws IOException {
        try {
            connection.secure(tls.called(transport), options.artimTimeout());
        } catch (IOException e) {
            LOG.warn("association {}: no TLS: {}", id, e.getClass().getSimpleName());
            options.callers().refused(caller, Callers.Cause.NO_TLS);
            connection.close();
            throw e;
        }
    }

    private void serve(Pdu.AssociateRq rq, Pdu.AssociateAc ac, AssociationSlots slots)
            throws IOException {
        String calling = rq.callingAeTitle();
        List<AssociationService> beside = new ArrayList<>();
        services.commitments()
                .ifPresent(one -> beside.add(new CommitmentService(association, one, calling)));
        services.queries()
                .ifPresent(one -> beside.add(new QueryService(association, one, id, caller)));
        services.instances()
                .ifPresent(one -> beside.add(new InstanceService(association, one, caller)));
        services.retrieves()
                .ifPresent(one ->
                        beside.add(
                                new RetrieveService(
                                        association, one, id, caller, takenByPeer(ac))));
        try {
            serve(rq, slots, beside);
        } finally {
            beside.forEach(AssociationService::close);
        }
    }

    /** The SOP classes that the peer is SCP of. */
    private static Set<String> takenByPeer(Pdu.AssociateAc ac) {
        return ac.user().roles().stream()
                .filter(Pdu.RoleSelection::scp)
                .map(Pdu.RoleSelection::sopClassUid)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void serve(Pdu.AssociateRq rq, AssociationSlots slots, List<AssociationService> beside)
            throws IOException {
        Message message = association.nextCommand();
        while (message != null && !slots.closing()) {
            busy = true;
            try {
                if (!answer(message, rq, beside)) {
                    return;
                }
            } finally {
                busy = false;
            }
            if (slots.closing()) {
                return;
            }
            message = association.nextCommand();
        }
    }

    /**
     * @return false when the peer has released the association
     */
    private boolean answer(Message message, Pdu.AssociateRq rq, List<AssociationService> beside)
            throws IOException {
        CommandSet command = message.command();
        int field;
        int messageId = 0;
        try {
            field = command.required(Dimse.COMMAND_FIELD);
            if (field != Dimse.C_CANCEL_RQ && (field & Dimse.RESPONSE) == 0) {
                messageId = command.required(Dimse.MESSAGE_ID);
            }
        } catch (PduException e) {
            association.abort();
            throw e;
        }
        for (AssociationService service : beside) {
            if (service.concerns(message, field)) {
                useful = true;
                return service.serve(message, field);
            }
        }
        StoreStatus status;
        switch (field) {
            case Dimse.C_STORE_RQ -> {
                status = store(message, rq);
                useful = true;
            }
            case Dimse.C_ECHO_RQ -> {
                drain(message);
                status = StoreStatus.SUCCESS;
            }
            case Dimse.C_CANCEL_RQ -> {
                // What could be cancelled is over: a store when it is read, a query when its last
                // answer is sent.
                drain(message);
                return true;
            }
            default -> {
                if ((field & Dimse.RESPONSE) != 0) {
                    association.abort();
                    throw new PduException(
                            PduException.Reason.NOT_SPECIFIED, "response without a request");
                }
                drain(message);
                status = new StoreStatus(Dimse.UNRECOGNIZED_OPERATION, "");
            }
        }
        association.sendCommand(
                message.context(),
                CommandSet.of(field | Dimse.RESPONSE)
                        .putUid(
                                Dimse.AFFECTED_SOP_CLASS_UID,
                                command.text(Dimse.AFFECTED_SOP_CLASS_UID))
                        .putUnsigned(Dimse.MESSAGE_ID_RESPONDED_TO, messageId)
                        .putUnsigned(Dimse.STATUS, status.code())
                        .putText(Dimse.ERROR_COMMENT, status.comment())
                        .putUid(
                                Dimse.AFFECTED_SOP_INSTANCE_UID,
                                command.text(Dimse.AFFECTED_SOP_INSTANCE_UID)));
        return true;
    }

    private StoreStatus store(Message message, Pdu.AssociateRq rq) throws IOException {
        CommandSet command = message.command();
        String sopClass = command.text(Dimse.AFFECTED_SOP_CLASS_UID);
        String sopInstance = command.text(Dimse.AFFECTED_SOP_INSTANCE_UID);
        if (!command.hasDataSet()) {
            return new StoreStatus(Dimse.PROCESSING_FAILURE, "no data set");
        }
        if (!sopClass.equals(message.context().abstractSyntax())
                || !options.sopClasses().contains(sopClass)) {
            drain(message);
            return new StoreStatus(
                    Dimse.SOP_CLASS_NOT_SUPPORTED, "not the SOP class of its context");
        }
        if (!INSTANCE_UID.matcher(sopInstance).matches()) {
            drain(message);
            return new StoreStatus(Dimse.INVALID_OBJECT_INSTANCE, "");
        }
        StoreRequest request =
                new StoreRequest(
                        id,
                        caller,
                        rq.calledAeTitle(),
                        sopClass,
                        sopInstance,
                        message.context().transferSyntax());
        Sink sink;
        try {
            sink = handler.begin(request);
        } catch (IOException | RuntimeException e) {
            drain(message);
            return failed(e);
        }
        return receive(message, sink);
    }

    private StoreStatus receive(Message message, Sink sink) throws IOException {
        try {
            Tolerant stream = new Tolerant(sink);
            association.readDataSet(message.context(), stream::take);
            Exception failure = stream.failure;
            if (failure != null) {
                return failed(failure);
            }
            try {
                return sink.complete();
            } catch (IOException | RuntimeException e) {
                return failed(e);
            }
        } finally {
            try {
                sink.close();
            } catch (RuntimeException e) {
                LOG.warn("association {}: closing a sink: {}", id, e.getClass().getName());
            }
        }
    }

    // The class name only: messages of file system exceptions carry paths.
    private StoreStatus failed(Exception e) {
        LOG.warn("association {}: a store failed: {}", id, e.getClass().getName());
        return e instanceof IOException || e instanceof UncheckedIOException
                ? new StoreStatus(Dimse.OUT_OF_RESOURCES, "cannot be stored now")
                : new StoreStatus(Dimse.PROCESSING_FAILURE, "");
    }

    private void drain(Message message) throws IOException {
        if (message.command().hasDataSet()) {
            association.readDataSet(message.context(), data -> {});
        }
    }

    /** Passes bytes on until the sink fails; from then on drops them, so that the peer can end. */
    private static final class Tolerant {

        private final Sink sink;
        private @Nullable Exception failure;

        Tolerant(Sink sink) {
            this.sink = sink;
        }

        void take(ByteBuffer data) {
            if (failure == null) {
                try {
                    sink.write(data);
                } catch (IOException | RuntimeException e) {
                    failure = e;
                }
            }
        }
    }
}
