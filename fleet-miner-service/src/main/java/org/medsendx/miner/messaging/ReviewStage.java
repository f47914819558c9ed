package org.medsendx.miner.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.Plausible;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.ScanOutcome;
import org.medsendx.miner.intake.Believable;
import org.medsendx.miner.reviews.ReviewTaken;
import org.medsendx.miner.reviews.ScannerReviews;
import org.medsendx.miner.telemetry.MinerMetrics;

/**
 * The first stage of decisions: takes each into its scanner's reviews, and says by punctuation
 * whose have changed. One task per partition of scans.outcomes.v1, which is keyed by scanner.
 *
 * <p>A decision is known by its scan and revision, so one that comes again changes nothing. Numbers
 * are kept all the same: they tell which decisions have not come ({@link OutcomeNumbers}). People
 * decide at their pace; where a year of it comes at once, the store's cache makes one write of
 * many. A task that begins says all reviews again: a crash may have taken the word away.
 */
final class ReviewStage implements Processor<byte[], byte[], byte[], byte[]> {

    private final Mining mining;
    private final MinerMetrics metrics;
    private final Set<String> changed = new LinkedHashSet<>();
    private LocalDate swept = LocalDate.EPOCH;
    private @Nullable Parts parts;

    private record Parts(
            ProcessorContext<byte[], byte[]> context,
            KeyValueStore<String, byte[]> reviews,
            OutcomeNumbers numbers) {}

    ReviewStage(Mining mining, MinerMetrics metrics) {
        this.mining = mining;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        var own =
                new Parts(
                        context,
                        context.getStateStore(FleetTopology.REVIEWS),
                        new OutcomeNumbers(context.getStateStore(FleetTopology.OUTCOMES)));
        parts = own;
        try (var all = own.reviews().all()) {
            all.forEachRemaining(entry -> changed.add(entry.key));
        }
        context.schedule(
                mining.analyseEvery(),
                PunctuationType.WALL_CLOCK_TIME,
                time -> {
                    say(own, time);
                    sweep(own, time);
                });
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var own = parts;
        if (own == null) {
            throw new IllegalStateException("not initialised");
        }
        try {
            var event = FeaturesReader.read(ScanOutcome.class, record);
            var objection = count(own, event);
            if (objection == null) {
                take(own, event.data());
            } else {
                metrics.review(objection);
                FeaturesReader.passedBy(own.context(), objection);
            }
        } catch (UnreadableEventException e) {
            metrics.review("unreadable");
            FeaturesReader.passedBy(own.context(), e.code());
        }
    }

    /** Why an event cannot be one of ours, or null; then its number has come, whatever it says. */
    private static @Nullable String count(Parts own, Event<ScanOutcome> event) {
        if (!FeaturesReader.isName(event.source()) || !FeaturesReader.isName(event.epoch())) {
            return FeaturesReader.WRITER;
        }
        var stream = event.source() + ' ' + event.epoch();
        var today = day(own.context().currentSystemTimeMs());
        return own.numbers().take(stream, event.sequence(), today) ? null : FeaturesReader.NUMBER;
    }

    private void take(Parts own, ScanOutcome outcome) {
        if (!Plausible.reported(
                outcome.acquisitionDay(), day(own.context().currentSystemTimeMs()))) {
            metrics.review(Believable.DAY);
            FeaturesReader.passedBy(own.context(), Believable.DAY);
            return;
        }
        byte[] stored = own.reviews().get(outcome.scanner());
        var reviews =
                stored == null ? ScannerReviews.of(outcome.scanner()) : ScannerReviews.read(stored);
        var taken = reviews.take(outcome);
        metrics.review(taken.code());
        if (taken.changes()) {
            own.reviews().put(outcome.scanner(), reviews.write());
            changed.add(outcome.scanner());
        } else if (taken != ReviewTaken.REPEATED) {
            FeaturesReader.passedBy(own.context(), taken.code());
        }
    }

    private void say(Parts own, long now) {
        for (var scanner : changed) {
            byte[] value = own.reviews().get(scanner);
            if (value != null) {
                say(own, Kind.REVIEWS, scanner, value, now);
            }
        }
        changed.clear();
        own.numbers()
                .changed()
                .forEach((stream, count) ->
                        say(own, Kind.STREAM, part(own, stream), Stored.write(count), now));
    }

    private static String part(Parts own, String stream) {
        return FleetMemory.OUTCOMES + own.context().taskId().partition() + ' ' + stream;
    }

    /** Once a day, and at the start: scanners about which nobody decides any more. */
    private void sweep(Parts own, long now) {
        var today = day(now);
        if (today.equals(swept)) {
            return;
        }
        swept = today;
        var oldest = today.minusDays(mining.keepDays());
        var ended = new ArrayList<String>();
        try (var all = own.reviews().all()) {
            all.forEachRemaining(entry -> {
                if (ScannerReviews.read(entry.value).lastDay().isBefore(oldest)) {
                    ended.add(entry.key);
                }
            });
        }
        for (var scanner : ended) {
            own.reviews().delete(scanner);
            say(own, Kind.REVIEWS, scanner, new byte[0], now);
        }
        for (var stream : own.numbers().forget(oldest, today)) {
            say(own, Kind.STREAM, part(own, stream), new byte[0], now);
        }
    }

    private static void say(Parts own, Kind kind, String key, byte[] value, long now) {
        var headers = new RecordHeaders();
        kind.on(headers);
        own.context()
                .forward(new Record<>(key.getBytes(StandardCharsets.UTF_8), value, now, headers));
    }

    private static LocalDate day(long time) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(time), ZoneOffset.UTC);
    }
}
