package org.medsendx.ingest.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ServiceUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.ingest.crew.CrewSettings;
import org.medsendx.ingest.crew.Language;
import org.medsendx.ingest.crew.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells open truck pages what they show. Each message is the whole of it, so that one that was
 * dropped does no harm; it is laid out once for each language, at most once a second. A stream ends
 * after some minutes: the browser asks again, and whoever has signed out meanwhile is not let in.
 */
@Singleton
public final class TruckStream {

    private static final Logger LOG = LoggerFactory.getLogger(TruckStream.class);

    /** So many pages at once; a truck has a few tablets. */
    static final int MOST = 16;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final TruckNow now;
    private final CrewFrame frame;
    private final CrewSettings settings;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;
    private long told = Long.MIN_VALUE;
    private Instant toldAt = Instant.EPOCH;

    private record Listener(
            MultiEmitter<? super String> emitter, Language language, Instant begun) {}

    /**
     * What a page gets.
     *
     * @param html what it shows
     * @param at when, as it shows times
     */
    public record Message(String html, String at) {}

    TruckStream(TruckNow now, CrewFrame frame, CrewSettings settings) {
        this.now = now;
        this.frame = frame;
        this.settings = settings;
    }

    /**
     * A stream for one page.
     *
     * @throws ServiceUnavailableException when there are as many as are allowed
     */
    Multi<String> open(Language language) {
        if (listeners.size() >= MOST) {
            throw new ServiceUnavailableException(30L);
        }
        return Multi.createFrom()
                .emitter(emitter -> add(emitter, language), BackPressureStrategy.LATEST);
    }

    private synchronized void add(MultiEmitter<? super String> emitter, Language language) {
        var listener = new Listener(emitter, language, Instant.now());
        listeners.add(listener);
        emitter.onTermination(() -> listeners.remove(listener));
        // The page has just been laid out; the first message says that the stream is there.
        told = Long.MIN_VALUE;
        if (thread == null && stopped.getCount() > 0) {
            thread = Thread.ofPlatform().daemon().name("truck-page").start(this::run);
        }
    }

    private void run() {
        try {
            do {
                try {
                    look();
                } catch (RuntimeException e) {
                    // Pages say by themselves that they hear nothing.
                    LOG.warn("the truck page: {}", e.getClass().getSimpleName());
                }
            } while (!stopped.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // Stopping.
        }
    }

    private void look() {
        if (listeners.isEmpty()) {
            return;
        }
        var time = Instant.now();
        long version = now.version();
        synchronized (this) {
            if (version == told && toldAt.plus(SIGN_OF_LIFE).isAfter(time)) {
                return;
            }
            told = version;
            toldAt = time;
        }
        Map<Language, String> messages = new EnumMap<>(Language.class);
        for (var listener : listeners) {
            listener.emitter().emit(messages.computeIfAbsent(listener.language(), this::message));
            if (listener.begun().plus(LONGEST).isBefore(time)) {
                listener.emitter().complete();
            }
        }
    }

    private String message(Language language) {
        var words = frame.words(language);
        var view = now.view(words);
        String html =
                TruckPage.Templates.live(Texts.in(language), view, settings.linkToLink()).render();
        try {
            return EventCodec.JSON.writeValueAsString(new Message(html, view.exact()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text is plain data", e);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopped.countDown();
        for (var listener : listeners) {
            listener.emitter().complete();
        }
    }
}
