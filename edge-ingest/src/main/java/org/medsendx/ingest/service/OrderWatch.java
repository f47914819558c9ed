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

/**
 * The background thread of orders: looks into their folder, and once a minute deletes what has
 * expired.
 */
final class OrderWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OrderWatch.class);
    private static final Duration EXPIRE_EVERY = Duration.ofMinutes(1);
    private static final String TOO_LARGE =
            "%d files of the folder are larger than medsendx.ingest.orders.max-file-size; they stay"
                    + " there, split them";

    private final @Nullable OrderInbox inbox;
    private final OrderQuarantine quarantine;
    private final OrderBook book;
    private final PerformedSteps steps;
    private final Duration interval;
    private final OrderImports imports;
    private final Thread thread;
    private volatile boolean closed;
    private String lastTrouble = "";

    /** Hears of each import. */
    @FunctionalInterface
    interface OrderImports {
        void imported(OrderImport.Report report);
    }

    private OrderWatch(
            @Nullable OrderInbox inbox,
            OrderQuarantine quarantine,
            OrderBook book,
            PerformedSteps steps,
            Duration interval,
            OrderImports imports) {
        this.inbox = inbox;
        this.quarantine = quarantine;
        this.book = book;
        this.steps = steps;
        this.interval = inbox == null ? EXPIRE_EVERY : interval;
        this.imports = imports;
        this.thread = Thread.ofPlatform().daemon().name("orders").unstarted(this::run);
    }

    static OrderWatch start(
            @Nullable OrderInbox inbox,
            OrderQuarantine quarantine,
            OrderBook book,
            PerformedSteps steps,
            Duration interval,
            OrderImports imports) {
        var watch = new OrderWatch(inbox, quarantine, book, steps, interval, imports);
        watch.thread.start();
        return watch;
    }

    private void run() {
        var expired = Instant.now();
        while (!closed) {
            try {
                String waits = "";
                if (inbox != null) {
                    var scan = inbox.scan();
                    scan.reports().forEach(this::tell);
                    if (scan.tooLarge() > 0) {
                        waits = TOO_LARGE.formatted(scan.tooLarge());
                    }
                }
                if (Instant.now().isAfter(expired.plus(EXPIRE_EVERY))) {
                    expired = Instant.now();
                    int gone = book.expire();
                    int told = steps.expire();
                    int refused = quarantine.expire();
                    if (gone + told + refused > 0) {
                        LOG.info(
                                "deleted {} orders, {} performed steps and {} files of the"
                                        + " quarantine: their time",
                                gone,
                                told,
                                refused);
                    }
                }
                trouble(waits);
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                // Only the kind: a file system's message holds a path, a path may hold a name.
                trouble(e.getClass().getSimpleName());
            }
            try {
                Thread.sleep(interval);
            } catch (InterruptedException e) {
                return;
            }
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

    private void trouble(String trouble) {
        if (!trouble.equals(lastTrouble)) {
            lastTrouble = trouble;
            if (trouble.isEmpty()) {
                LOG.info("orders go on");
            } else {
                LOG.warn("orders wait: {}", trouble);
            }
        }
    }

    /** Whether the thread still runs; once false, only a restart helps. */
    boolean alive() {
        return thread.isAlive();
    }

    /** Stops after the file that is under way. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join(Duration.ofMillis(200));
        thread.interrupt();
        thread.join(Duration.ofSeconds(5));
    }
}
