package org.medsendx.anonymizer.messaging;

import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.ledger.LedgerEntry;
import org.medsendx.anonymizer.running.RunningBorder;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.outbox.CatchUp;

/** The border as a stage: it knows an instance when it has decided and told the decision. */
public final class MissedInstances implements CatchUp.Stage {

    private final RunningBorder running;
    private final ReceivedInstanceConsumer consumer;

    public MissedInstances(RunningBorder running, ReceivedInstanceConsumer consumer) {
        this.running = running;
        this.consumer = consumer;
    }

    @Override
    public boolean concerns(Event<?> event) {
        return event.data() instanceof InstanceReceived;
    }

    @Override
    public boolean knows(Event<?> event) throws IOException {
        UUID id = received(event).objectId();
        LedgerEntry entry = running.ledger().entry(id);
        return entry == null ? running.ledger().forgot(id) : running.announcements().told(entry);
    }

    @Override
    public void take(Event<?> event) throws IOException {
        consumer.decide(
                new Event<>(
                        event.id(),
                        event.source(),
                        event.sequence(),
                        event.epoch(),
                        event.traceparent(),
                        received(event)));
    }

    @Override
    public @Nullable Instant since(Event<?> event) {
        return received(event).receivedAt();
    }

    private static InstanceReceived received(Event<?> event) {
        if (event.data() instanceof InstanceReceived received) {
            return received;
        }
        throw new IllegalArgumentException("not an event of intake");
    }
}
