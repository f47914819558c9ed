package org.medsendx.dicom.net;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomWriter;

/** Decides about a request for association (PS3.8, 9.3.3 and 9.3.4; PS3.7, D.3). */
final class Negotiation {

    static final Pdu.AssociateRj LOCAL_LIMIT_EXCEEDED = new Pdu.AssociateRj(2, 3, 2);

    private static final Pdu.AssociateRj PROTOCOL_VERSION = new Pdu.AssociateRj(1, 2, 2);
    private static final Pdu.AssociateRj APPLICATION_CONTEXT = new Pdu.AssociateRj(1, 1, 2);
    static final Pdu.AssociateRj CALLING_AE_TITLE = new Pdu.AssociateRj(1, 1, 3);
    static final Pdu.AssociateRj CALLED_AE_TITLE = new Pdu.AssociateRj(1, 1, 7);

    private Negotiation() {}

    /**
     * Accepts or rejects by what is asked for; who asks is for {@link Callers}.
     *
     * @param services what is offered beside storage
     * @return an {@link Pdu.AssociateAc} or {@link Pdu.AssociateRj}
     */
    static Pdu answer(
            Pdu.AssociateRq rq, StorageScp.Options options, AssociationServices services) {
        if ((rq.protocolVersion() & Pdu.PROTOCOL_VERSION) == 0) {
            return PROTOCOL_VERSION;
        }
        if (!rq.applicationContext().equals(Pdu.APPLICATION_CONTEXT)) {
            return APPLICATION_CONTEXT;
        }
        if (!rq.calledAeTitle().equals(options.aeTitle())) {
            return CALLED_AE_TITLE;
        }
        if (rq.callingAeTitle().isEmpty()) {
            return CALLING_AE_TITLE;
        }
        List<Pdu.ContextAnswer> contexts =
                rq.contexts().stream()
                        .map(context -> answerContext(context, options, services))
                        .toList();
        return new Pdu.AssociateAc(
                Pdu.PROTOCOL_VERSION,
                rq.calledAeTitle(),
                rq.callingAeTitle(),
                Pdu.APPLICATION_CONTEXT,
                contexts,
                new Pdu.UserInformation(
                        options.maxPduLength(),
                        DicomWriter.IMPLEMENTATION_CLASS_UID,
                        DicomWriter.IMPLEMENTATION_VERSION_NAME,
                        rq.user().asyncWindow().map(window -> new Pdu.AsyncWindow(1, 1)),
                        roles(rq, contexts, options, services),
                        Optional.empty()));
    }

    private static Pdu.ContextAnswer answerContext(
            Pdu.ProposedContext context, StorageScp.Options options, AssociationServices services) {
        String sopClass = context.abstractSyntax();
        Set<String> syntaxes;
        if (services.offer(sopClass)) {
            syntaxes = AssociationServices.TRANSFER_SYNTAXES;
        } else if (sopClass.equals(Uid.Verification) || options.sopClasses().contains(sopClass)) {
            syntaxes = options.acceptedTransferSyntaxes();
        } else {
            return new Pdu.ContextAnswer(
                    context.id(),
                    Pdu.ContextAnswer.ABSTRACT_SYNTAX_NOT_SUPPORTED,
                    context.transferSyntaxes().getFirst());
        }
        for (String syntax : context.transferSyntaxes()) {
            if (syntaxes.contains(syntax)) {
                return new Pdu.ContextAnswer(context.id(), Pdu.ContextAnswer.ACCEPTED, syntax);
            }
        }
        return new Pdu.ContextAnswer(
                context.id(),
                Pdu.ContextAnswer.TRANSFER_SYNTAXES_NOT_SUPPORTED,
                context.transferSyntaxes().getFirst());
    }

    // The requestor may be SCU of what we accepted; SCP only of Storage Commitment, to report, and
    // where it can ask for instances by C-GET, of storage.
    private static List<Pdu.RoleSelection> roles(
            Pdu.AssociateRq rq,
            List<Pdu.ContextAnswer> answers,
            StorageScp.Options options,
            AssociationServices services) {
        Set<String> accepted = new HashSet<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).result() == Pdu.ContextAnswer.ACCEPTED) {
                accepted.add(rq.contexts().get(i).abstractSyntax());
            }
        }
        boolean gets = accepted.stream().anyMatch(services::gives);
        List<Pdu.RoleSelection> roles = new ArrayList<>();
        for (Pdu.RoleSelection role : rq.user().roles()) {
            if (accepted.contains(role.sopClassUid())) {
                boolean scp =
                        role.scp()
                                && (role.sopClassUid().equals(Uid.StorageCommitmentPushModel)
                                        || (gets
                                                && options.sopClasses()
                                                        .contains(role.sopClassUid())));
                roles.add(new Pdu.RoleSelection(role.sopClassUid(), role.scu(), scp));
            }
        }
        return roles;
    }
}
