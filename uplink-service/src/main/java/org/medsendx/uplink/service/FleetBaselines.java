package org.medsendx.uplink.service;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.BaselineReceived;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.outbox.Publisher.PublishException;
import org.medsendx.outbox.kafka.KafkaPublisher;
import org.medsendx.outbox.kafka.RecordTaker;
import org.medsendx.outbox.kafka.TableReader;
import org.medsendx.uplink.baselines.FleetTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the truck's broker what {@code fleet.baselines.v1} of the cloud says. It goes through no
 * outbox: the cloud's topic is what is known, and is read again when something was not told.
 */
final class FleetBaselines implements TableReader.Taker, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FleetBaselines.class);
    private static final String SOURCE = "/fleet/uplink-service";

    private final FleetTable table;
    private final KafkaPublisher truck;
    private String epoch = UUID.randomUUID().toString();
    private long sequence;
    private volatile int size;

    FleetBaselines(FleetTable table, KafkaPublisher truck) {
        this.table = table;
        this.truck = truck;
    }

    @Override
    public void take(List<ConsumerRecord<byte[], byte[]>> records)
            throws PublishException, InterruptedException {
        var gathering = table.gather();
        records.forEach(record -> take(gathering, record));
        var change = gathering.change();
        try {
            if (!change.news().isEmpty()) {
                truck.publish(events(change.news()));
            }
            if (!change.gone().isEmpty()) {
                truck.forget(DeidentifiedTopic.BASELINES_RECEIVED, change.gone());
            }
        } catch (PublishException e) {
            // Which numbers arrived is not known: no gap may come of it.
            epoch = UUID.randomUUID().toString();
            sequence = 0;
            throw e;
        }
        table.told(change);
        size = table.size();
    }

    private static void take(
            FleetTable.Gathering gathering, ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        if (record.value() == null) {
            gathering.forgotten(new String(record.key(), StandardCharsets.UTF_8));
            return;
        }
        var event = RecordTaker.readOrPassBy(FleetBaseline.class, record, LOG);
        if (event != null) {
            gathering.said(event.data(), day(record.timestamp()));
        }
    }

    private static LocalDate day(long timestamp) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(timestamp), ZoneOffset.UTC);
    }

    private List<Event<BaselineReceived>> events(List<BaselineReceived> baselines) {
        var events = new ArrayList<Event<BaselineReceived>>(baselines.size());
        for (var one : baselines) {
            var topic = one.topic().topicName();
            events.add(
                    new Event<>(
                            Event.idOf(one.subject(), topic, Sha256.of(EventCodec.value(one))),
                            SOURCE,
                            ++sequence,
                            epoch,
                            null,
                            one));
        }
        return events;
    }

    /** How many baselines the truck knows of. */
    int size() {
        return size;
    }

    @Override
    public void close() {
        truck.close();
    }
}
