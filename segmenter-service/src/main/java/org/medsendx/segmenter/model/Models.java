package org.medsendx.segmenter.model;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Segmentation.Model;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.segmenter.model.ModelFailure.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that a site has set, by modality. Asking one takes no longer than its time and no more
 * than its memory, and whatever is wrong with it is an answer with a reason: the caller goes on
 * with k-means. A model that was too slow, too large or lost is left alone for a minute, then for
 * twice as long each time, so that a hundred scans do not wait for it a hundred times.
 */
public final class Models implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Models.class);
    private static final Duration FIRST_REST = Duration.ofMinutes(1);
    private static final Duration LONGEST_REST = Duration.ofHours(1);

    private final Settings settings;
    private final ScheduledExecutorService watch;
    private final LongAdder mapped = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile @Nullable NetworkProcess running;
    private volatile boolean closed;
    private @Nullable ModelPackage loaded;
    private final Map<String, Rest> resting = new HashMap<>();

    /** Until when a model is left alone, and how long it was. */
    private record Rest(long until, Duration length) {}

    /**
     * What a site says about models.
     *
     * @param byModality name of the model for a modality such as CT
     * @param folder of models; null for those of this program alone
     * @param timeLimit for one scan, with starting and loading
     * @param memory bytes that a network may take
     * @param threads that it may use
     */
    public record Settings(
            Map<String, String> byModality,
            @Nullable Path folder,
            Duration timeLimit,
            long memory,
            int threads) {
        public Settings {
            // Names out of the environment come in lower case.
            byModality =
                    byModality.entrySet().stream()
                            .collect(
                                    Collectors.toUnmodifiableMap(
                                            e -> e.getKey().toUpperCase(Locale.ROOT),
                                            Map.Entry::getValue));
            if (!timeLimit.isPositive() || memory < 1 || threads < 1) {
                throw new IllegalArgumentException("limits of a model are positive");
            }
        }
    }

    public Models(Settings settings) {
        this.settings = settings;
        this.watch =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("model-watch").factory());
    }

    /** None, for any scan. */
    public static Models none() {
        return new Models(new Settings(Map.of(), null, Duration.ofSeconds(1), 1, 1));
    }

    /**
     * Asks the model that is set for the modality of a scan.
     *
     * @throws IOException when the scan's pixels cannot be read; anything about the model is an
     *     answer
     */
    public synchronized Learned ask(ScanPixels scan) throws IOException, UnsupportedImageException {
        var name = settings.byModality().get(scan.modality());
        if (name == null) {
            return new Learned.NotAsked();
        }
        Model model = null;
        try {
            var chosen = ModelPackage.read(settings.folder(), name);
            var manifest = chosen.manifest();
            model = new Model(manifest.name(), manifest.version(), manifest.sha256());
            var answer = ask(chosen, scan);
            mapped.increment();
            return answer;
        } catch (ModelFailure e) {
            LOG.warn("model {} made no map, k-means does: {}", name, e.getMessage());
            if (e.reason().tiring()) {
                close(running);
                rest(name);
            } else if (e.reason() == Reason.FOREIGN) {
                close(running);
            }
            refused.increment();
            return new Learned.Refused(model, e.reason().code());
        }
    }

    private Learned ask(ModelPackage chosen, ScanPixels scan)
            throws ModelFailure, IOException, UnsupportedImageException {
        if (closed) {
            throw new ModelFailure(Reason.CRASHED, "the service stops");
        }
        var rest = resting.get(chosen.manifest().name());
        if (rest != null && System.nanoTime() - rest.until() < 0) {
            throw new ModelFailure(Reason.RESTING, "it rests");
        }
        long deadline = System.nanoTime() + settings.timeLimit().toNanos();
        var mapped =
                Mapper.map(
                        chosen.manifest(),
                        (patch, shape) -> {
                            // Started at the first patch: a scan that is not for it costs no
                            // process.
                            var network = network(chosen, deadline);
                            return network.run(patch, shape);
                        },
                        scan);
        resting.remove(chosen.manifest().name());
        return mapped;
    }

    private void rest(String name) {
        var before = resting.get(name);
        var length = before == null ? FIRST_REST : before.length().multipliedBy(2);
        length = length.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : length;
        resting.put(name, new Rest(System.nanoTime() + length.toNanos(), length));
    }

    private NetworkProcess network(ModelPackage chosen, long deadline) throws ModelFailure {
        var before = loaded;
        var process = running;
        if (process == null
                || !process.alive()
                || before == null
                || !before.manifest().equals(chosen.manifest())) {
            close(process);
            process =
                    NetworkProcess.start(
                            chosen, settings.memory(), settings.threads(), watch, deadline);
            running = process;
            loaded = chosen;
        }
        process.deadline(deadline);
        return process;
    }

    /** Whether a model is set for a modality. */
    public boolean has(String modality) {
        return settings.byModality().containsKey(modality.toUpperCase(Locale.ROOT));
    }

    /** How often a model that was asked made maps. */
    public long mapped() {
        return mapped.sum();
    }

    /** How often a model that was asked made none, and k-means stood in. */
    public long refused() {
        return refused.sum();
    }

    /** Reads the packages that are set, and says in the log which cannot be used. */
    public void look() {
        settings.byModality()
                .forEach((modality, name) -> {
                    try {
                        var manifest = ModelPackage.read(settings.folder(), name).manifest();
                        LOG.info(
                                "{} is segmented by model {} {}; it is for: {}",
                                modality,
                                manifest.name(),
                                manifest.version(),
                                manifest.intendedUse());
                    } catch (ModelFailure e) {
                        LOG.warn("{} is segmented by k-means: {}", modality, e.getMessage());
                    }
                });
    }

    /** The process of the network, for tests. */
    synchronized @Nullable NetworkProcess running() {
        return running;
    }

    private void close(@Nullable NetworkProcess process) {
        if (process != null) {
            process.close();
        }
        if (process == running) {
            running = null;
            loaded = null;
        }
    }

    /** Ends the process; what is asked afterwards is refused. */
    @Override
    public void close() {
        closed = true;
        var process = running;
        if (process != null) {
            // Whoever waits for it has its answer at once, and leaves.
            process.end();
        }
        finish();
    }

    private synchronized void finish() {
        close(running);
        watch.shutdownNow();
    }
}
