package org.medsendx.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that is, or will be, on a disk of its own: whether it takes files now, and waiting until
 * it does. A disk that is full or cannot be written is no reason for a service to end: it comes
 * back, and nobody is there to start the service again.
 */
public final class Volume {

    private static final Logger LOG = LoggerFactory.getLogger(Volume.class);

    /** What the first files of a service need at least, bytes. */
    private static final int PROBE = 64 << 10;

    private static final String SUFFIX = ".probe";
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private Volume() {}

    /**
     * Writes a small file (64 KiB) into a folder and removes it, whatever happens.
     *
     * @throws IOException when the folder takes no file now
     */
    public static void check(Path folder) throws IOException {
        Path probe = folder.resolve("." + UUID.randomUUID() + SUFFIX);
        try {
            Files.write(
                    probe,
                    new byte[PROBE],
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** Whether {@link #check} succeeds. */
    public static boolean takesFiles(Path folder) {
        try {
            check(folder);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Returns when all of these folders take files; one that is not there yet, when the folder does
     * in which it would be. Says so when it has to wait, and when that is over. Ends too when the
     * process is told to end.
     *
     * @return whether they do; false when the process ends
     */
    public static boolean await(String what, Path... folders) {
        if (takeFiles(folders)) {
            return true;
        }
        LOG.warn("waits: {} cannot be written or is full; goes on by itself when it can", what);
        var ending = new CountDownLatch(1);
        var hook = new Thread(ending::countDown, "volume-wait-ends");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            while (!ending.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                if (takeFiles(folders)) {
                    LOG.info("goes on: {} can be written", what);
                    return true;
                }
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is ending.
            }
        }
    }

    /** Whether all of them take files now, as {@link #await} sees it. */
    public static boolean takeFiles(Path... folders) {
        for (Path folder : folders) {
            Path there = existing(folder);
            // What is no folder does not become one by waiting: opening it says what is wrong.
            if (Files.isDirectory(there) && !takesFiles(there)) {
                return false;
            }
        }
        return true;
    }

    /** The folder, or the nearest one above it that is there. */
    private static Path existing(Path folder) {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }
}
