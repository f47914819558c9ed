package org.medsendx.endtoend;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.localstack.result.OutFolder;
import org.medsendx.localstack.send.Delivery;
import org.medsendx.localstack.send.InputFile;
import org.medsendx.localstack.send.Sender;
import org.medsendx.localstack.stack.LocalStack;

/**
 * One scenario of the fault matrix while it runs: sends scans as a scanner does, which sends again
 * what was not confirmed, and has the ways to do harm. Nothing here mends anything: what a drill
 * brings back is what a person would who sees a dark box, a disk to be replaced, a plug.
 */
final class Drill {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LocalStack stack;
    private final Map<InputFile, Delivery> confirmed = new ConcurrentHashMap<>();

    Drill(LocalStack stack) {
        this.stack = stack;
    }

    /** What was confirmed, each input once. */
    List<Delivery> confirmed() {
        return List.copyOf(confirmed.values());
    }

    /** Sends scans and returns when the scanner has heard success for each. */
    void send(int count) throws IOException, InterruptedException {
        sendUntilConfirmed(RunningStack.scans(count));
    }

    /** Begins to send, and returns when the first are confirmed and the others on their way. */
    Thread sending(int count) throws IOException {
        var inputs = RunningStack.scans(count);
        int before = confirmed.size();
        var thread =
                Thread.ofPlatform()
                        .name("scanner")
                        .start(() -> {
                            try {
                                sendUntilConfirmed(inputs);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        await().atMost(PATIENCE).until(() -> confirmed.size() > before + count / 4);
        return thread;
    }

    private void sendUntilConfirmed(List<InputFile> inputs)
            throws IOException, InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        var open = new ArrayList<>(inputs);
        while (!open.isEmpty()) {
            try {
                new Sender(
                                new InetSocketAddress("127.0.0.1", stack.addresses().dicomPort()),
                                stack.addresses().aeTitle(),
                                stack.folders().hotFolder())
                        .send(open, delivery -> confirmed.put(delivery.input(), delivery));
            } catch (IOException e) {
                if (Instant.now().isAfter(deadline)) {
                    throw e;
                }
            }
            open.removeIf(confirmed::containsKey);
        }
    }

    /** Kills a part, as kill -9 does; whoever watches it may start it again. */
    void kill(String part) throws InterruptedException {
        stack.process(part).kill();
    }

    /** Kills a part that stays down until {@link #back}. */
    void takeDown(String part) throws InterruptedException {
        stack.takeDown(part);
    }

    /** Ends a part in good order; it stays down until {@link #back}. */
    void stop(String part) {
        stack.stop(part);
    }

    /** Starts what was taken down or stopped. */
    void back(String... parts) throws IOException, InterruptedException {
        for (var part : parts) {
            stack.restart(part);
        }
        for (var part : parts) {
            stack.awaitReady(part);
        }
    }

    /** Waits until the truck's Kafka has acknowledged everything that edge-ingest has to say. */
    void awaitPublished() {
        await().atMost(PATIENCE)
                .until(() -> {
                    var status = get(stack.addresses().ingest() + "/status");
                    return status.path("outboxBacklog").asLong(-1) == 0;
                });
    }

    private static JsonNode get(String address) throws InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(address)).build();
            return EventCodec.JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
            return EventCodec.JSON.createObjectNode();
        }
    }

    /** Takes a broker down and all it has stored away, as a disk that was replaced. */
    void wipe(String broker) throws IOException, InterruptedException {
        takeDown(broker);
        OutFolder.delete(data(broker));
    }

    /**
     * Takes a broker down, and the last records of every topic with it, as a power cut does to a
     * disk that had not written what it said.
     *
     * @param batches how many of the last batches of each topic
     */
    void cut(String broker, int batches) throws IOException, InterruptedException {
        takeDown(broker);
        LogFiles.cutAll(data(broker), batches);
    }

    private Path data(String broker) {
        return stack.folders().work().resolve(broker).resolve("data");
    }

    /** Stops a part in good order, and has its consumer group forgotten. */
    void forget(String service, String group) throws Exception {
        stack.stop(service);
        try (var admin = Admin.create(stack.kafka(Broker.TRUCK, Principal.OPERATOR))) {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> {
                        admin.deleteConsumerGroups(List.of(group)).all().get();
                        return true;
                    });
        }
    }
}
