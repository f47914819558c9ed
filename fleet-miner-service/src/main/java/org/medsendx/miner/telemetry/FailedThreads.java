package org.medsendx.miner.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.medsendx.outbox.Backoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a stream thread that failed: it is replaced, its tasks are restored and go on.
 * One that fails again and again is replaced with full jitter, so that a fault that lasts (a topic
 * that was deleted) neither spins nor ends mining. After an error of the Java machine the stream
 * ends, and with it liveness: only a new process helps.
 */
@ApplicationScoped
public class FailedThreads implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FailedThreads.class);

    /** A thread that lived for so long failed for a reason of its own. */
    private static final Duration CALM = Duration.ofMinutes(2);

    private static final int AGAIN = 3;

    private final Backoff backoff;
    private final Counter replaced;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private int inARow;
    private Instant last = Instant.EPOCH;

    @Inject
    FailedThreads(MeterRegistry meters) {
        this(meters, new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random()));
    }

    FailedThreads(MeterRegistry meters, Backoff backoff) {
        this.backoff = backoff;
        this.replaced = meters.counter("medsendx.miner.threads.replaced");
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        if (isOfTheMachine(failure)) {
            LOG.error("a stream thread failed with the Java machine: mining ends", failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replaced.increment();
        var wait = backoff.after(count());
        LOG.error("a stream thread failed and is replaced in {}", wait, failure);
        try {
            var _ = stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static boolean isOfTheMachine(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof VirtualMachineError && !(t instanceof StackOverflowError)) {
                return true;
            }
        }
        return false;
    }

    private synchronized int count() {
        var now = Instant.now();
        inARow = now.isAfter(last.plus(CALM)) ? 1 : inARow + 1;
        last = now;
        return inARow;
    }

    /** Whether threads fail again and again, up to now. */
    synchronized boolean again() {
        return inARow >= AGAIN && !Instant.now().isAfter(last.plus(CALM));
    }

    void stop(@Observes ShutdownEvent event) {
        stopped.countDown();
    }
}
