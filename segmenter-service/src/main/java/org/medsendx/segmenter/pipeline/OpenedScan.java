package org.medsendx.segmenter.pipeline;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Stratum;

/** A scan whose header was read, before its pixels are. */
public final class OpenedScan {

    private final @Nullable Stratum stratum;
    private final long bytes;
    private final Supplier<ScanReading> reading;

    OpenedScan(@Nullable Stratum stratum, long bytes, Supplier<ScanReading> reading) {
        this.stratum = stratum;
        this.bytes = bytes;
        this.reading = reading;
    }

    static OpenedScan settled(ScanReading reading) {
        return new OpenedScan(null, 0, () -> reading);
    }

    /** Which scans it is judged by and learned for; null when it is neither. */
    public @Nullable Stratum stratum() {
        return stratum;
    }

    /** What reading it takes of the heap at most, in bytes. */
    public long bytes() {
        return bytes;
    }

    /**
     * Decodes and measures it. A file that cannot be read has a reading too; may be called again.
     *
     * @throws OutOfMemoryError as {@link ScanAssessor#open} says
     */
    public ScanReading read() {
        return reading.get();
    }
}
