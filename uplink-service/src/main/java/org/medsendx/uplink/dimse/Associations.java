package org.medsendx.uplink.dimse;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorageScu;
import org.medsendx.uplink.syntax.InstanceFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Associations with one node, kept open from one instance to the next: to open one costs several
 * round trips, more with TLS, and there are as many instances as there are slices. One that is not
 * used for a while is released. Thread safe; an association is used by one at a time.
 */
final class Associations implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Associations.class);

    /** Classes that are proposed: three contexts each, and an association has at most 128. */
    private static final int CLASSES = 32;

    private final Supplier<Peer> peer;
    private final Duration idle;
    private final Deque<Open> unused = new ArrayDeque<>();
    // Classes and syntaxes that were sent of late, so that one association does for all.
    private final Map<String, Set<String>> wanted = new LinkedHashMap<>(16, 0.75f, true);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread sweeper;

    /** An association and what was proposed for it. */
    static final class Open {

        private final StorageScu scu;
        private final Map<String, Set<String>> proposed;
        private final boolean used;
        private final long since;

        private Open(StorageScu scu, Map<String, Set<String>> proposed, boolean used) {
            this.scu = scu;
            this.proposed = proposed;
            this.used = used;
            this.since = System.nanoTime();
        }

        StorageScu scu() {
            return scu;
        }

        /** Whether something was sent over it before: then it may have ended meanwhile. */
        boolean used() {
            return used;
        }

        private boolean proposes(String sopClass, String syntax) {
            return proposed.getOrDefault(sopClass, Set.of()).contains(syntax);
        }

        private void end() {
            try {
                scu.close();
            } catch (IOException e) {
                LOG.debug("not released in order: {}", e.getClass().getSimpleName());
            }
        }
    }

    /**
     * @param peer the node as it is to be called now
     * @param idle how long an unused one stays open
     */
    Associations(Supplier<Peer> peer, Duration idle) {
        this.peer = peer;
        this.idle = idle;
        this.sweeper = Thread.ofVirtual().name("associations").start(this::sweep);
    }

    /** One on which the instance was proposed, unused or new. */
    Open take(InstanceFile instance) throws IOException {
        Map<String, Set<String>> proposals;
        synchronized (this) {
            want(instance);
            Open found = unused.pollFirst();
            while (found != null) {
                if (found.proposes(instance.sopClassUid(), instance.transferSyntaxUid())) {
                    return found;
                }
                found.end();
                found = unused.pollFirst();
            }
            proposals = new LinkedHashMap<>();
            wanted.forEach((sopClass, all) -> proposals.put(sopClass, new LinkedHashSet<>(all)));
        }
        return open(proposals);
    }

    /** A new one on which the instance is proposed. */
    Open fresh(InstanceFile instance) throws IOException {
        synchronized (this) {
            unused.forEach(Open::end);
            unused.clear();
        }
        return take(instance);
    }

    private void want(InstanceFile instance) {
        var syntaxes = wanted.computeIfAbsent(instance.sopClassUid(), _ -> new LinkedHashSet<>());
        syntaxes.add(instance.transferSyntaxUid());
        if (syntaxes.size() > 2) {
            syntaxes.remove(syntaxes.iterator().next());
        }
        if (wanted.size() > CLASSES) {
            wanted.remove(wanted.keySet().iterator().next());
        }
    }

    private Open open(Map<String, Set<String>> proposals) throws IOException {
        var contexts = new ArrayList<StorageScu.Proposal>();
        proposals.forEach((sopClass, syntaxes) -> {
            // One context for each syntax: of several in one the peer takes a single one.
            for (String syntax : syntaxes) {
                if (!syntax.equals(Uid.ExplicitVRLittleEndian)
                        && !syntax.equals(Uid.ImplicitVRLittleEndian)) {
                    contexts.add(new StorageScu.Proposal(sopClass, List.of(syntax)));
                }
            }
            // Every node takes implicit VR (PS3.5, 10.1); explicit VR keeps more.
            contexts.add(new StorageScu.Proposal(sopClass, List.of(Uid.ExplicitVRLittleEndian)));
            contexts.add(new StorageScu.Proposal(sopClass, List.of(Uid.ImplicitVRLittleEndian)));
            syntaxes.add(Uid.ExplicitVRLittleEndian);
            syntaxes.add(Uid.ImplicitVRLittleEndian);
        });
        return new Open(StorageScu.open(peer.get(), contexts), proposals, false);
    }

    /** It is in order and can be used again. */
    void giveBack(Open open) {
        synchronized (this) {
            if (closed.getCount() > 0) {
                unused.addFirst(new Open(open.scu, open.proposed, true));
                return;
            }
        }
        open.end();
    }

    /** It is not. */
    void drop(Open open) {
        open.end();
    }

    private void sweep() {
        try {
            long pause = Math.max(50, idle.toMillis() / 2);
            while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
                Open old = oldest();
                while (old != null) {
                    old.end();
                    old = oldest();
                }
            }
        } catch (InterruptedException e) {
            // Closing.
        }
    }

    private synchronized @Nullable Open oldest() {
        Open last = unused.peekLast();
        return last != null && System.nanoTime() - last.since > idle.toNanos()
                ? unused.pollLast()
                : null;
    }

    @Override
    public void close() {
        closed.countDown();
        sweeper.interrupt();
        List<Open> left;
        synchronized (this) {
            left = List.copyOf(unused);
            unused.clear();
        }
        left.forEach(Open::end);
    }
}
