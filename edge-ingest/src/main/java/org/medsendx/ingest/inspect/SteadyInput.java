package org.medsendx.ingest.inspect;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A stream that fails when it comes too slowly: a sender that drips must not hold a thread for as
 * long as it likes. Not thread safe.
 */
public final class SteadyInput extends FilterInputStream {

    private final long graceNanos;
    private final int minBytesPerSecond;
    private final LongSupplier nanoTime;
    private final long begun;
    private long bytes;

    /** It came more slowly than it has to. */
    public static final class TooSlowException extends IOException {
        private static final long serialVersionUID = 1L;

        TooSlowException() {
            super("the sender is too slow");
        }
    }

    /**
     * @param grace how much longer it may take than the least rate needs
     * @param minBytesPerSecond the least rate, bytes a second
     * @param nanoTime System::nanoTime
     */
    public SteadyInput(
            InputStream in, Duration grace, int minBytesPerSecond, LongSupplier nanoTime) {
        super(in);
        this.graceNanos = grace.toNanos();
        this.minBytesPerSecond = minBytesPerSecond;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count >= 0) {
            bytes += count;
            double due = (nanoTime.getAsLong() - begun - graceNanos) / 1e9 * minBytesPerSecond;
            if (bytes < due) {
                throw new TooSlowException();
            }
        }
        return count;
    }
}
