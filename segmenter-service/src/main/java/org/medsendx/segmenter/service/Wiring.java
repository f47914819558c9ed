package org.medsendx.segmenter.service;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.journal.DataFolder;
import org.medsendx.journal.DataVersionException;
import org.medsendx.journal.Volume;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.Relay;
import org.medsendx.outbox.kafka.DeadLetters;
import org.medsendx.outbox.kafka.KafkaPublisher;
import org.medsendx.outbox.work.WorkHealth;
import org.medsendx.segmenter.assess.ScanJudge;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.derived.DerivedChoice;
import org.medsendx.segmenter.derived.DerivedChoice.Modalities;
import org.medsendx.segmenter.derived.DerivedObjects;
import org.medsendx.segmenter.derived.PictureChoice;
import org.medsendx.segmenter.instance.MakingDevice;
import org.medsendx.segmenter.model.Models;
import org.medsendx.segmenter.pipeline.AssessLimits;
import org.medsendx.segmenter.pipeline.ScanAssessor;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.segmenter.tissue.SchemeFileException;
import org.medsendx.segmenter.tissue.TissueSchemes;
import org.medsendx.segmenter.usual.FleetUsual;
import org.medsendx.segmenter.usual.UsualScans;
import org.medsendx.servicehealth.CannotStart;
import org.medsendx.servicehealth.ConsumerChannels;
import org.medsendx.servicehealth.VolumeMetrics;
import org.medsendx.servicehealth.WorkWatch;
import org.medsendx.servicehealth.traces.StageSpans;
import org.medsendx.servicehealth.traces.TracedPublisher;
import org.medsendx.webguard.WaitingRoom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the plain parts from the configuration, and closes them in order. */
@ApplicationScoped
public class Wiring {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final String WRITER = "segmenter-service";

    private final Path folder;
    private final SegmenterConfig config;

    public Wiring(SegmenterConfig config) {
        this.config = config;
        this.folder = config.derivedDir().resolve("segmenter");
    }

    @Produces
    @Singleton
    ScanAssessor assessor(UsualScans usual, Models models) {
        return new ScanAssessor(
                new AssessLimits(
                        config.maxPixels(),
                        config.maxFrames(),
                        config.maxMeasuredPixels(),
                        config.maxHighlightSide(),
                        config.maxHighlightBytes()),
                schemes(),
                new ScanJudge(Judging.limits(config), Judging.weights(config), usual),
                models);
    }

    @Produces
    @Singleton
    Models models() {
        return new Models(
                new Models.Settings(
                        config.models(),
                        config.modelsDir().orElse(null),
                        config.model().timeLimit(),
                        (long) config.model().memory() << 20,
                        config.model().threads()));
    }

    void close(@Disposes Models models) {
        models.close();
    }

    private TissueSchemes schemes() {
        if (config.tissueSchemes().isEmpty()) {
            return TissueSchemes.shipped();
        }
        try {
            return TissueSchemes.of(config.tissueSchemes().get());
        } catch (IOException e) {
            throw CannotStart.because(
                    WRITER, "medsendx.segmenter.tissue-schemes names a file that cannot be read");
        } catch (SchemeFileException e) {
            throw CannotStart.because(WRITER, String.valueOf(e.getMessage()));
        }
    }

    @Produces
    @Singleton
    DerivedObjects derivedObjects(
            @ConfigProperty(name = "quarkus.application.version") String version) {
        var derived = config.derived();
        var kinds =
                Map.of(
                        DerivedKind.HIGHLIGHT,
                        new Modalities(derived.highlight(), derived.highlightUp()),
                        DerivedKind.SEGMENTATION,
                        new Modalities(derived.segmentation(), derived.segmentationUp()),
                        DerivedKind.MEASUREMENTS,
                        new Modalities(derived.measurements(), derived.measurementsUp()),
                        DerivedKind.THUMBNAIL,
                        new Modalities(derived.thumbnail(), derived.thumbnailUp()));
        return new DerivedObjects(
                new DerivedChoice(
                        kinds,
                        new PictureChoice(derived.highlightsPerSeries()),
                        derived.segmentationCoding(),
                        derived.form(),
                        derived.thumbnailSide()),
                new MakingDevice(version));
    }

    @Produces
    @Singleton
    FleetUsual fleetUsual() {
        return new FleetUsual(
                config.triage().fleetAge(), config.triage().leastScans(), InstantSource.system());
    }

    @Produces
    @Singleton
    UsualScans usualScans(FleetUsual fleet) {
        try {
            return UsualScans.open(folder.resolve("usual"), Judging.usual(config), fleet);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    void close(@Disposes UsualScans usual) throws IOException {
        usual.close();
    }

    @Produces
    @Singleton
    DerivedFiles derivedFiles() {
        return new DerivedFiles(config.derivedDir());
    }

    @Produces
    @Singleton
    DeadLetters deadLetters() {
        return new DeadLetters(folder.resolve("dead-letters"));
    }

    @Produces
    @Singleton
    ScanLedger ledger() {
        try {
            return ScanLedger.open(folder.resolve("ledger"));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    void close(@Disposes ScanLedger ledger) throws IOException {
        ledger.close();
    }

    @Produces
    @Singleton
    Outbox outbox() {
        try {
            return Outbox.open(folder.resolve("outbox"), WRITER);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    void close(@Disposes Outbox outbox) throws IOException {
        outbox.close();
    }

    @Produces
    @Singleton
    Relay relay(
            Outbox outbox,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            StageSpans spans) {
        return Relay.start(
                outbox,
                folder.resolve("relay-cursor"),
                new TracedPublisher(
                        new KafkaPublisher(
                                KafkaPublisher.settings(name ->
                                        Optional.ofNullable(kafka.get(name))
                                                .map(Object::toString))),
                        spans),
                config.logCheckEvery());
    }

    void close(@Disposes Relay relay) {
        relay.close();
    }

    /** Before anything is opened or consumed: a volume that is full or away is waited for. */
    void awaitVolume(
            @Observes @Priority(1) StartupEvent event,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        awaitVolume(host, port);
        try {
            DataFolder.open(folder, WRITER);
        } catch (DataVersionException e) {
            throw CannotStart.because(WRITER, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void awaitVolume(String host, int port) {
        if (Volume.takeFiles(config.derivedDir())) {
            return;
        }
        try (var room = WaitingRoom.open(host, port)) {
            LOG.info("port {} says meanwhile that it is not ready", room.port());
            if (!Volume.await(
                    "the volume of medsendx.segmenter.derived-dir", config.derivedDir())) {
                throw CannotStart.stopped(WRITER);
            }
        } catch (IOException e) {
            throw CannotStart.because(WRITER, "quarkus.http.port is taken");
        }
    }

    /** Opens everything at start, so that a disk that cannot be used is heard of at once. */
    void start(
            @Observes StartupEvent event,
            ScanLedger ledger,
            Relay relay,
            UsualScans usual,
            FleetUsual fleet,
            Models models,
            MeterRegistry meters,
            KafkaClientService clients,
            WorkWatch work) {
        work.watch("relay", WorkHealth.of(relay::alive));
        ConsumerChannels.watch(clients, work);
        models.look();
        FunctionCounter.builder("medsendx.segmenter.models.mapped", models, Models::mapped)
                .register(meters);
        FunctionCounter.builder("medsendx.segmenter.models.refused", models, Models::refused)
                .register(meters);
        new VolumeMetrics(meters).show("derived", config.derivedDir());
        Gauge.builder("medsendx.segmenter.ledger.lines", ledger, ScanLedger::size).register(meters);
        Gauge.builder("medsendx.segmenter.usual.scans", usual, UsualScans::size).register(meters);
        Gauge.builder("medsendx.segmenter.usual.fleet", fleet, FleetUsual::size).register(meters);
        Gauge.builder("medsendx.segmenter.outbox.backlog", relay, Relay::backlog).register(meters);
        Gauge.builder("medsendx.segmenter.kafka.connected", relay, r -> r.connected() ? 1 : 0)
                .register(meters);
    }

    static IllegalStateException unusable(IOException e) {
        return new IllegalStateException(
                "medsendx.segmenter.derived-dir cannot be used: " + e.getClass().getSimpleName());
    }
}
