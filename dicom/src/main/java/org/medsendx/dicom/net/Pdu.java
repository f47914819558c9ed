package org.medsendx.dicom.net;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The protocol data units of the upper layer (PS3.8, 9.3). */
sealed interface Pdu {

    /** The only version of the protocol there is, as bit 0. */
    int PROTOCOL_VERSION = 1;

    /** The DICOM application context name (PS3.7, A.2.1). */
    String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

    /** A-ASSOCIATE-RQ. */
    record AssociateRq(
            int protocolVersion,
            String calledAeTitle,
            String callingAeTitle,
            String applicationContext,
            List<ProposedContext> contexts,
            UserInformation user)
            implements Pdu {
        public AssociateRq {
            contexts = List.copyOf(contexts);
            checkAeTitle(calledAeTitle);
            checkAeTitle(callingAeTitle);
            Set<Integer> ids = new HashSet<>();
            for (ProposedContext context : contexts) {
                if (!ids.add(context.id())) {
                    throw new IllegalArgumentException("presentation context id used twice");
                }
            }
            if (contexts.isEmpty()) {
                throw new IllegalArgumentException("no presentation context");
            }
        }
    }

    /** A-ASSOCIATE-AC. */
    record AssociateAc(
            int protocolVersion,
            String calledAeTitle,
            String callingAeTitle,
            String applicationContext,
            List<ContextAnswer> contexts,
            UserInformation user)
            implements Pdu {
        public AssociateAc {
            contexts = List.copyOf(contexts);
            checkAeTitle(calledAeTitle);
            checkAeTitle(callingAeTitle);
        }
    }

    /** A-ASSOCIATE-RJ. */
    record AssociateRj(int result, int source, int reason) implements Pdu {}

    /** P-DATA-TF. */
    record DataTf(List<Pdv> values) implements Pdu {
        public DataTf {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("no presentation data value");
            }
        }
    }

    /** A-RELEASE-RQ. */
    record ReleaseRq() implements Pdu {}

    /** A-RELEASE-RP. */
    record ReleaseRp() implements Pdu {}

    /**
     * A-ABORT.
     *
     * @param source 0 service user, 2 service provider
     * @param reason of the provider, see {@link PduException.Reason}
     */
    record Abort(int source, int reason) implements Pdu {}

    /** One abstract syntax and the transfer syntaxes its sender can use for it. */
    record ProposedContext(int id, String abstractSyntax, List<String> transferSyntaxes) {
        public ProposedContext {
            checkContextId(id);
            transferSyntaxes = List.copyOf(transferSyntaxes);
            if (transferSyntaxes.isEmpty()) {
                throw new IllegalArgumentException("no transfer syntax");
            }
        }
    }

    /**
     * The answer to one proposed context (PS3.8, table 9-18).
     *
     * @param result 0 accepted, 1 user rejection, 2 no reason, 3 abstract syntax not supported, 4
     *     transfer syntaxes not supported
     * @param transferSyntax the one that is to be used; without meaning unless accepted
     */
    record ContextAnswer(int id, int result, String transferSyntax) {

        static final int ACCEPTED = 0;
        static final int ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;
        static final int TRANSFER_SYNTAXES_NOT_SUPPORTED = 4;

        public ContextAnswer {
            checkContextId(id);
        }
    }

    /**
     * The user information item. Sub-items that mean nothing to us (extended negotiation) are
     * skipped in reading.
     *
     * @param maxPduLength what its sender is willing to receive, bytes; 0 for no limit
     */
    record UserInformation(
            long maxPduLength,
            String implementationClassUid,
            String implementationVersionName,
            Optional<AsyncWindow> asyncWindow,
            List<RoleSelection> roles,
            Optional<UserIdentity> identity) {
        public UserInformation {
            roles = List.copyOf(roles);
        }
    }

    /** Asynchronous operations window (PS3.7, D.3.3.3); 0 stands for unlimited. */
    record AsyncWindow(int invoked, int performed) {}

    /** SCP/SCU role selection (PS3.7, D.3.3.4). */
    record RoleSelection(String sopClassUid, boolean scu, boolean scp) {}

    /**
     * User identity (PS3.7, D.3.3.7). The fields are secrets and are not kept; nothing here uses
     * them.
     */
    record UserIdentity(int type, boolean responseRequested) {}

    /**
     * A fragment of a command set or data set.
     *
     * @param data a view, valid until the next PDU is read
     */
    record Pdv(int contextId, boolean command, boolean last, ByteBuffer data) {
        public Pdv {
            checkContextId(contextId);
        }
    }

    private static void checkContextId(int id) {
        if (id < 1 || id > 255 || id % 2 == 0) {
            throw new IllegalArgumentException("presentation context id is not odd, 1 to 255");
        }
    }

    private static void checkAeTitle(String title) {
        if (title.length() > 16) {
            throw new IllegalArgumentException("AE title longer than 16 characters");
        }
    }
}
