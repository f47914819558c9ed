package org.medsendx.dicom.net;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may be connected: a fixed number of associations, in all and for each peer address, and of
 * connections that have not asked for one yet. When there are too many of the latter, the oldest
 * one of the address that has most of them goes, so that half-open connections cannot shut out a
 * scanner.
 */
final class AssociationSlots {

    private final int maxAssociations;
    private final int maxPerPeer;
    private final int maxPending;
    private final Set<ScpSession> pending = new LinkedHashSet<>();
    private final Map<String, Integer> perPeer = new HashMap<>();
    private int associations;
    private boolean closing;

    AssociationSlots(int maxAssociations, int maxPerPeer, int maxPending) {
        this.maxAssociations = maxAssociations;
        this.maxPerPeer = maxPerPeer;
        this.maxPending = maxPending;
    }

    /** A connection without an association. Returns the one that has to go for it, if any. */
    synchronized @Nullable ScpSession connected(ScpSession session) {
        ScpSession oldest = null;
        if (pending.size() >= maxPending) {
            oldest = oldestOfTheMost();
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

    /** Takes a slot; false when there is none. */
    synchronized boolean enter(String peer) {
        if (closing
                || associations >= maxAssociations
                || perPeer.getOrDefault(peer, 0) >= maxPerPeer) {
            return false;
        }
        associations++;
        perPeer.merge(peer, 1, Integer::sum);
        return true;
    }

    synchronized void leave(String peer) {
        associations--;
        perPeer.computeIfPresent(peer, (key, count) -> count == 1 ? null : count - 1);
    }

    synchronized int associations() {
        return associations;
    }

    synchronized boolean closing() {
        return closing;
    }

    synchronized void close() {
        closing = true;
    }
}
