package org.medsendx.anonymizer.features;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.anonymizer.ledger.ReleasedInstances;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.ObjectEvent;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Sha256;
import org.medsendx.journal.Journal;
import org.medsendx.outbox.Outbox;

/**
 * What the clean zone says of an object, as records that have what the ledger knows of it instead
 * of its id. What comes before its instance is kept until the ledger knows that. One thread at a
 * time.
 *
 * @param <P> what the clean zone says
 */
final class JoinedEvents<P extends ObjectEvent> {

    /** So many kept events may have found their instance before the journal is compacted. */
    private static final int SLACK = 1000;

    private final Class<P> type;
    private final ReleasedInstances released;
    private final Outbox records;
    private final Journal early;
    private final BiFunction<ReleasedInstance, P, Payload> record;
    private final Deque<P> waiting = new ArrayDeque<>();

    private JoinedEvents(
            Class<P> type,
            ReleasedInstances released,
            Outbox records,
            Journal early,
            BiFunction<ReleasedInstance, P, Payload> record) {
        this.type = type;
        this.released = released;
        this.records = records;
        this.early = early;
        this.record = record;
    }

    /**
     * Opens.
     *
     * @param records the outbox of the records
     * @param early keeps what comes before its instance
     * @param record makes a record; it must have nothing that leads back to the study
     */
    static <P extends ObjectEvent> JoinedEvents<P> open(
            Class<P> type,
            ReleasedInstances released,
            Outbox records,
            Journal early,
            BiFunction<ReleasedInstance, P, Payload> record)
            throws IOException {
        var joined = new JoinedEvents<>(type, released, records, early, record);
        early.replay(0, (kept, _) -> joined.waiting.add(joined.read(kept)));
        return joined;
    }

    private P read(byte[] kept) {
        try {
            return EventCodec.JSON.readValue(kept, type);
        } catch (IOException e) {
            throw new IllegalStateException("a kept " + type.getSimpleName() + " cannot be read");
        }
    }

    boolean concerns(Event<?> event) {
        return type.isInstance(event.data());
    }

    boolean knows(Event<?> event) throws IOException {
        P said = type.cast(event.data());
        ReleasedInstance instance = released.find(said.objectId());
        if (instance == null) {
            return waiting.contains(said);
        }
        var made = record.apply(instance, said);
        return records.contains(Event.idOf(made.subject(), made.topic().topicName(), digest(made)));
    }

    /**
     * When this returns, the record is on disk, or what was said is until its instance is known.
     */
    void take(Event<?> event) throws IOException {
        P said = type.cast(event.data());
        if (!publish(said) && !waiting.contains(said)) {
            early.append(EventCodec.value(said));
            waiting.add(said);
        }
    }

    void lookAgain() throws IOException {
        for (int i = waiting.size(); i > 0; i--) {
            var said = waiting.removeFirst();
            boolean published = false;
            try {
                published = publish(said);
            } finally {
                if (!published) {
                    waiting.addLast(said);
                }
            }
        }
        if (early.size() - early.first() > waiting.size() + SLACK) {
            early.compact(waiting.stream().map(EventCodec::value).toList());
        }
    }

    int waiting() {
        return waiting.size();
    }

    private boolean publish(P said) throws IOException {
        @Nullable ReleasedInstance instance = released.find(said.objectId());
        if (instance == null) {
            return false;
        }
        var made = record.apply(instance, said);
        records.append(made, digest(made), null);
        return true;
    }

    private static String digest(Payload record) {
        return Sha256.of(EventCodec.value(record));
    }
}
