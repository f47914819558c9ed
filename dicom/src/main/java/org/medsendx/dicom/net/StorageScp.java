package org.medsendx.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * A DICOM node that takes C-STORE and C-ECHO (PS3.4, B and A; PS3.7; PS3.8). One virtual thread per
 * association.
 *
 * <p>SKELETON, to be filled: signatures are what other modules use.
 */
public final class StorageScp implements AutoCloseable {

    /**
     * @param address where to listen; port 0 takes a free one
     * @param aeTitle our AE title; a call to another one is rejected
     *     (called-AE-title-not-recognized)
     * @param callingAeTitles who may call; empty for everybody
     * @param sopClasses SOP classes that are accepted
     * @param maxAssociations more are rejected (local-limit-exceeded)
     * @param maxPduLength what we are willing to receive, bytes
     */
    public record Options(
            InetSocketAddress address,
            String aeTitle,
            Set<String> callingAeTitles,
            Set<String> sopClasses,
            int maxAssociations,
            int maxPduLength) {}

    /**
     * Starts to listen. @throws IOException when the port cannot be bound; the message says which
     * address
     */
    public static StorageScp listen(Options options, StoreHandler handler) throws IOException {
        throw new IllegalStateException();
    }

    /** The port that is listened on. */
    public int port() {
        throw new IllegalStateException();
    }

    /** Whether new associations are being accepted. */
    public boolean listening() {
        throw new IllegalStateException();
    }

    /** Stops listening, lets running stores end for a short time, then aborts. */
    @Override
    public void close() {
        throw new IllegalStateException();
    }
}
