package org.medsendx.dicom.net;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may be connected.
 *
 * <p>Associations: a fixed number in all, of which some are kept for known devices, and a share for
 * each address (for each known device, when it is one). When there is no place, one that lets us
 * wait has to go: for a known device an unknown caller that does; between equals one that does and
 * has been of no use since it began. So silent and dripping peers shut out nobody for more than
 * seconds, and cannot keep a known device from the places that are kept for it.
 *
 * <p>Connections that have not asked for an association yet: when there are too many, in all or of
 * one address, the oldest one of the address that has most of them goes.
 */
final class AssociationSlots {

    /** So far behind, an association may have to make room for a known device. */
    static final Duration BEHIND = Duration.ofSeconds(1);

    /** So far behind, and without anything stored, it may have to for any other of its kind. */
    static final Duration USELESS = Duration.ofSeconds(5);

    private final int maxAssociations;
    private final int maxUnknown;
    private final int maxPerPeer;
    private final int maxPending;
    private final int maxPendingPerPeer;
    private final Set<ScpSession> pending = new LinkedHashSet<>();
    private final Set<ScpSession> associated = new LinkedHashSet<>();
    private boolean closing;

    /**
     * @param reserved places that unknown callers cannot take
     */
    AssociationSlots(
            int maxAssociations,
            int reserved,
            int maxPerPeer,
            int maxPending,
            int maxPendingPerPeer) {
        this.maxAssociations = maxAssociations;
        this.maxUnknown = maxAssociations - reserved;
        this.maxPerPeer = maxPerPeer;
        this.maxPending = maxPending;
        this.maxPendingPerPeer = maxPendingPerPeer;
    }

    /** A connection without an association. Returns the one that has to go for it, if any. */
    synchronized @Nullable ScpSession connected(ScpSession session) {
        ScpSession oldest = null;
        if (count(pending, one -> one.peer().equals(session.peer())) >= maxPendingPerPeer) {
            oldest = first(pending, one -> one.peer().equals(session.peer()));
        } else if (pending.size() >= maxPending) {
            oldest = oldestOfTheMost();
        }
        if (oldest != null) {
            pending.remove(oldest);
        }
        pending.add(session);
        return oldest;
    }

    private ScpSession oldestOfTheMost() {
        Map<String, Integer> counts = new HashMap<>();
        pending.forEach(session -> counts.merge(session.peer(), 1, Integer::sum));
        ScpSession chosen = pending.iterator().next();
        for (ScpSession session : pending) {
            if (counts.getOrDefault(session.peer(), 0) > counts.getOrDefault(chosen.peer(), 0)) {
                chosen = session;
            }
        }
        return chosen;
    }

    /** It has sent its A-ASSOCIATE-RQ, or has ended. */
    synchronized void arrived(ScpSession session) {
        pending.remove(session);
    }

    /**
     * The answer to a request for a place.
     *
     * @param granted whether there is one
     * @param ended who has to go for it, if anybody; it has no place any more
     */
    record Place(boolean granted, @Nullable ScpSession ended) {}

    private static final Place NONE = new Place(false, null);
    private static final Place FREE = new Place(true, null);

    /** Asks for a place. */
    synchronized Place enter(ScpSession session) {
        if (closing) {
            return NONE;
        }
        ScpSession ended = null;
        if (count(associated, one -> one.sharesWith(session))
                >= session.mostAssociations(maxPerPeer)) {
            ended = worst(session, one -> one.sharesWith(session));
            if (ended == null) {
                return NONE;
            }
        } else if (associated.size() >= maxAssociations
                || (!session.known() && count(associated, one -> !one.known()) >= maxUnknown)) {
            ended = worst(session, one -> true);
            if (ended == null) {
                return NONE;
            }
        }
        if (ended != null) {
            associated.remove(ended);
        }
        associated.add(session);
        return ended == null ? FREE : new Place(true, ended);
    }

    /** The one that lets us wait longest, of those that may have to go for this one. */
    private @Nullable ScpSession worst(ScpSession session, Predicate<ScpSession> among) {
        long now = System.nanoTime();
        return associated.stream()
                .filter(among)
                .filter(one -> yields(one, session, now))
                .max(
                        Comparator.comparing((ScpSession one) -> !one.known())
                                .thenComparingLong(one -> one.behind(now)))
                .orElse(null);
    }

    private static boolean yields(ScpSession one, ScpSession to, long now) {
        if (one.known() && !to.known()) {
            return false;
        }
        if (to.known() && !one.known()) {
            return one.behind(now) >= BEHIND.toNanos();
        }
        return !one.useful() && one.behind(now) >= USELESS.toNanos();
    }

    private static int count(Set<ScpSession> sessions, Predicate<ScpSession> of) {
        return (int) sessions.stream().filter(of).count();
    }

    private static @Nullable ScpSession first(Set<ScpSession> sessions, Predicate<ScpSession> of) {
        return sessions.stream().filter(of).findFirst().orElse(null);
    }

    /** Gives its place back, if it has one. */
    synchronized void leave(ScpSession session) {
        associated.remove(session);
    }

    synchronized int associations() {
        return associated.size();
    }

    synchronized boolean closing() {
        return closing;
    }

    synchronized void close() {
        closing = true;
    }
}
