package org.medsendx.uplink.reconcile;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bucket that is looked at and never changed. A failure says what kind it is, without a key. */
public interface Bucket {

    /** An object as a listing has it. */
    record Listed(String key, long bytes, Instant modified) {}

    /**
     * What the store says of an object.
     *
     * @param sha256 in hex, that the store itself keeps of the whole object; or null
     * @param told in hex, what the uplink wrote beside the object; or null
     * @param modified when it was written
     */
    record Digests(@Nullable String sha256, @Nullable String told, Instant modified) {}

    /** Takes the objects of a listing. */
    @FunctionalInterface
    interface Page {
        void take(List<Listed> objects) throws IOException, InterruptedException;
    }

    /** Lists all objects below a prefix, page by page. */
    void list(String prefix, Page page) throws IOException, InterruptedException;

    /** The digests of an object, or null when there is none of that key. */
    @Nullable Digests digests(String key) throws IOException;

    /** Reads an object and returns its SHA-256 in hex, or null when there is none of that key. */
    @Nullable String read(String key) throws IOException;
}
