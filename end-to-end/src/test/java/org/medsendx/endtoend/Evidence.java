package org.medsendx.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.localstack.send.Delivery;
import org.medsendx.localstack.stack.LocalStack;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What can be seen of all scans from outside: edge-ingest's ledger, the bucket, the cloud's topics
 * and the miner's count. An event that came twice with one id came once.
 *
 * @param received object ids by the digest that was delivered
 * @param uploaded S3 keys of the instance by object id
 * @param assessed event ids by object id
 * @param measured event ids of the features by feature id
 * @param stored all keys of the bucket
 * @param mined how many different scans the miner has
 */
record Evidence(
        Map<String, Set<String>> received,
        Map<String, Set<String>> uploaded,
        Map<String, Set<String>> assessed,
        Map<String, Set<String>> measured,
        Set<String> stored,
        long mined) {

    /** Looks now; null while some part does not answer. */
    static @Nullable Evidence of(LocalStack stack) throws InterruptedException {
        try {
            var received = new HashMap<String, Set<String>>();
            for (var entry : intake(stack)) {
                if (entry.path("outcome").asText().equals("received")) {
                    add(received, entry.path("digest").asText(), entry.path("objectId").asText());
                }
            }
            var uploaded = new HashMap<String, Set<String>>();
            var assessed = new HashMap<String, Set<String>>();
            var measured = new HashMap<String, Set<String>>();
            for (var record : TopicRecords.all(Broker.CLOUD)) {
                switch (record.topic()) {
                    case "instances.uploaded.v1" -> {
                        var data = EventCodec.JSON.readTree(record.value());
                        if (data.path("kind").asText().equals("INSTANCE")) {
                            add(uploaded, subject(record), data.path("key").asText());
                        }
                    }
                    case "scans.assessed.v1" -> add(assessed, subject(record), id(record));
                    case "scans.features.v1" -> add(measured, subject(record), id(record));
                    default -> {}
                }
            }
            long mined = 0;
            for (var stream : get(stack.addresses().miner() + "/streams")) {
                if (stream.path("events").asText().equals("scans.features.v1")) {
                    mined += stream.path("received").asLong();
                }
            }
            return new Evidence(
                    received,
                    uploaded,
                    assessed,
                    measured,
                    new HashSet<>(stack.objects().keys()),
                    mined);
        } catch (IOException | KafkaException | SdkException e) {
            return null;
        }
    }

    private static List<JsonNode> intake(LocalStack stack)
            throws IOException, InterruptedException {
        var all = new ArrayList<JsonNode>();
        long after = -1;
        while (true) {
            var page = get(stack.addresses().ingest() + "/instances?limit=500&after=" + after);
            if (page.isEmpty()) {
                return all;
            }
            page.forEach(all::add);
            after = all.getLast().path("index").asLong();
        }
    }

    private static JsonNode get(String address) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(address)).build();
            return EventCodec.JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        }
    }

    private static void add(Map<String, Set<String>> sets, String key, String value) {
        sets.computeIfAbsent(key, k -> new HashSet<>()).add(value);
    }

    private static String subject(ConsumerRecord<byte[], byte[]> record) {
        return header(record, "ce_subject");
    }

    private static String id(ConsumerRecord<byte[], byte[]> record) {
        return header(record, "ce_id");
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /**
     * The row of a scenario.
     *
     * @param before what was seen before it began
     * @param sent what the scanner heard success for
     * @param seconds since the harm was done
     */
    Row row(String scenario, Evidence before, Collection<Delivery> sent, long seconds) {
        int inS3 = 0;
        int once = 0;
        int lost = 0;
        int doubled = 0;
        for (var delivery : sent) {
            var objects = received.getOrDefault(delivery.digest(), Set.of());
            var keys = of(objects, uploaded);
            var assessments = of(objects, assessed);
            boolean isStored = keys.size() == 1 && stored.containsAll(keys);
            inS3 += isStored ? 1 : 0;
            once += assessments.size() == 1 ? 1 : 0;
            lost += keys.isEmpty() || !stored.containsAll(keys) || assessments.isEmpty() ? 1 : 0;
            doubled += objects.size() > 1 || keys.size() > 1 || assessments.size() > 1 ? 1 : 0;
        }
        for (var features : measured.entrySet()) {
            boolean isNew = !before.measured().containsKey(features.getKey());
            doubled += isNew && features.getValue().size() > 1 ? 1 : 0;
        }
        long minedNow = mined - before.mined();
        return new Row(scenario, sent.size(), inS3, once, minedNow, lost, doubled, seconds);
    }

    private static Set<String> of(Set<String> objects, Map<String, Set<String>> what) {
        var all = new HashSet<String>();
        objects.forEach(object -> all.addAll(what.getOrDefault(object, Set.of())));
        return all;
    }

    /**
     * One line of the matrix.
     *
     * @param sent scans that the scanner heard success for
     * @param inS3 of these, with one object in the bucket that the cloud was told of
     * @param assessed of these, with one assessment in the cloud
     * @param mined how many scans more the miner has
     * @param lost of those sent, without an object or without an assessment
     * @param doubled with two objects, two assessments or two sets of features
     * @param seconds from the end of the harm until all was there
     */
    record Row(
            String scenario,
            int sent,
            int inS3,
            int assessed,
            long mined,
            int lost,
            int doubled,
            long seconds) {

        static final String HEAD =
                "%-52s %5s %11s %13s %10s %5s %8s %5s  %s"
                        .formatted(
                                "scenario",
                                "sent",
                                "in S3 once",
                                "assessed once",
                                "mined once",
                                "lost",
                                "doubled",
                                "after",
                                "healed by itself");

        boolean whole() {
            return sent > 0
                    && inS3 == sent
                    && assessed == sent
                    && mined == sent
                    && lost == 0
                    && doubled == 0;
        }

        String line() {
            return "%-52s %5d %11d %13d %10d %5d %8d %3d s  %s"
                    .formatted(
                            scenario,
                            sent,
                            inS3,
                            assessed,
                            mined,
                            lost,
                            doubled,
                            seconds,
                            whole() ? "yes" : "NO");
        }
    }
}
