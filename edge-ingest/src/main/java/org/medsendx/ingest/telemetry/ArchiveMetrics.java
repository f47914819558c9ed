package org.medsendx.ingest.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.medsendx.ingest.archive.Archive;
import org.medsendx.ingest.archive.ArchiveBook;
import org.medsendx.ingest.archive.ArchiveListener;

/** Counts what becomes of originals on their way to the archive. Only where one is configured. */
@Singleton
public final class ArchiveMetrics implements ArchiveListener {

    private final MeterRegistry meters;

    public ArchiveMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Shows what waits. */
    public void watch(Archive archive, ArchiveBook book) {
        Gauge.builder("medsendx.ingest.archive.waiting", archive, Archive::waiting)
                .description("Originals that wait for the archive to commit itself to them")
                .strongReference(true)
                .register(meters);
        Gauge.builder("medsendx.ingest.archive.refused", book, one -> one.counts().refused())
                .description("Of those the ones that it did not take, or does not keep")
                .strongReference(true)
                .register(meters);
        Gauge.builder("medsendx.ingest.archive.aside", book, ArchiveBook::asideCount)
                .description("Originals that are not sent any more until a person decides")
                .strongReference(true)
                .register(meters);
        Gauge.builder("medsendx.ingest.archive.sent", book, one -> one.counts().sent())
                .description("Of those the ones that it took and has not said that it keeps")
                .strongReference(true)
                .register(meters);
        // There from the start: of a counter that begins at 1 nobody sees that it rose.
        bytes().increment(0);
        commitments().increment(0);
        refusals("store").increment(0);
        refusals("commitment").increment(0);
        deletions().increment(0);
    }

    private Counter bytes() {
        return Counter.builder("medsendx.ingest.archive.bytes")
                .description("Bytes of originals that the archive took")
                .baseUnit("bytes")
                .register(meters);
    }

    private Counter commitments() {
        return Counter.builder("medsendx.ingest.archive.committed")
                .description("Originals that the archive has committed itself to")
                .register(meters);
    }

    private Counter refusals(String by) {
        return Counter.builder("medsendx.ingest.archive.refusals")
                .description("Attempts at whose end the archive does not have the original")
                .tag("by", by)
                .register(meters);
    }

    private Counter deletions() {
        return Counter.builder("medsendx.ingest.archive.deleted")
                .description("Originals that were deleted because the archive keeps them")
                .register(meters);
    }

    @Override
    public void sent(long bytes) {
        bytes().increment(bytes);
    }

    @Override
    public void committed() {
        commitments().increment();
    }

    @Override
    public void refused(boolean commitment) {
        refusals(commitment ? "commitment" : "store").increment();
    }

    @Override
    public void deleted(int originals, long bytes) {
        deletions().increment(originals);
    }
}
