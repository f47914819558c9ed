package org.medsendx.ingest.service;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.mpps.PerformedSteps;
import org.medsendx.ingest.orders.OrderBook;
import org.medsendx.ingest.orders.OrderImport;
import org.medsendx.ingest.orders.OrderInbox;
import org.medsendx.ingest.orders.OrderQuarantine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks into the folder of orders, and once a minute deletes what has expired. */
final class OrderWatch implements RepeatedLook.Look {

    private static final Logger LOG = LoggerFactory.getLogger(OrderWatch.class);
    private static final Duration EXPIRE_EVERY = Duration.ofMinutes(1);
    private static final String TOO_LARGE =
            " files of the folder are larger than medsendx.ingest.orders.max-file-size; they stay"
                    + " there, split them";

    private final @Nullable OrderInbox inbox;
    private final OrderQuarantine quarantine;
    private final OrderBook book;
    private final PerformedSteps steps;
    private final OrderImports imports;
    private Instant expired = Instant.now();

    /** Hears of each import. */
    @FunctionalInterface
    interface OrderImports {
        void imported(OrderImport.Report report);
    }

    OrderWatch(
            @Nullable OrderInbox inbox,
            OrderQuarantine quarantine,
            OrderBook book,
            PerformedSteps steps,
            OrderImports imports) {
        this.inbox = inbox;
        this.quarantine = quarantine;
        this.book = book;
        this.steps = steps;
        this.imports = imports;
    }

    /**
     * @param interval between two looks into the folder, if there is one
     */
    RepeatedLook start(Duration interval) {
        return RepeatedLook.start("orders", inbox == null ? EXPIRE_EVERY : interval, this);
    }

    @Override
    public String take() throws IOException {
        String waits = "";
        try {
            if (inbox != null) {
                var scan = inbox.scan();
                scan.reports().forEach(this::tell);
                if (scan.tooLarge() > 0) {
                    waits = scan.tooLarge() + TOO_LARGE;
                }
            }
            if (Instant.now().isAfter(expired.plus(EXPIRE_EVERY))) {
                expired = Instant.now();
                expire();
            }
        } catch (OutOfMemoryError e) {
            // A file that was too much must not end the deletion of what has expired.
            return words(e.getClass().getSimpleName());
        }
        return waits;
    }

    private void expire() throws IOException {
        int gone = book.expire();
        int told = steps.expire();
        int refused = quarantine.expire();
        if (gone + told + refused > 0) {
            LOG.info(
                    "deleted {} orders, {} performed steps and {} files of the quarantine: their"
                            + " time",
                    gone,
                    told,
                    refused);
        }
    }

    private void tell(OrderImport.Report report) {
        imports.imported(report);
        if (report.whole()) {
            LOG.info("orders: {} taken, {} cancelled", report.taken(), report.cancelled());
        } else {
            var first = report.refused().getFirst();
            LOG.warn(
                    "orders: {} taken, {} cancelled, {} not taken, the first for {}; the file is in"
                            + " quarantine",
                    report.taken(),
                    report.cancelled(),
                    report.refusals(),
                    first.problem());
        }
    }

    @Override
    public String words(String kind) {
        return kind;
    }

    @Override
    public void trouble(String trouble) {
        if (trouble.isEmpty()) {
            LOG.info("orders go on");
        } else {
            LOG.warn("orders wait: {}", trouble);
        }
    }
}
