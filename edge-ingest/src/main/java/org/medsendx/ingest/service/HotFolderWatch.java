package org.medsendx.ingest.service;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.hotfolder.HotFolder;
import org.medsendx.ingest.intake.Reception;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The background thread: looks at the hot folder again and again, and once a minute completes
 * decisions that a passing fault of the disk left undone.
 */
final class HotFolderWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HotFolderWatch.class);
    private static final Duration COMPLETE_EVERY = Duration.ofMinutes(1);

    private final Reception reception;
    private final @Nullable HotFolder hotFolder;
    private final Duration interval;
    private final Thread thread;
    private volatile boolean closed;
    private String lastTrouble = "";

    private HotFolderWatch(Reception reception, @Nullable HotFolder hotFolder, Duration interval) {
        this.reception = reception;
        this.hotFolder = hotFolder;
        this.interval = hotFolder == null ? COMPLETE_EVERY : interval;
        this.thread = Thread.ofPlatform().daemon().name("hot-folder").unstarted(this::run);
    }

    static HotFolderWatch start(
            Reception reception, @Nullable HotFolder hotFolder, Duration interval) {
        var watch = new HotFolderWatch(reception, hotFolder, interval);
        watch.thread.start();
        return watch;
    }

    private void run() {
        var completed = Instant.now();
        while (!closed) {
            try {
                if (hotFolder != null) {
                    var scan = hotFolder.scan();
                    trouble(
                            scan.full()
                                    ? "waits: free space is below the low watermark"
                                    : scan.kept() > 0
                                            ? "left files that cannot be read or removed: "
                                                    + scan.kept()
                                            : "");
                }
                if (Instant.now().isAfter(completed.plus(COMPLETE_EVERY))) {
                    reception.complete(completed);
                    completed = Instant.now();
                }
            } catch (IOException | RuntimeException e) {
                // Only the kind: a file system's message holds a path, a path may hold a name.
                trouble("waits, the volume fails: " + e.getClass().getSimpleName());
            }
            try {
                Thread.sleep(interval);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void trouble(String trouble) {
        if (!trouble.equals(lastTrouble)) {
            lastTrouble = trouble;
            if (trouble.isEmpty()) {
                LOG.info("the hot folder goes on");
            } else {
                LOG.warn("the hot folder " + trouble);
            }
        }
    }

    /** Whether the thread still runs; once false, only a restart helps. */
    boolean alive() {
        return thread.isAlive();
    }

    /** Stops after the file that is under way. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        // No interrupt while a file is under way: it would close the channel that is written.
        thread.join(Duration.ofMillis(200));
        thread.interrupt();
        thread.join(Duration.ofSeconds(5));
    }
}
