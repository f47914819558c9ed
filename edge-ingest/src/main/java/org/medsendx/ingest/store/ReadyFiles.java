package org.medsendx.ingest.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Empty files that wait for what comes next, with names that survive a power cut: one force of the
 * folder serves many of them, and no sender waits for it. They are made beside the senders and are
 * only a shortcut: with none left, or on a disk that makes no more, a file is made when it is
 * needed. What is left of them at a start is removed. Thread safe.
 */
final class ReadyFiles implements AutoCloseable {

    private static final int AT_ONCE = 32;

    private final Path folder;
    private final GroupedForce names;
    private final Queue<UUID> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger();
    private final ReentrantLock making = new ReentrantLock();
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean closed;

    ReadyFiles(Path folder, GroupedForce names) {
        this.folder = folder;
        this.names = names;
    }

    /** The object id of one of them, which is the caller's now. */
    Optional<UUID> take() {
        UUID id = ready.poll();
        if (id != null) {
            left.decrementAndGet();
        }
        if (left.get() < AT_ONCE / 2 && asked.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("incoming-ready").start(this::make);
        }
        return Optional.ofNullable(id);
    }

    private void make() {
        making.lock();
        var made = new ArrayList<UUID>();
        try {
            while (made.size() < AT_ONCE && !closed) {
                UUID id = UUID.randomUUID();
                Files.createFile(file(id), Incoming.OWNER_ONLY);
                made.add(id);
            }
            names.force();
            left.addAndGet(made.size());
            ready.addAll(made);
        } catch (IOException e) {
            // The sender that comes next meets the same disk and hears of it; what was made is room
            // that it may need.
            made.forEach(this::remove);
        } finally {
            asked.set(false);
            making.unlock();
        }
    }

    private void remove(UUID id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            // The next start removes it.
        }
    }

    private Path file(UUID id) {
        return folder.resolve(id + IdentifiedStore.PART);
    }

    /** Removes what nobody has taken. */
    @Override
    public void close() {
        closed = true;
        making.lock();
        try {
            for (UUID id = ready.poll(); id != null; id = ready.poll()) {
                remove(id);
            }
        } finally {
            making.unlock();
        }
    }
}
