package org.medsendx.miner.board;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.medsendx.contracts.deidentified.FleetFinding;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.earlier.FleetView;

/**
 * The latest analysis, for pages. It is what the fleet task of this instance saw; an instance
 * without that task shows an empty board, so the service runs as one instance, or pages are asked
 * of the one that has the task. Other consumers read fleet.scanner-status.v1.
 */
public final class FleetBoard {

    private static final int DELAYS = 10_000;

    private volatile FleetView view = FleetView.EMPTY;
    private volatile List<FleetFinding> findings = List.of();
    private volatile List<Stream> streams = List.of();
    private final Deque<Double> delays = new ArrayDeque<>();
    private long mined;

    /**
     * How long scans took from their Kafka record's timestamp to an analysis with them, in
     * milliseconds, over the last {@value #DELAYS} of this process.
     *
     * @param count all scans this process has mined
     */
    public record Stage(long count, double p50Ms, double p99Ms) {}

    /**
     * The events of one life of one writer.
     *
     * @param source the writer, such as {@code /trucks/T1/anonymizer-service}
     * @param epoch the life of its outbox
     * @param received different events that arrived
     * @param missing numbers below the highest that have not arrived: on their way, or lost
     */
    public record Stream(String source, String epoch, long received, long missing) {}

    /** Shows an analysis, what was found last, and what arrived. */
    public void show(FleetView latest, List<FleetFinding> recent, List<Stream> received) {
        view = latest;
        findings = List.copyOf(recent);
        streams = List.copyOf(received);
    }

    /** The latest analysis. */
    public FleetView view() {
        return view;
    }

    /** The newest first. */
    public List<FleetFinding> findings() {
        return findings;
    }

    /** By source and epoch. */
    public List<Stream> streams() {
        return streams;
    }

    /** Events that have not arrived, of all streams. */
    public long missing() {
        return streams.stream().mapToLong(Stream::missing).sum();
    }

    /** One more scan is part of an analysis. */
    public synchronized void mined(double delayMillis) {
        mined++;
        delays.addLast(delayMillis);
        if (delays.size() > DELAYS) {
            delays.removeFirst();
        }
    }

    /** How fast this process mines. */
    public synchronized Stage stage() {
        double[] sorted = delays.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Stage(mined, percentile(sorted, 0.5), percentile(sorted, 0.99));
    }

    // Nearest rank.
    private static double percentile(double[] sorted, double p) {
        return sorted.length == 0
                ? 0
                : sorted[Math.clamp((int) Math.ceil(p * sorted.length) - 1, 0, sorted.length - 1)];
    }

    /** A status as pages and metrics spell it, such as {@code not-enough-data}. */
    public static String code(Status status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
