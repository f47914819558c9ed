package org.medsendx.dicom.net;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may be connected: a fixed number of associations, and of connections that have not asked for
 * one yet. When there are too many of the latter the oldest goes, so that half-open connections
 * cannot shut out a scanner.
 */
final class AssociationSlots {

    private final int maxAssociations;
    private final int maxPending;
    private final Set<ScpSession> pending = new LinkedHashSet<>();
    private int associations;
    private boolean closing;

    AssociationSlots(int maxAssociations, int maxPending) {
        this.maxAssociations = maxAssociations;
        this.maxPending = maxPending;
    }

    /** A connection was accepted. Returns the one that has to go for it, if any. */
    synchronized @Nullable ScpSession connected(ScpSession session) {
        ScpSession oldest = null;
        if (pending.size() >= maxPending) {
            oldest = pending.iterator().next();
            pending.remove(oldest);
        }
        pending.add(session);
        return oldest;
    }

    /** It has sent its A-ASSOCIATE-RQ, or has ended. */
    synchronized void arrived(ScpSession session) {
        pending.remove(session);
    }

    /** Takes a slot; false when there is none. */
    synchronized boolean enter() {
        if (closing || associations >= maxAssociations) {
            return false;
        }
        associations++;
        return true;
    }

    synchronized void leave() {
        associations--;
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
