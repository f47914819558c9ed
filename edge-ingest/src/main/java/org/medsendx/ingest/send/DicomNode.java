package org.medsendx.ingest.send;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLException;
import org.medsendx.dicom.net.AssociationRejectedException;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorableFile;
import org.medsendx.dicom.net.StorageScu;
import org.medsendx.dicom.net.StoreStatus;

/**
 * A node that takes C-STORE (PS3.4, B), with TLS or without. One association carries as many files
 * as fit its presentation contexts; each class is proposed in the transfer syntaxes that the files
 * have. One that breaks is opened anew, and its file is sent once more: the same instance twice is
 * one.
 */
final class DicomNode implements Destination {

    private static final int TRIES = 2;
    private static final int BROKEN_IN_A_ROW = 3;
    private static final Result NOT_TAKEN =
            new Result.Failed(
                    "the node does not take this SOP class in the file's transfer syntax");

    private final Peer peer;

    DicomNode(Peer peer) {
        this.peer = peer;
    }

    @Override
    public void send(List<StorableFile> files, BiConsumer<StorableFile, Result> told)
            throws GivenUpException {
        for (List<StorableFile> group : StorableFile.byAssociation(files, file -> file)) {
            new Group(group, told).send();
        }
    }

    /** Files whose contexts fit one association. */
    private final class Group {

        private final List<StorableFile> files;
        private final BiConsumer<StorableFile, Result> told;
        private int next;
        private int tries;
        private int broken;

        Group(List<StorableFile> files, BiConsumer<StorableFile, Result> told) {
            this.files = files;
            this.told = told;
        }

        void send() throws GivenUpException {
            while (next < files.size()) {
                StorageScu scu = open();
                try {
                    over(scu);
                } finally {
                    close(scu);
                }
            }
        }

        private StorageScu open() throws GivenUpException {
            try {
                return StorageScu.open(peer, StorableFile.proposals(files));
            } catch (AssociationRejectedException e) {
                // In the standard's words.
                throw new GivenUpException("the node said: " + e.getMessage());
            } catch (SSLException e) {
                throw new GivenUpException(
                        "no TLS with this node: its certificate is not trusted or names another"
                                + " host, ours is not trusted there, or it speaks no TLS");
            } catch (IOException e) {
                throw new GivenUpException(
                        "no association with this node: nobody answers there, or not in time");
            }
        }

        /** Sends until all are sent or the association breaks. */
        private void over(StorageScu scu) throws GivenUpException {
            while (next < files.size()) {
                StorableFile file = files.get(next);
                Optional<StoreStatus> status;
                try {
                    status = file.store(scu);
                } catch (IOException e) {
                    broke(file);
                    return;
                }
                broken = 0;
                told(file, status.map(Group::result).orElse(NOT_TAKEN));
            }
        }

        private void broke(StorableFile file) throws GivenUpException {
            if (++tries == TRIES) {
                told(
                        file,
                        new Result.Failed(
                                file.path().toFile().canRead()
                                        ? "the association broke twice"
                                        : "the file cannot be read any more"));
                if (++broken == BROKEN_IN_A_ROW) {
                    throw new GivenUpException("the node breaks every association");
                }
            }
        }

        private void told(StorableFile file, Result result) {
            next++;
            tries = 0;
            told.accept(file, result);
        }

        private static Result result(StoreStatus status) {
            if (status.success() || status.warning()) {
                return new Result.Sent(status.warning());
            }
            return new Result.Failed(
                    // The comment of a node may quote the file; the code says enough.
                    String.format(
                            Locale.ROOT,
                            "status %04X%s",
                            status.code(),
                            Failures.words(status.code())));
        }
    }

    private static void close(StorageScu scu) {
        try {
            scu.close();
        } catch (IOException e) {
            // Every status that was told stays true.
        }
    }

    @Override
    public void close() {}
}
