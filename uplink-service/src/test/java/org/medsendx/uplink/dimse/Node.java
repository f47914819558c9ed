package org.medsendx.uplink.dimse;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.medsendx.contracts.deidentified.DeliveryConfirmation;
import org.medsendx.dicom.net.Peer;
import org.medsendx.uplink.destinations.Road;
import org.medsendx.uplink.destinations.Rule;
import org.medsendx.uplink.syntax.NativeCopies;
import org.medsendx.uplink.upload.Uplink;
import org.medsendx.uplink.upload.UploadJob;

/**
 * A road to a node with commitment, as the service puts it together.
 *
 * @param uplink what carries
 * @param commitments what was sent and waits
 * @param asker who asks
 */
record Node(Uplink uplink, Commitments commitments, CommitmentAsker asker) {

    static Node on(Road road, Path folder, Supplier<Peer> peer, Duration again) throws Exception {
        var commitments = road.keep(Commitments.open(folder.resolve("awaiting")));
        var store =
                road.keep(
                        new DimseStore(
                                "pacs",
                                peer,
                                new NativeCopies(folder.resolve("copies")),
                                Optional.of(commitments),
                                _ -> {}));
        var uplink = road.lane("pacs", Rule.ALL, store, (_, _) -> {}, Optional.of(commitments));
        var outcome =
                new CommitmentAsker.Outcome() {
                    @Override
                    public void committed(UploadJob job) throws IOException {
                        road.settlement.delivered(
                                job, "pacs", DeliveryConfirmation.STORAGE_COMMITMENT);
                    }

                    @Override
                    public void sendAgain(UploadJob job) throws IOException {
                        uplink.add(job);
                    }
                };
        var asker =
                road.keep(
                        CommitmentAsker.start(
                                "pacs",
                                commitments,
                                peer,
                                outcome,
                                new CommitmentAsker.Timing(
                                        Duration.ofMillis(100), Duration.ofMillis(500), again, 50),
                                InstantSource.system()));
        return new Node(uplink, commitments, asker);
    }
}
