package org.medsendx.uplink.storage;

import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.faulttolerance.api.ExponentialBackoff;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.jspecify.annotations.Nullable;
import org.medsendx.uplink.ability.StoreKnowledge;
import org.medsendx.uplink.config.UplinkConfig;
import org.medsendx.uplink.upload.BrokenOff;
import org.medsendx.uplink.upload.GaveWay;
import org.medsendx.uplink.upload.ObjectStore;
import org.medsendx.uplink.upload.StallGuard;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.UploadJob;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One attempt to store one object, guarded: short faults are tried again at once, a store that
 * keeps failing is left alone for a while, and an attempt without progress is cut. What fails here
 * is tried again by the outbox behind it, without end.
 *
 * <p>The numbers can be set by the configuration keys of MicroProfile Fault Tolerance, such as
 * {@code
 * quarkus.fault-tolerance."org.medsendx.uplink.storage.GuardedAttempt/put".retry.max-retries}.
 */
@ApplicationScoped
public class GuardedAttempt {

    /** The name of the circuit breaker in metrics and status. */
    public static final String BREAKER = "uplink-store";

    private final S3Client s3;
    private final String bucket;
    private final ObjectStore store;
    private final StoreKnowledge knowledge;
    private final StallGuard guard;
    private @Nullable StoreAddress address;

    GuardedAttempt(S3Client s3, UplinkConfig config, ServerName server) {
        this.s3 = s3;
        this.bucket = config.bucket().orElseThrow();
        var settings =
                new S3Settings(
                        bucket,
                        new ServerSideEncryption(
                                config.encryption(), config.kmsKeyId().orElse(null)),
                        config.readBackLimit().asLongValue(),
                        config.multipartThreshold().asLongValue(),
                        config.partSize().asLongValue(),
                        config.largestPartSize().asLongValue(),
                        config.uplinkDir().resolve("multipart"));
        this.knowledge =
                new StoreKnowledge(
                        StoreTrial.below(
                                s3,
                                settings,
                                config.probe().prefix(),
                                config.uplinkDir().resolve("probe-name")),
                        config.probe().every(),
                        config.probe().pause(),
                        InstantSource.system());
        server.tell(knowledge::heard);
        this.store = new S3ObjectStore(s3, settings, knowledge);
        this.guard = new StallGuard(config.stallTimeout(), config.answerTimeout());
    }

    /** What is known of the store. */
    public StoreKnowledge knowledge() {
        return knowledge;
    }

    /** Asks the store what it can do, when that is due. */
    public void ask() throws StoreRefused, StoreUnavailable, InterruptedException {
        if (knowledge.isDue()) {
            guard.run(knowledge::abilities);
        }
    }

    /** Whether the store's address takes a connection now. Used by one thread. */
    public boolean storeAnswers() {
        var known = address;
        if (known == null) {
            // Only when somebody waits: until then the client may not have been made.
            var url = s3.utilities().getUrl(any -> any.bucket(bucket).key("link"));
            known = new StoreAddress(URI.create(url.toString()));
            address = known;
        }
        return known.answers();
    }

    /** What became of the tries of one call. Used by the thread that calls. */
    public static final class Tries {

        private @Nullable String lastFault;
        private boolean forward;

        /** Why the last try failed, as a code, or null when none was made or it did not. */
        public @Nullable String lastFault() {
            return lastFault;
        }

        /** Whether any try brought the object forward. */
        public boolean forward() {
            return forward;
        }
    }

    /**
     * See {@link ObjectStore#put}.
     *
     * @param tries is told of faults that a retry or the open breaker would hide
     */
    @CircuitBreakerName(BREAKER)
    @CircuitBreaker(
            requestVolumeThreshold = 4,
            failureRatio = 0.5,
            delay = 10,
            delayUnit = ChronoUnit.SECONDS,
            failOn = StoreUnavailable.class,
            skipOn = {BrokenOff.class, GaveWay.class})
    @Retry(
            maxRetries = 3,
            delay = 200,
            jitter = 100,
            maxDuration = 10,
            durationUnit = ChronoUnit.SECONDS,
            retryOn = StoreUnavailable.class,
            abortOn = {StoreRefused.class, GaveWay.class})
    // Whoever sleeps here does not hear that the link is back.
    @ExponentialBackoff(factor = 2, maxDelay = 500)
    public ObjectStore.Receipt put(UploadJob job, Path file, Tries tries)
            throws StoreRefused, StoreUnavailable, InterruptedException {
        try {
            return guard.run(progress -> store.put(job, file, progress));
        } catch (StoreUnavailable e) {
            tries.lastFault = e.code();
            tries.forward |= e instanceof BrokenOff;
            throw e;
        }
    }
}
