package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.Encryption;

class RetryParkedTest {

    private static final int REFUSALS = 100;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    void an_object_goes_on_that_is_tried_again_in_the_moment_in_which_it_is_parked()
            throws Exception {
        var left = new AtomicInteger(REFUSALS);
        try (var truck =
                new Truck(
                        folder,
                        Duration.ZERO,
                        1,
                        (_, _) -> {
                            if (left.getAndDecrement() > 0) {
                                throw new StoreRefused("s3-400-BadDigest");
                            }
                            return new ObjectStore.Receipt("bucket", Encryption.NONE, false);
                        })) {
            truck.released(List.of(Jobs.released(folder, "2.25.1", new byte[] {1})));

            // Without a rest, so that of so many moments some are the same.
            long end = System.nanoTime() + LONG.toNanos();
            while (truck.cloud.size() == 0 && System.nanoTime() < end) {
                truck.uplink.retryParked();
            }

            assertThat(truck.cloud.size()).isOne();
            assertThat(left).hasValue(-1);
        }
    }
}
