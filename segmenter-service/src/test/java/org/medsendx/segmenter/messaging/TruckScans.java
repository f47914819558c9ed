package org.medsendx.segmenter.messaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.BaselineReceived;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.VerifiedCopy;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.segmenter.Phantom;

/**
 * De-identified scans as the anonymizer leaves them: a file on the volume, an event on the topic.
 *
 * @param deidentified the volume
 */
public record TruckScans(String broker, Path deidentified) {

    private static final String STUDY = "2.25.11";

    /** As a series of its own of one study. */
    public InstanceDeidentified write(Phantom phantom) throws IOException {
        String series = STUDY + "." + System.nanoTime();
        return write(phantom.dataSet(), phantom.modality(), STUDY, series);
    }

    /** The same as a study of its own. */
    public InstanceDeidentified writeAsStudy(Phantom phantom) throws IOException {
        return write(phantom, "2.25." + (1000 + new java.util.Random().nextInt(1_000_000_000)));
    }

    private InstanceDeidentified write(Phantom phantom, String study) throws IOException {
        return write(phantom.dataSet(), phantom.modality(), study);
    }

    /** Any data set as an instance of the one series of a study. */
    public InstanceDeidentified write(DataSet set, String modality, String study)
            throws IOException {
        return write(set, modality, study, study + ".12");
    }

    private InstanceDeidentified write(DataSet set, String modality, String study, String series)
            throws IOException {
        var id = UUID.randomUUID();
        var folder = Files.createDirectories(deidentified.resolve("objects"));
        var written = Phantom.write(folder, set);
        var file = "objects/" + id + ".dcm";
        Files.move(written, deidentified.resolve(file));
        return new InstanceDeidentified(
                new VerifiedCopy(
                        new CleanInstance(
                                id,
                                "TRUCK1",
                                new InstanceUids(
                                        study,
                                        series,
                                        "2.25."
                                                + Long.toUnsignedString(
                                                        id.getLeastSignificantBits()))),
                        "scanner-1",
                        "1.2.840.10008.5.1.4.1.1.7",
                        modality,
                        new CleanFile(
                                file,
                                Sha256.of(deidentified.resolve(file)),
                                Files.size(deidentified.resolve(file))),
                        ObjectKey.of(
                                "TRUCK1", "20200101", new InstanceUids(study, series, "2.25.13")),
                        null),
                "1.2.840.10008.1.2.1");
    }

    public void send(InstanceDeidentified instance, @Nullable String trace)
            throws ExecutionException, InterruptedException {
        sendRecord(EventCodec.value(instance), EventCodec.headers(event(instance, trace)));
    }

    /** What the border says of it. */
    static Event<InstanceDeidentified> event(
            InstanceDeidentified instance, @Nullable String trace) {
        return new Event<>(
                Event.idOf(
                        instance.subject(),
                        instance.topic().topicName(),
                        instance.copy().content().sha256()),
                "/trucks/TRUCK1/anonymizer-service",
                1,
                "test",
                trace,
                instance);
    }

    /** Sends many, in their order. */
    void send(List<InstanceDeidentified> instances)
            throws ExecutionException, InterruptedException {
        var sent = new ArrayList<Future<RecordMetadata>>();
        try (var producer = producer()) {
            for (var instance : instances) {
                sent.add(
                        producer.send(
                                record(
                                        "instances.deidentified.v1",
                                        STUDY,
                                        EventCodec.value(instance),
                                        EventCodec.headers(event(instance, null)))));
            }
        }
        for (var one : sent) {
            one.get();
        }
    }

    /** Sends what the fleet calls usual, as the uplink does. */
    void send(BaselineReceived baseline) throws ExecutionException, InterruptedException {
        var value = EventCodec.value(baseline);
        var event =
                new Event<>(
                        Event.idOf(
                                baseline.subject(), baseline.topic().topicName(), Sha256.of(value)),
                        "/fleet/uplink-service",
                        1,
                        "test",
                        null,
                        baseline);
        sendRecord(baseline.topic().topicName(), baseline.key(), value, EventCodec.headers(event));
    }

    /** Says that a baseline is known no longer. */
    void forgetBaseline(String key) throws ExecutionException, InterruptedException {
        sendRecord("baselines.received.v1", key, null, Map.of());
    }

    /** Sends anything. */
    void sendRecord(byte @Nullable [] value, Map<String, String> headers)
            throws ExecutionException, InterruptedException {
        sendRecord("instances.deidentified.v1", value, headers);
    }

    void sendRecord(String topic, byte @Nullable [] value, Map<String, String> headers)
            throws ExecutionException, InterruptedException {
        sendRecord(topic, STUDY, value, headers);
    }

    private void sendRecord(
            String topic, String key, byte @Nullable [] value, Map<String, String> headers)
            throws ExecutionException, InterruptedException {
        try (var producer = producer()) {
            producer.send(record(topic, key, value, headers)).get();
        }
    }

    private static ProducerRecord<String, byte @Nullable []> record(
            String topic, String key, byte @Nullable [] value, Map<String, String> headers) {
        var record = new ProducerRecord<String, byte @Nullable []>(topic, key, value);
        headers.forEach(
                (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private KafkaProducer<String, byte @Nullable []> producer() {
        return new KafkaProducer<String, byte @Nullable []>(
                Map.of("bootstrap.servers", broker),
                new StringSerializer(),
                new ByteArraySerializer());
    }
}
