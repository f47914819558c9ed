package org.medsendx.uplink.dimse;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.medsendx.dicom.net.CommitmentHandler;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.dicom.net.StoreHandler;
import org.medsendx.dicom.net.Tls;

/**
 * A port for nodes that report over an association of their own. It takes reports about our own
 * requests and nothing else: no instance and no request.
 */
public final class ReportListener implements AutoCloseable {

    private static final int ASSOCIATIONS = 8;
    private static final int PDU = 64 << 10;

    private final StorageScp scp;

    private ReportListener(StorageScp scp) {
        this.scp = scp;
    }

    /**
     * Starts to listen.
     *
     * @param address where; port 0 takes a free one
     * @param aeTitle our AE title, as destinations know it
     * @param callers AE titles of the nodes that may call
     * @param tls when present, nothing but TLS is spoken, with certificates on both sides
     * @param askers who asked
     * @throws IOException when the port cannot be bound
     */
    public static ReportListener listen(
            InetSocketAddress address,
            String aeTitle,
            Set<String> callers,
            Optional<Tls> tls,
            List<CommitmentAsker> askers)
            throws IOException {
        var options =
                new StorageScp.Options(address, aeTitle, callers, Set.of(), ASSOCIATIONS, PDU);
        if (tls.isPresent()) {
            options = options.withTls(tls.get());
        }
        StoreHandler nothing =
                _ -> {
                    throw new IllegalStateException("no SOP class is offered");
                };
        return new ReportListener(
                StorageScp.listen(options, nothing, Optional.of(new Reports(askers))));
    }

    private record Reports(List<CommitmentAsker> askers) implements CommitmentHandler {

        @Override
        public Optional<CommitmentReport> requested(
                String callingAeTitle, CommitmentRequest request) throws IOException {
            throw new IOException("nothing is kept here");
        }

        @Override
        public void reported(String callingAeTitle, CommitmentReport report) throws IOException {
            for (var asker : askers) {
                if (asker.reported(report)) {
                    return;
                }
            }
            throw new IOException("nobody asked for this report");
        }

        @Override
        public void notTaken(String callingAeTitle, CommitmentReport report) {
            throw new IllegalStateException("nothing is reported from here");
        }
    }

    /** The port that is listened on. */
    public int port() {
        return scp.port();
    }

    /** Whether it still listens. */
    public boolean alive() {
        return scp.listening();
    }

    @Override
    public void close() {
        scp.close();
    }
}
