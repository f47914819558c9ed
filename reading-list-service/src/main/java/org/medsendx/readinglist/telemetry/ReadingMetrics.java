package org.medsendx.readinglist.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.readinglist.exam.Departures;
import org.medsendx.readinglist.exam.ExamList;
import org.medsendx.readinglist.exam.Freshness;
import org.medsendx.readinglist.intake.Intake;
import org.medsendx.readinglist.intake.Outcome;

/**
 * Counters of the list. Labels are outcomes and topics; no truck, since how many exams of which
 * truck came when is what a shifted date must not be joined with.
 */
@ApplicationScoped
public class ReadingMetrics {

    private final Map<String, Map<Outcome, Counter>> records = new HashMap<>();
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Handed, Counter> handed = new EnumMap<>(Handed.class);

    /** What became of a request for an object. */
    public enum Handed {
        /** It was handed out whole, and is what the event said. */
        WHOLE,
        /** The store has it no longer. */
        GONE,
        /** The store has another one under its key. */
        DIFFERS,
        /** The store does not answer, or refuses. */
        UNAVAILABLE,
        /** It ended in the middle, at the store or at who asked. */
        BROKEN_OFF,
        /** Too many at the same time. */
        BUSY
    }

    public ReadingMetrics(MeterRegistry registry, ExamList list, Freshness freshness) {
        for (var outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
        for (var topic : Intake.TOPICS) {
            records.put(topic.topicName(), counters(registry, topic));
        }
        for (var kind : Handed.values()) {
            handed.put(
                    kind,
                    Counter.builder("medsendx.reading.objects")
                            .description("requests for objects by what became of them")
                            .tag("outcome", code(kind))
                            .register(registry));
        }
        for (var reason : Departures.Reason.values()) {
            for (var kind : Departures.Kind.values()) {
                FunctionCounter.builder(
                                "medsendx.reading.left",
                                list,
                                all -> all.totals().departures().count(reason, kind))
                        .description("exams that left the list")
                        .tag("reason", code(reason))
                        .tag("kind", code(kind))
                        .register(registry);
            }
        }
        Gauge.builder("medsendx.reading.age", freshness, ReadingMetrics::age)
                .description("since it was known last that the list is all there is")
                .baseUnit("seconds")
                .register(registry);
        FunctionCounter.builder("medsendx.reading.missed", freshness, all -> all.now().missed())
                .description("events that the broker deleted before they were read")
                .register(registry);
        Gauge.builder("medsendx.reading.exams", list, all -> all.totals().exams())
                .description("exams on the list")
                .register(registry);
        Gauge.builder("medsendx.reading.images", list, all -> all.totals().images())
                .description("images of the exams on the list")
                .register(registry);
    }

    private static Map<Outcome, Counter> counters(MeterRegistry registry, DeidentifiedTopic topic) {
        var counters = new EnumMap<Outcome, Counter>(Outcome.class);
        for (var outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    Counter.builder("medsendx.reading.records")
                            .description("records by what became of them")
                            .tag("topic", topic.topicName())
                            .tag("outcome", outcome.code())
                            .register(registry));
        }
        return counters;
    }

    private static double age(Freshness freshness) {
        var asOf = freshness.now().asOf();
        return asOf == null
                ? Double.NaN
                : Duration.between(asOf, Instant.now()).toMillis() / 1000.0;
    }

    private static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Counts a record. @return how many had this outcome until now */
    public long count(String topic, Outcome outcome) {
        var counter = records.getOrDefault(topic, Map.of()).get(outcome);
        if (counter != null) {
            counter.increment();
        }
        var all = outcomes.get(outcome);
        if (all == null) {
            return 0;
        }
        all.increment();
        return all.sum();
    }

    /** Records that were refused, those outcomes that there were. */
    public Map<Outcome, Long> refused() {
        var refused = new EnumMap<Outcome, Long>(Outcome.class);
        outcomes.forEach((outcome, count) -> {
            if (outcome.isRefused() && count.sum() > 0) {
                refused.put(outcome, count.sum());
            }
        });
        return refused;
    }

    /** Counts a request for an object. */
    public void count(Handed what) {
        var counter = handed.get(what);
        if (counter != null) {
            counter.increment();
        }
    }
}
