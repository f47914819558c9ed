package org.medsendx.dicom.net;

import java.util.Optional;
import java.util.Set;
import org.medsendx.dicom.dictionary.Uid;

/**
 * What a {@link StorageScp} offers beside storage and verification.
 *
 * @param commitments storage commitment (PS3.4, J)
 * @param queries C-FIND
 * @param instances N-CREATE and N-SET
 * @param retrieves C-MOVE and C-GET
 */
public record AssociationServices(
        Optional<? extends CommitmentHandler> commitments,
        Optional<? extends QueryHandler> queries,
        Optional<? extends InstanceHandler> instances,
        Optional<? extends RetrieveHandler> retrieves) {

    /** Nothing. */
    public static final AssociationServices NONE =
            new AssociationServices(Optional.empty(), Optional.empty(), Optional.empty());

    /** Without C-MOVE and C-GET. */
    public AssociationServices(
            Optional<? extends CommitmentHandler> commitments,
            Optional<? extends QueryHandler> queries,
            Optional<? extends InstanceHandler> instances) {
        this(commitments, queries, instances, Optional.empty());
    }

    /** What data sets of messages other than C-STORE are exchanged in. */
    static final Set<String> TRANSFER_SYNTAXES =
            Set.of(Uid.ImplicitVRLittleEndian, Uid.ExplicitVRLittleEndian);

    /** Storage commitment alone. */
    static AssociationServices of(Optional<? extends CommitmentHandler> commitments) {
        return new AssociationServices(commitments, Optional.empty(), Optional.empty());
    }

    /** Whether an abstract syntax is one of these. */
    boolean offer(String sopClass) {
        return (commitments.isPresent() && sopClass.equals(Uid.StorageCommitmentPushModel))
                || queries.filter(found -> found.queryClasses().contains(sopClass)).isPresent()
                || instances.filter(found -> found.instanceClasses().contains(sopClass)).isPresent()
                || retrieves.filter(found -> found.moveClasses().contains(sopClass)).isPresent()
                || gives(sopClass);
    }

    /** Whether instances can be had by C-GET under an abstract syntax. */
    boolean gives(String sopClass) {
        return retrieves.filter(found -> found.getClasses().contains(sopClass)).isPresent();
    }
}
