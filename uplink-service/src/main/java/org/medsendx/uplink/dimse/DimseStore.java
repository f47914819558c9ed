package org.medsendx.uplink.dimse;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.AssociationRejectedException;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorageScu;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.uplink.syntax.InstanceFile;
import org.medsendx.uplink.syntax.NativeCopies;
import org.medsendx.uplink.upload.ObjectStore;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.UploadJob;

/**
 * Sends instances by C-STORE (PS3.4, B). Where commitment is asked for, an instance that was sent
 * is written down as such before this returns, and {@link Commitments} sees to the rest.
 *
 * <p>An instance goes in its own transfer syntax where the node takes it, else as a native copy of
 * what was encoded without loss, in explicit VR little endian or else implicit. A node that has the
 * instance already (0x0111) has it from us: its UID was made on this truck. Thread safe.
 */
public final class DimseStore implements ObjectStore, AutoCloseable {

    /** Unused associations are released after so long; nodes have few places. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final String name;
    private final Associations associations;
    private final NativeCopies copies;
    private final Optional<Commitments> commitments;
    private final IntConsumer warnings;

    /**
     * @param name of the destination
     * @param peer the node as it is to be called now
     * @param copies where copies are made
     * @param commitments where what was sent waits for the node's commitment, if it is asked for
     * @param warnings is told the status of each instance that was stored with a warning
     */
    public DimseStore(
            String name,
            Supplier<Peer> peer,
            NativeCopies copies,
            Optional<Commitments> commitments,
            IntConsumer warnings) {
        this.name = name;
        this.associations = new Associations(peer, IDLE);
        this.copies = copies;
        this.commitments = commitments;
        this.warnings = warnings;
    }

    @Override
    public Receipt put(UploadJob job, Path file, Progress progress)
            throws StoreRefused, StoreUnavailable, InterruptedException {
        var instance = InstanceFile.of(file);
        if (commitments.isPresent()) {
            commitments.get().checkRefused(job);
        }
        var status = send(instance, progress);
        boolean existed = status.code() == 0x0111;
        if (!status.success() && !existed) {
            if (!status.warning()) {
                throw fault(status);
            }
            warnings.accept(status.code());
        }
        if (commitments.isPresent()) {
            commitments
                    .get()
                    .await(job, new Instance(instance.sopClassUid(), instance.sopInstanceUid()));
        }
        return new Receipt(name, Encryption.NONE, existed);
    }

    // As a thrown value, so that the compiler sees both kinds.
    private static StoreRefused fault(StoreStatus status) throws StoreUnavailable {
        String code = String.format(Locale.ROOT, "c-store-%04x", status.code());
        // Out of resources, a failure in general, not authorized: it may be otherwise later.
        if ((status.code() & 0xff00) == 0xa700
                || status.code() == 0x0110
                || status.code() == 0x0124) {
            throw new StoreUnavailable(code);
        }
        return new StoreRefused(code);
    }

    private StoreStatus send(InstanceFile instance, Progress progress)
            throws StoreRefused, StoreUnavailable, InterruptedException {
        try {
            var open = associations.take(instance);
            try {
                return over(open, instance, progress);
            } catch (IOException e) {
                // A node may end an association that is not used; that is no fault of anybody.
                if (!open.used() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
            return over(associations.fresh(instance), instance, progress);
        } catch (AssociationRejectedException e) {
            // AE titles are configured, on both sides: all wait until they are right.
            throw new StoreUnavailable(
                    "rejected-%d-%d-%d".formatted(e.result(), e.source(), e.reason()));
        } catch (SSLException e) {
            throw new StoreUnavailable("tls");
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("cut");
            }
            throw new StoreUnavailable("no-answer");
        }
    }

    private StoreStatus over(Associations.Open open, InstanceFile instance, Progress progress)
            throws IOException, StoreRefused, StoreUnavailable {
        boolean inOrder = false;
        try {
            var status = store(open.scu(), instance, progress);
            inOrder = true;
            return status;
        } catch (StoreRefused | StoreUnavailable e) {
            inOrder = true;
            throw e;
        } finally {
            if (inOrder) {
                associations.giveBack(open);
            } else {
                associations.drop(open);
            }
        }
    }

    private StoreStatus store(StorageScu scu, InstanceFile instance, Progress progress)
            throws IOException, StoreRefused, StoreUnavailable {
        if (scu.accepts(instance.sopClassUid(), instance.transferSyntaxUid())) {
            return sent(scu, instance, progress);
        }
        for (String syntax : List.of(Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian)) {
            if (scu.accepts(instance.sopClassUid(), syntax)) {
                try (var copy = copies.of(instance, syntax)) {
                    progress.moved();
                    return sent(scu, copy.instance(), progress);
                }
            }
        }
        throw new StoreRefused("sop-class");
    }

    private static StoreStatus sent(StorageScu scu, InstanceFile instance, Progress progress)
            throws IOException {
        return scu.store(
                        instance.path(),
                        instance.dataSetPosition(),
                        instance.sopClassUid(),
                        instance.sopInstanceUid(),
                        instance.transferSyntaxUid(),
                        bytes -> atTheRate(bytes, progress))
                .orElseThrow(() -> new IOException("the context is gone"));
    }

    private static void atTheRate(int bytes, Progress progress) throws InterruptedIOException {
        try {
            for (int left = bytes; left > 0; ) {
                left -= progress.take(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("cut");
        }
    }

    @Override
    public void close() {
        associations.close();
    }
}
