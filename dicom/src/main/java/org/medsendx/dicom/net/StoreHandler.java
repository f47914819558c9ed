package org.medsendx.dicom.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * What a {@link StorageScp} does with an instance. Called on the association's own thread; may
 * block.
 */
public interface StoreHandler {

    /** A C-STORE-RQ was read; its data set follows. */
    Sink begin(StoreRequest request) throws IOException;

    /**
     * The command of a C-STORE.
     *
     * @param associationId random, for logs
     * @param caller who asked for the association
     */
    record StoreRequest(
            String associationId,
            Caller caller,
            String calledAeTitle,
            String sopClassUid,
            String sopInstanceUid,
            String transferSyntaxUid) {}

    /** Takes the data set as it arrives and decides the status. */
    interface Sink extends AutoCloseable {

        /** Bytes that go to the stream at once when they have to be copied. */
        int CHUNK = 16 << 10;

        /** Where the data set's bytes go. An IOException from it becomes status 0xA700. */
        OutputStream stream();

        /**
         * Takes the next bytes of the data set, all of them; the buffer is valid during the call
         * only. As it is, they go to {@link #stream}. A sink that has a channel spares a copy by
         * writing the buffer to it.
         *
         * @throws IOException becomes status 0xA700
         */
        default void write(ByteBuffer data) throws IOException {
            OutputStream out = stream();
            if (data.hasArray()) {
                out.write(data.array(), data.arrayOffset() + data.position(), data.remaining());
                data.position(data.limit());
                return;
            }
            byte[] chunk = new byte[Math.min(CHUNK, data.remaining())];
            while (data.hasRemaining()) {
                int length = Math.min(chunk.length, data.remaining());
                data.get(chunk, 0, length);
                out.write(chunk, 0, length);
            }
        }

        /**
         * All bytes are in. The returned status is sent to the scanner: return success only when on
         * disk.
         */
        StoreStatus complete() throws IOException;

        /**
         * Always called at the end; when {@link #complete} was not called, what came in is to be
         * dropped.
         */
        @Override
        void close();
    }
}
