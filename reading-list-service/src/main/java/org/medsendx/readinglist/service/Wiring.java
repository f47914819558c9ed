package org.medsendx.readinglist.service;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.kafka.TableReader;
import org.medsendx.readinglist.config.ReadingConfig;
import org.medsendx.readinglist.exam.ExamList;
import org.medsendx.readinglist.exam.Freshness;
import org.medsendx.readinglist.exam.ListLimits;
import org.medsendx.readinglist.intake.Intake;
import org.medsendx.readinglist.messaging.TopicsReader;
import org.medsendx.readinglist.telemetry.ReadingMetrics;
import org.medsendx.servicehealth.WorkWatch;

/** Puts the service together. */
@ApplicationScoped
public class Wiring {

    @Produces
    @Singleton
    ExamList list(ReadingConfig config) {
        return new ExamList(limits(config), InstantSource.system());
    }

    static ListLimits limits(ReadingConfig config) {
        return new ListLimits(
                config.keep(),
                config.mostImages(),
                config.mostImagesOfExam(),
                config.aging(),
                config.urgentPriority());
    }

    @Produces
    @Singleton
    Freshness freshness(ReadingConfig config) {
        if (config.staleAfter().compareTo(config.askEvery()) <= 0) {
            throw new IllegalArgumentException(
                    "medsendx.reading.stale-after is longer than ask-every");
        }
        return new Freshness(config.staleAfter(), InstantSource.system());
    }

    @Produces
    @Singleton
    TopicsReader reader(
            ReadingConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            ExamList list,
            Freshness freshness,
            ReadingMetrics metrics) {
        return new TopicsReader(
                () -> TableReader.consumer(kafka),
                new Intake(list, config.buckets()),
                list,
                freshness,
                metrics,
                config.askEvery(),
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random()));
    }

    void start(@Observes StartupEvent event, TopicsReader reader, WorkWatch work) {
        reader.start();
        work.watch("topics", reader::state);
    }

    void stop(@Observes ShutdownEvent event, TopicsReader reader) {
        reader.close();
    }
}
