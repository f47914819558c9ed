package org.medsendx.ingest.archive;

import java.time.Duration;
import java.util.function.Supplier;
import org.medsendx.dicom.net.Peer;

/**
 * How the archive is called.
 *
 * @param peer the archive as it is to be called now
 * @param name its AE title
 * @param hours when it may be called
 * @param bytesPerSecond at most; 0 for as fast as it takes it
 * @param retry when an instance that it did not take is sent again
 * @param tries after so many failures that repeating cannot mend an instance is put aside
 * @param patience how long a report is waited for on the association of its request
 * @param again after so long without a report it is asked again
 * @param batch how many instances go over one association, and into one request for commitment
 * @param window how many originals may be on their way at once: sent and not committed to, or
 *     refused
 */
public record ArchiveOptions(
        Supplier<Peer> peer,
        String name,
        Hours hours,
        long bytesPerSecond,
        Retry retry,
        int tries,
        Duration patience,
        Duration again,
        int batch,
        int window) {

    /** A piece of a data set is up to 128 KiB, and the archive is not to think we are gone. */
    public static final long LEAST_BYTES_PER_SECOND = 16 << 10;

    public ArchiveOptions {
        if (bytesPerSecond != 0 && bytesPerSecond < LEAST_BYTES_PER_SECOND) {
            throw new IllegalArgumentException("a rate is 16K or more");
        }
        if (patience.isNegative() || !again.isPositive()) {
            throw new IllegalArgumentException("times are positive");
        }
        if (tries < 1) {
            throw new IllegalArgumentException("expected 1 <= tries");
        }
        if (batch < 1 || window < batch) {
            throw new IllegalArgumentException("expected 1 <= batch <= window");
        }
    }
}
