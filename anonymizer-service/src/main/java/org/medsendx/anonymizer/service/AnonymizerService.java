package org.medsendx.anonymizer.service;

import static java.util.Objects.requireNonNull;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.border.Announcements;
import org.medsendx.anonymizer.border.Border;
import org.medsendx.anonymizer.config.AnonymizerConfig;
import org.medsendx.anonymizer.features.FeatureRecords;
import org.medsendx.anonymizer.ledger.Ledger;
import org.medsendx.anonymizer.messaging.EventRelays;
import org.medsendx.anonymizer.reidentify.PatientTable;
import org.medsendx.anonymizer.running.RunningBorder;
import org.medsendx.anonymizer.storage.DiskVolumes;
import org.medsendx.anonymizer.telemetry.AnonymizerMetrics;
import org.medsendx.anonymizer.waiting.NotTakenUp;
import org.medsendx.audit.AuditLog;
import org.medsendx.contracts.Checks;
import org.medsendx.deidentification.pseudonym.KeyFile;
import org.medsendx.deidentification.release.Releaser;
import org.medsendx.deidentification.release.Reports;
import org.medsendx.deidentification.report.SigningKey;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.rules.ProfileException;
import org.medsendx.deidentification.vault.VaultException;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.journal.DataFolder;
import org.medsendx.journal.DataVersionException;
import org.medsendx.journal.Journal;
import org.medsendx.journal.Volume;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.kafka.DeadLetters;
import org.medsendx.outbox.retention.ConfirmedFiles;
import org.medsendx.outbox.work.OpenParts;
import org.medsendx.servicehealth.CannotStart;
import org.medsendx.webguard.IdentifiedAccess;
import org.medsendx.webguard.WaitingRoom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the anonymizer: volumes, key, ledger and outboxes are opened before anything is
 * consumed, and closed in the opposite order. Nothing here waits for anything remote.
 */
@ApplicationScoped
public class AnonymizerService implements RunningBorder {

    private static final Logger LOG = LoggerFactory.getLogger(AnonymizerService.class);

    private final AnonymizerConfig config;
    private final EventRelays relays;
    private final BorderKeeping keeping;
    private final AnonymizerMetrics metrics;
    private final OpenParts open = new OpenParts();
    private @Nullable DiskVolumes volumes;
    private @Nullable Ledger ledger;
    private @Nullable Border border;
    private @Nullable Announcements announcements;
    private @Nullable FeatureRecords features;
    private @Nullable NotTakenUp notTakenUp;
    private @Nullable ConfirmedFiles confirmed;
    private @Nullable IdentityParts identity;

    AnonymizerService(
            AnonymizerConfig config,
            EventRelays relays,
            BorderKeeping keeping,
            AnonymizerMetrics metrics) {
        this.config = config;
        this.keeping = keeping;
        this.relays = relays;
        this.metrics = metrics;
    }

    // Before the consumers (1000).
    void start(@Observes @Priority(100) StartupEvent event) {
        // Volumes that are full or away are waited for: nobody is there to start this again.
        if (!awaitVolumes()) {
            throw CannotStart.stopped("anonymizer-service");
        }
        try {
            open();
        } catch (KeyFile.UnusableKeyException | ProfileException | DataVersionException e) {
            stop();
            throw cannotStart(e.getMessage());
        } catch (VaultException e) {
            stop();
            throw cannotStart(e.getMessage() + ". See docs/operations.md, Keys.");
        } catch (IOException e) {
            stop();
            if (!Volume.takeFiles(written())) {
                start(event);
                return;
            }
            throw cannotStart(
                    "the volumes "
                            + config.identifiedDir()
                            + ", "
                            + config.deidentifiedDir()
                            + " and "
                            + config.featuresDir()
                            + " cannot be opened ("
                            + e.getClass().getSimpleName()
                            + ": "
                            + e.getMessage()
                            + "). Mount them, give this user the right to write, set"
                            + " medsendx.anonymizer.identified-dir, deidentified-dir and"
                            + " features-dir, and see that no other anonymizer-service uses them.");
        }
    }

    private Path[] written() {
        return new Path[] {config.identifiedDir(), config.deidentifiedDir(), config.featuresDir()};
    }

    private boolean awaitVolumes() {
        if (Volume.takeFiles(written())) {
            return true;
        }
        var settings = ConfigProvider.getConfig();
        try (var room =
                WaitingRoom.open(
                        settings.getValue("quarkus.http.host", String.class),
                        settings.getValue("quarkus.http.port", Integer.class))) {
            LOG.info("port {} says meanwhile that it is not ready", room.port());
            return Volume.await(
                    "one of the volumes of medsendx.anonymizer.identified-dir, deidentified-dir and"
                            + " features-dir",
                    written());
        } catch (IOException e) {
            throw cannotStart("quarkus.http.port is taken");
        }
    }

    private static PreventFurtherStepsException cannotStart(@Nullable String problem) {
        return CannotStart.because("anonymizer-service", String.valueOf(problem));
    }

    private void open() throws IOException, KeyFile.UnusableKeyException, ProfileException {
        Profile profile =
                config.profile().isPresent()
                        ? Profile.read(config.profile().get())
                        : Profile.truck();
        volumes = DiskVolumes.open(config.identifiedDir(), config.deidentifiedDir());
        DataFolder.open(config.featuresDir(), DiskVolumes.OWNER);
        IdentityParts parts = open.keep(IdentityParts.open(config, volumes));
        identity = parts;
        var decisions = open.keep(Ledger.open(volumes.own().resolve("ledger")));
        ledger = decisions;
        var released = open.keep(Outbox.open(volumes.ownClean().resolve("outbox"), "anonymizer"));
        var withheld =
                open.keep(Outbox.open(volumes.own().resolve("outbox"), "anonymizer-identified"));
        announcements = new Announcements(released, withheld);
        notTakenUp = new NotTakenUp(released, volumes.ownClean().resolve("outbox"), decisions);
        Path featuresDir = config.featuresDir();
        var records = open.keep(Outbox.open(featuresDir.resolve("outbox"), "anonymizer"));
        features =
                FeatureRecords.open(
                        decisions,
                        records,
                        open.keep(Journal.open(volumes.own().resolve("measured"))),
                        open.keep(Journal.open(volumes.own().resolve("reviewed"))));
        var toFeatures =
                open.keep(relays.start("features", records, featuresDir.resolve("outbox.cursor")));
        var toClean =
                open.keep(
                        relays.start(
                                "released", released, volumes.ownClean().resolve("outbox.cursor")));
        var toIdentified =
                open.keep(
                        relays.start("withheld", withheld, volumes.own().resolve("outbox.cursor")));
        var known = open.keep(keeping.open(volumes));
        confirmed = known;
        var readers =
                List.of(keeping.released(volumes.ownClean().resolve("outbox"), known, decisions));
        open.keep(
                keeping.start(
                        known,
                        decisions,
                        List.of(
                                new BorderKeeping.Published("released", released, toClean, readers),
                                new BorderKeeping.Published(
                                        "features",
                                        records,
                                        toFeatures,
                                        List.of(keeping.features(records))),
                                new BorderKeeping.Published(
                                        "withheld", withheld, toIdentified, List.of()))));
        var limits =
                new ReadLimits(
                        ReadLimits.DEFAULT.bulkThreshold(),
                        config.maxHeaderSize().asLongValue(),
                        ReadLimits.DEFAULT.maxDepth());
        border =
                new Border(
                        rules(profile, parts, limits),
                        chosen(parts, limits),
                        volumes,
                        decisions,
                        new Border.Records(parts.patients(), parts.audit()),
                        Clock.systemUTC());
        metrics.undated(border);
        metrics.show(config, parts.audit());
        LOG.info(
                "anonymizer-service works with profile {} and key {}; {} released so far; reports"
                        + " are signed with key {}",
                profile.name(),
                parts.studies().active().id(),
                decisions.size(),
                parts.signing().id());
    }

    private Border.Rules rules(Profile profile, IdentityParts parts, ReadLimits limits) {
        return new Border.Rules(
                profile.name(),
                new Releaser(
                        profile, parts.studies(), config.issuerOfPatientId().orElse(""), limits),
                new Reports(profile, parts.signing()));
    }

    /** The profiles that may be chosen for one instance. */
    private Map<String, Border.Rules> chosen(IdentityParts parts, ReadLimits limits)
            throws IOException, ProfileException {
        var chosen = new HashMap<String, Border.Rules>();
        for (var named : config.profiles().entrySet()) {
            try {
                Checks.profile(named.getKey());
            } catch (IllegalArgumentException e) {
                throw new ProfileException("medsendx.anonymizer.profiles: " + e.getMessage());
            }
            chosen.put(named.getKey(), rules(Profile.read(named.getValue()), parts, limits));
        }
        return chosen;
    }

    void stop(@Observes @Priority(3000) ShutdownEvent event) {
        stop();
    }

    private void stop() {
        open.close();
    }

    /** The door to identified pages: who comes in is in the audit log first. */
    @Produces
    @Singleton
    IdentifiedAccess access() {
        return new IdentifiedAccess(this::audit);
    }

    @Override
    public Border border() {
        return requireNonNull(border, "not started");
    }

    @Override
    public Announcements announcements() {
        return requireNonNull(announcements, "not started");
    }

    @Override
    public Ledger ledger() {
        return requireNonNull(ledger, "not started");
    }

    @Override
    public FeatureRecords features() {
        return requireNonNull(features, "not started");
    }

    @Override
    public ConfirmedFiles confirmed() {
        return requireNonNull(confirmed, "not started");
    }

    @Override
    public Path picture(UUID objectId) {
        return volumes().picture(objectId);
    }

    @Override
    public void checkWritable() throws IOException {
        volumes().checkWritable();
    }

    DiskVolumes volumes() {
        return requireNonNull(volumes, "not started");
    }

    @Override
    public PatientTable patients() {
        return identity().patients();
    }

    @Override
    public SigningKey signing() {
        return identity().signing();
    }

    @Override
    public AuditLog audit() {
        return identity().audit();
    }

    private IdentityParts identity() {
        return requireNonNull(identity, "not started");
    }

    @Override
    public void keepDeadLetter(String topic, int partition, long offset, byte[] value)
            throws IOException {
        new DeadLetters(volumes().deadLetters()).keep(topic, partition, offset, value);
    }

    NotTakenUp notTakenUp() {
        return requireNonNull(notTakenUp, "not started");
    }
}
