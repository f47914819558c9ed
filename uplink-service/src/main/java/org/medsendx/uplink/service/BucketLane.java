package org.medsendx.uplink.service;

import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.work.OpenParts;
import org.medsendx.outbox.work.WorkHealth;
import org.medsendx.servicehealth.WorkWatch;
import org.medsendx.uplink.ability.StoreQuestions;
import org.medsendx.uplink.bandwidth.Bandwidth;
import org.medsendx.uplink.config.UplinkConfig;
import org.medsendx.uplink.destinations.Settlement;
import org.medsendx.uplink.storage.GuardedAttempt;
import org.medsendx.uplink.telemetry.UplinkMetrics;
import org.medsendx.uplink.telemetry.UplinkStatus;
import org.medsendx.uplink.upload.BrokenOff;
import org.medsendx.uplink.upload.LinkWatch;
import org.medsendx.uplink.upload.ObjectStore;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.Uplink;
import org.medsendx.uplink.upload.UploadJob;
import org.medsendx.uplink.upload.UploadJobs;
import org.medsendx.uplink.upload.Volumes;

/** The way to the bucket, with the breaker in front of it. */
final class BucketLane {

    private final UplinkConfig config;
    private final GuardedAttempt guarded;
    private final CircuitBreakerMaintenance breakers;

    BucketLane(UplinkConfig config, GuardedAttempt guarded, CircuitBreakerMaintenance breakers) {
        this.config = config;
        this.guarded = guarded;
        this.breakers = breakers;
    }

    /** Opens it where a bucket is configured; its workers are not started. */
    Optional<Uplink> open(
            UploadJobs jobs,
            Volumes volumes,
            Settlement settlement,
            Bandwidth bandwidth,
            UplinkMetrics metrics,
            OpenParts open) {
        if (config.bucket().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                open.keep(
                        new Uplink(
                                jobs,
                                UplinkService.order(config),
                                volumes,
                                this::attempt,
                                settlement::uploaded,
                                new Backoff(
                                        config.retryShortest(),
                                        config.retryLongest(),
                                        new SecureRandom()),
                                bandwidth,
                                InstantSource.system(),
                                metrics)));
    }

    /** Watches the link to it, and learns what the store can do. */
    void watch(Uplink uplink, WorkWatch work, UplinkMetrics metrics, OpenParts open) {
        var link =
                open.keep(
                        LinkWatch.start(
                                guarded::storeAnswers,
                                () -> uplink.waitingFor() != null,
                                () -> linkIsBack(uplink),
                                config.linkCheckEvery()));
        work.watch("link-watch", WorkHealth.of(link::alive));
        var questions =
                open.keep(
                        StoreQuestions.start(
                                guarded::ask,
                                new Backoff(
                                        config.retryShortest(),
                                        config.retryLongest(),
                                        new SecureRandom())));
        work.watch("store-questions", WorkHealth.of(questions::alive));
        metrics.watch(() -> guarded.knowledge().known().abilities());
        work.watch("workers", WorkHealth.of(uplink::alive));
    }

    private void linkIsBack(Uplink uplink) {
        // Open, it would let nothing through for a while, though what opened it has passed.
        breakers.reset(GuardedAttempt.BREAKER);
        uplink.linkIsBack();
    }

    private ObjectStore.Receipt attempt(UploadJob job, Path file)
            throws StoreRefused, StoreUnavailable, InterruptedException {
        var tries = new GuardedAttempt.Tries();
        try {
            return guarded.put(job, file, tries);
        } catch (CircuitBreakerOpenException e) {
            String fault = tries.lastFault();
            if (fault == null) {
                throw StoreUnavailable.notAttempted("breaker-open");
            }
            throw tries.forward() ? new BrokenOff(fault) : new StoreUnavailable(fault);
        }
    }

    /** What the store was seen to do, or null without a bucket. */
    UplinkStatus.@Nullable Store store() {
        return config.bucket().isEmpty()
                ? null
                : UplinkStatus.Store.of(guarded.knowledge().known());
    }

    CircuitBreakerState breaker() {
        return breakers.currentState(GuardedAttempt.BREAKER);
    }
}
