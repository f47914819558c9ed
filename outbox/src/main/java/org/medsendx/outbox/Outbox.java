package org.medsendx.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Topic;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;
import org.medsendx.journal.Journal;
import org.medsendx.journal.JournalIds;

/**
 * The events of one writer, on disk before anybody hears of them.
 *
 * <p>Every event of this writer has a sequence number per source (so per truck) and topic, from 1
 * without gaps, within the epoch of this folder: a random name that is made with the folder. An
 * outbox that was wiped therefore shows as a new epoch, and a gap within an epoch is a lost event.
 *
 * <p>Thread safe; concurrent appenders share their fsync.
 */
public final class Outbox implements AutoCloseable {

    /** Some thousand events: what is forgotten goes in such pieces. */
    private static final long SEGMENT_BYTES = 4L << 20;

    /** Of a forgotten event: the day (4, days since 1970) and its sequence (8). */
    private static final int NOTE_BYTES = 12;

    /** Ids of forgotten events are known for so many times as long as events are kept. */
    private static final int IDS_LONGER = 4;

    private static final Pattern EPOCH = Pattern.compile("[0-9a-f]{16}");

    private final Journal journal;
    private final String writer;
    private final String epoch;
    private final ReentrantLock lock = new ReentrantLock();
    private final JournalIds ids;

    /** Whether the ids may be those of records that did not reach the disk. */
    private boolean stale;

    private Outbox(Journal journal, String writer, String epoch) throws IOException {
        this.journal = journal;
        this.writer = writer;
        this.epoch = epoch;
        this.ids = JournalIds.open(journal, Outbox::load, NOTE_BYTES);
    }

    /**
     * Opens or creates an outbox.
     *
     * @param folder where it is kept
     * @param writer last part of the CloudEvents source, such as {@code edge-ingest}; the source is
     *     {@code /trucks/{truck}/{writer}} (topics born in the cloud: {@code /fleet/{writer}})
     */
    public static Outbox open(Path folder, String writer) throws IOException {
        return open(folder, writer, SEGMENT_BYTES);
    }

    static Outbox open(Path folder, String writer, long segmentBytes) throws IOException {
        ForcedFolders.create(folder);
        var journal = Journal.open(folder, segmentBytes);
        try {
            return new Outbox(journal, writer, epoch(folder.resolve("epoch")));
        } catch (IOException e) {
            journal.close();
            throw e;
        }
    }

    private static String epoch(Path file) throws IOException {
        if (Files.exists(file)) {
            String epoch = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            // One that a disk lost cannot be found again; with another one nothing is numbered
            // twice.
            if (EPOCH.matcher(epoch.strip()).matches()) {
                return epoch.strip();
            }
        }
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        String epoch = HexFormat.of().formatHex(random);
        AtomicFile.write(file, (epoch + "\n").getBytes(StandardCharsets.US_ASCII));
        return epoch;
    }

    private static void load(byte[] record, long index, JournalIds ids) throws IOException {
        var line = EventLine.read(record);
        ids.put(line.id(), index);
        ids.putNumber(stream(line.epoch(), line.source(), line.topic()), line.sequence(), index);
    }

    // What is counted on its own. Neither a source nor a topic holds a space.
    private static String stream(String epoch, String source, String topic) {
        return epoch + ' ' + source + ' ' + topic;
    }

    /**
     * Makes an event of a payload, assigns its sequence (per truck and topic) and forces it to
     * disk. A payload whose event id is already in the outbox is not written again; the earlier
     * event is returned (one that was forgotten with the trace context of now).
     *
     * @param outputDigest SHA-256 in hex of the output the event tells of (see {@link Event#idOf})
     * @throws IOException when it is not on disk; the same call may be made again
     * @throws IllegalArgumentException when the event is over 512 KiB
     */
    public <P extends Payload> Event<P> append(
            P payload, String outputDigest, @Nullable String traceparent) throws IOException {
        Placed<P> placed;
        lock.lock();
        try {
            placed = place(payload, outputDigest, traceparent);
            if (placed.event() == null) {
                return repeated(placed.index(), payload);
            }
        } finally {
            lock.unlock();
        }
        force(placed);
        return placed.event();
    }

    /**
     * What an event is to say.
     *
     * @param outputDigest SHA-256 in hex of the output it tells of
     * @param traceparent the trace context of what it came from
     */
    public record Saying(Payload payload, String outputDigest, @Nullable String traceparent) {}

    /**
     * Appends several events, in this order, each as {@link #append(Payload, String, String)} does;
     * they share their fsync. When this returns all of them are on disk, and none before: of a call
     * that fails some may be, and it may be made again.
     */
    public void appendAll(List<Saying> sayings) throws IOException {
        var placed = new ArrayList<Placed<?>>();
        for (var saying : sayings) {
            placed.add(place(saying.payload(), saying.outputDigest(), saying.traceparent()));
        }
        // The last first: what lies before it is then on disk too.
        for (var one : placed.reversed()) {
            force(one);
        }
    }

    /**
     * Where an event is.
     *
     * @param event null when it is the one that an earlier call put at this index, on disk
     * @param ticket of one that was written now
     */
    private record Placed<P extends Payload>(
            @Nullable Event<P> event, long index, Journal.@Nullable Ticket ticket) {}

    private void force(Placed<?> placed) throws IOException {
        if (placed.ticket() != null) {
            journal.force(placed.ticket());
        }
    }

    private <P extends Payload> Placed<P> place(
            P payload, String outputDigest, @Nullable String traceparent) throws IOException {
        Topic topic = payload.topic();
        String id = Event.idOf(payload.subject(), topic.topicName(), outputDigest);
        String source = source(payload);
        String stream = stream(epoch, source, topic.topicName());
        lock.lock();
        try {
            recover();
            long earlier = ids.get(id);
            if (earlier >= 0) {
                // Here, where nobody can give its place to another meanwhile.
                journal.forceTo(earlier);
                return new Placed<>(null, earlier, null);
            }
            byte[] note = ids.forgotten(id);
            if (note != null) {
                long sequence = ByteBuffer.wrap(note).getLong(Integer.BYTES);
                return new Placed<>(
                        new Event<>(id, source, sequence, epoch, traceparent, payload), -1, null);
            }
            Long latest = ids.number(stream);
            long sequence = latest == null ? 1 : latest + 1;
            var event = new Event<>(id, source, sequence, epoch, traceparent, payload);
            var ticket = journal.write(EventLine.write(event));
            ids.put(id, ticket.index());
            ids.putNumber(stream, sequence, ticket.index());
            return new Placed<>(event, ticket.index(), ticket);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds an event that another writer made, as it is (the uplink carries truck events to the
     * cloud). One that is already here is not added again.
     */
    public void append(Event<?> event) throws IOException {
        Journal.Ticket ticket;
        lock.lock();
        try {
            recover();
            long earlier = ids.get(event.id());
            if (earlier >= 0) {
                journal.forceTo(earlier);
                return;
            }
            if (ids.forgotten(event.id()) != null) {
                return;
            }
            ticket = journal.write(EventLine.write(event));
            ids.put(event.id(), ticket.index());
        } finally {
            lock.unlock();
        }
        journal.force(ticket);
    }

    // Numbers given to events that then did not reach the disk must be given again.
    private void recover() throws IOException {
        if (journal.broken()) {
            stale = true;
            journal.recover();
        }
        if (stale) {
            ids.reload();
            stale = false;
        }
    }

    private <P extends Payload> Event<P> repeated(long index, P payload) throws IOException {
        var event = EventLine.read(journal.read(index)).event();
        @SuppressWarnings("unchecked") // same topic by the id, so the same record type
        var data = (P) payload.getClass().cast(event.data());
        return new Event<>(
                event.id(),
                event.source(),
                event.sequence(),
                event.epoch(),
                event.traceparent(),
                data);
    }

    private String source(Payload payload) {
        return payload.topic().reach() == Topic.Reach.CLOUD
                ? "/fleet/" + writer
                : "/trucks/" + payload.truck() + "/" + writer;
    }

    /** Whether to append this would be a repeat. */
    public boolean contains(Saying saying) {
        var payload = saying.payload();
        return contains(
                Event.idOf(payload.subject(), payload.topic().topicName(), saying.outputDigest()));
    }

    /** Whether an event of this id was ever put here. */
    public boolean contains(String eventId) {
        return ids.get(eventId) >= 0 || ids.forgotten(eventId) != null;
    }

    /**
     * Forgets events that were put before a time and lie before an index, as far as they fill whole
     * segments. Of each stays its id, for {@value #IDS_LONGER} times as long as it was kept, so
     * that a repeat is still known for one; and the sequences go on.
     *
     * @param keep how long events are kept
     * @param before index of the first event that somebody may still ask for
     * @return index of the first event that is left
     */
    public long forget(Duration keep, long before, Instant now) throws IOException {
        long today = day(now);
        long wanted = day(now.minus(keep.multipliedBy(IDS_LONGER)));
        long until = Math.min(before, journal.writtenBefore(now.minus(keep)));
        var keeper =
                new JournalIds.Keeper() {
                    @Override
                    public void keep(byte[] record, long index, BiConsumer<String, byte[]> stays)
                            throws IOException {
                        var line = EventLine.read(record);
                        var note = ByteBuffer.allocate(NOTE_BYTES);
                        note.putInt((int) today).putLong(line.sequence());
                        stays.accept(line.id(), note.array());
                    }

                    @Override
                    public boolean stays(byte[] note) {
                        return ByteBuffer.wrap(note).getInt() >= wanted;
                    }
                };
        lock.lock();
        try {
            recover();
            return ids.forget(until, keeper);
        } finally {
            lock.unlock();
        }
    }

    private static long day(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), 86_400);
    }

    /** Index of the first event that is still here. */
    public long first() {
        return journal.first();
    }

    /** How many events were ever put on disk; the index of the next one. */
    public long size() {
        return journal.size();
    }

    /** The name of this outbox's life, 16 hex digits. */
    public String epoch() {
        return epoch;
    }

    /**
     * Events in order from an index on: at most so many, and not many more bytes than that.
     *
     * @throws IOException also when events from that index on were forgotten
     */
    List<Event<?>> read(long from, int maxEvents, long maxBytes) throws IOException {
        var events = new ArrayList<Event<?>>();
        for (var record : journal.entries(from, maxEvents, maxBytes)) {
            if (record.index() != from + events.size()) {
                throw new IOException("events were forgotten that are read");
            }
            events.add(EventLine.read(record.data()).event());
        }
        return events;
    }

    /**
     * Waits for the event of an index, at most so long; false when the outbox was closed instead.
     */
    boolean await(long index, Duration longest) throws InterruptedException {
        return journal.await(index, longest);
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
