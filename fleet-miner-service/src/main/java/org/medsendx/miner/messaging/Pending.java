package org.medsendx.miner.messaging;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.ScanFeatures;

/**
 * A feature event that was taken, and is part of no kept state yet: what a store holds between two
 * punctuations, so that an event costs its own size and not that of its scanner's days.
 *
 * @param stream source and epoch of its writer
 * @param sequence its number there
 * @param timestamp of its record
 * @param scan what it says
 */
record Pending(String stream, long sequence, long timestamp, ScanFeatures scan) {

    static Pending of(Event<ScanFeatures> event, long timestamp) {
        return new Pending(
                event.source() + ' ' + event.epoch(), event.sequence(), timestamp, event.data());
    }

    /**
     * What {@link #read} reads.
     *
     * @param value of the event's record, as it came
     */
    byte[] write(byte[] value) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(stream);
            out.writeLong(sequence);
            out.writeLong(timestamp);
            out.write(value);
        } catch (IOException e) {
            throw new IllegalStateException("memory takes all bytes", e);
        }
        return bytes.toByteArray();
    }

    static Pending read(byte[] stored) {
        try (var in = new DataInputStream(new ByteArrayInputStream(stored))) {
            return new Pending(
                    in.readUTF(),
                    in.readLong(),
                    in.readLong(),
                    Stored.read(in.readAllBytes(), ScanFeatures.class));
        } catch (IOException e) {
            throw new IllegalStateException("not what this service stored", e);
        }
    }
}
