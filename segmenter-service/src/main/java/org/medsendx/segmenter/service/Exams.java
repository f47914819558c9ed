package org.medsendx.segmenter.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.medsendx.audit.AuditLog;
import org.medsendx.outbox.Outbox;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.dicomweb.Holdings;
import org.medsendx.segmenter.dicomweb.Retrieval;
import org.medsendx.segmenter.dicomweb.Search;
import org.medsendx.segmenter.exam.ExamIndex;
import org.medsendx.segmenter.review.ReviewDesk;
import org.medsendx.segmenter.review.Reviews;
import org.medsendx.segmenter.series.SeriesVolumes;
import org.medsendx.segmenter.storage.LedgerLines;
import org.medsendx.segmenter.storage.ScanLedger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the pages and DICOMweb stand on: exams, reviews, and the log of who decided. */
@ApplicationScoped
public class Exams {

    private static final Logger LOG = LoggerFactory.getLogger(Exams.class);

    private final SegmenterConfig config;
    private @Nullable Thread reader;

    public Exams(SegmenterConfig config) {
        this.config = config;
    }

    private Path folder() {
        return config.derivedDir().resolve("segmenter");
    }

    @Produces
    @Singleton
    LedgerLines lines(ScanLedger ledger) {
        return new LedgerLines(ledger, config.deidentifiedDir());
    }

    @Produces
    @Singleton
    ExamIndex exams(LedgerLines lines) {
        return new ExamIndex(lines);
    }

    @Produces
    @Singleton
    Holdings holdings(ExamIndex exams, LedgerLines lines) {
        return new Holdings(exams, lines);
    }

    @Produces
    @Singleton
    Search search(Holdings holdings) {
        return new Search(holdings);
    }

    @Produces
    @Singleton
    Retrieval retrieval(Holdings holdings) {
        return new Retrieval(holdings);
    }

    @Produces
    @Singleton
    SeriesVolumes volumes(LedgerLines lines) {
        return new SeriesVolumes(lines);
    }

    @Produces
    @Singleton
    Reviews reviews() {
        try {
            return Reviews.open(folder().resolve("reviews"));
        } catch (IOException e) {
            throw Wiring.unusable(e);
        }
    }

    void close(@Disposes Reviews reviews) throws IOException {
        reviews.close();
    }

    @Produces
    @Singleton
    AuditLog audit() {
        try {
            return AuditLog.open(folder(), "segmenter-service", Clock.systemUTC());
        } catch (IOException e) {
            throw Wiring.unusable(e);
        }
    }

    void close(@Disposes AuditLog audit) throws IOException {
        audit.close();
    }

    @Produces
    @Singleton
    ReviewDesk desk(Reviews reviews, AuditLog audit, Outbox outbox, ExamIndex exams) {
        return new ReviewDesk(reviews, audit, outbox, exams, Clock.systemUTC());
    }

    void start(
            @Observes @Priority(3000) StartupEvent event,
            ReviewDesk desk,
            Reviews reviews,
            AuditLog audit,
            ScanLedger ledger,
            ExamIndex exams,
            MeterRegistry meters) {
        try {
            // The event of the last one may be what a power cut took.
            var last = reviews.newest();
            var scan = last == null ? null : ledger.get(last.objectId());
            if (last != null && scan != null) {
                desk.announce(scan.assessed(), last);
            }
        } catch (IOException e) {
            throw Wiring.unusable(e);
        }
        Gauge.builder("medsendx.audit.breaks", audit, AuditLog::breaks)
                .description("How often a start found the chain of the audit log broken")
                .strongReference(true)
                .register(meters);
        Gauge.builder("medsendx.segmenter.exams.ready", exams, index -> index.ready() ? 1 : 0)
                .description("Whether the pages and DICOMweb know all scans of the ledger")
                .register(meters);
        reader = Thread.ofVirtual().name("exams").start(() -> read(reviews, exams));
    }

    private static void read(Reviews reviews, ExamIndex exams) {
        try {
            reviews.each(
                    review -> exams.decided(review.study(), review.objectId(), review.decision()));
            exams.refresh();
        } catch (IOException e) {
            // The next look of housekeeping reads on.
            LOG.warn("the exams of the ledger were not read: {}", e.getClass().getSimpleName());
        }
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        var running = reader;
        if (running != null) {
            running.join();
        }
    }
}
