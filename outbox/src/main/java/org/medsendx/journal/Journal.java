package org.medsendx.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.ObjLongConsumer;

/**
 * An append-only log of records in a folder of segment files. {@link #append} returns when the
 * record is on disk (fsync, shared by concurrent callers); a record torn by a power cut is cut off
 * at {@link #open}. Thread safe.
 *
 * <p>SKELETON, to be filled: signatures are what other modules use.
 */
public final class Journal implements AutoCloseable {

    /** Opens or creates the journal in a folder; one process at a time (file lock). */
    public static Journal open(Path folder) throws IOException {
        throw new IllegalStateException();
    }

    /** Appends one record; when this returns it survives a power cut. @return its index, from 0 */
    public long append(byte[] record) throws IOException {
        throw new IllegalStateException();
    }

    /** Calls back with every record from an index on, in order, up to what is on disk now. */
    public void replay(long from, ObjLongConsumer<byte[]> consumer) throws IOException {
        throw new IllegalStateException();
    }

    /** How many records there are. */
    public long size() {
        throw new IllegalStateException();
    }

    @Override
    public void close() throws IOException {
        throw new IllegalStateException();
    }
}
