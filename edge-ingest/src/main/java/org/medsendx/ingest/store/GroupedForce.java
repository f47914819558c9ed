package org.medsendx.ingest.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.medsendx.journal.AtomicFile;

/**
 * Forces the entries of a folder for many at once: one call of the system serves all who asked
 * before it began. Thread safe.
 */
final class GroupedForce {

    private final Path folder;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long asked;
    private long done;
    private boolean forcing;

    GroupedForce(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns when what was in the folder before the call is there after a power cut.
     *
     * @throws IOException when the disk fails; who waits meanwhile tries once more on their own
     */
    void force() throws IOException {
        lock.lock();
        try {
            long mine = ++asked;
            while (done < mine) {
                if (forcing) {
                    changed.awaitUninterruptibly();
                } else {
                    forceForAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void forceForAll() throws IOException {
        long all = asked;
        forcing = true;
        lock.unlock();
        boolean forced = false;
        try {
            AtomicFile.forceFolder(folder);
            forced = true;
        } finally {
            lock.lock();
            forcing = false;
            if (forced) {
                done = Math.max(done, all);
            }
            changed.signalAll();
        }
    }
}
