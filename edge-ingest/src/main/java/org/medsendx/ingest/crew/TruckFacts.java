package org.medsendx.ingest.crew;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.store.Room;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.ingest.tasks.Item;
import org.medsendx.ingest.tracking.ExamLine;
import org.medsendx.outbox.ScansWaiting;

/**
 * What the truck page is made of; nothing identified.
 *
 * @param listening whether scanners can connect
 * @param open whether the volume takes what they send
 * @param loaded whether the last days have been read
 * @param heard when the truck's broker was last seen to answer; the epoch when it never was
 * @param exams of today, the latest first
 * @param underway images of today that belong to no exam yet
 * @param scanners when each sent its last image
 * @param items what waits for a person
 * @param waiting what is not at its end, and the link; null when nobody has counted
 * @param archive how many originals wait for the hospital's archive; empty without one
 * @param aside how many it refuses each time, so that a person has to decide
 * @param disk room of the volume, or null when it is not open
 */
public record TruckFacts(
        boolean listening,
        boolean open,
        boolean loaded,
        Instant heard,
        List<ExamLine> exams,
        int underway,
        Map<String, Instant> scanners,
        List<Item> items,
        @Nullable ScansWaiting waiting,
        OptionalLong archive,
        long aside,
        @Nullable Disk disk) {

    /**
     * Room of the volume, in bytes.
     *
     * @param least below it scanners are refused
     * @param shares what is counted of it
     */
    public record Disk(long free, long size, long least, List<Share> shares) {
        public Disk {
            shares = List.copyOf(shares);
        }
    }

    /**
     * What files of one shelf take of the volume, bytes.
     *
     * @param budget what they may take; empty for whatever there is
     */
    public record Share(Shelf shelf, long used, OptionalLong budget, Room.State room) {}
}
