package org.medsendx.ingest.service;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.hotfolder.HotFolder;
import org.medsendx.ingest.intake.Reception;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the hot folder again and again, and once a minute completes decisions that a passing
 * fault of the disk left undone.
 */
final class HotFolderWatch implements RepeatedLook.Look {

    private static final Logger LOG = LoggerFactory.getLogger(HotFolderWatch.class);
    private static final Duration COMPLETE_EVERY = Duration.ofMinutes(1);

    private final Reception reception;
    private final @Nullable HotFolder hotFolder;

    // Not a time of day: a clock that is put back would stop it for as long.
    private long completedAt = System.nanoTime();
    private long decided;

    private HotFolderWatch(Reception reception, @Nullable HotFolder hotFolder) {
        this.reception = reception;
        this.hotFolder = hotFolder;
        this.decided = reception.decisions();
    }

    static RepeatedLook start(
            Reception reception, @Nullable HotFolder hotFolder, Duration interval) {
        return RepeatedLook.start(
                "hot-folder",
                hotFolder == null ? COMPLETE_EVERY : interval,
                new HotFolderWatch(reception, hotFolder));
    }

    @Override
    public @Nullable String take() throws IOException {
        String waits = null;
        if (hotFolder != null) {
            var scan = hotFolder.scan();
            waits =
                    scan.full()
                            ? "waits: free space is below the low watermark"
                            : scan.kept() > 0
                                    ? "left files that cannot be read or removed: " + scan.kept()
                                    : "";
        }
        if (System.nanoTime() - completedAt > COMPLETE_EVERY.toNanos()) {
            reception.complete(decided);
            decided = reception.decisions();
            completedAt = System.nanoTime();
        }
        return waits;
    }

    @Override
    public String words(String kind) {
        return "waits, the volume fails: " + kind;
    }

    @Override
    public void trouble(String trouble) {
        if (trouble.isEmpty()) {
            LOG.info("the hot folder goes on");
        } else {
            LOG.warn("the hot folder " + trouble);
        }
    }
}
