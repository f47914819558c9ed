package org.medsendx.localstack.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Topics;

/** Looks whether a part is of use; each look is short. Thread safe. */
final class Probes {

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** Whether somebody listens on a port of this machine. */
    boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(Addresses.HOST, port), 3000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether an address answers 200. */
    boolean answers(String address) throws InterruptedException {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(address))
                            .timeout(Duration.ofSeconds(5))
                            .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether a broker has its topics; those that it lacks are made.
     *
     * @param kafka with what a client of it is made
     */
    boolean hasTopics(Broker broker, Map<String, Object> kafka) throws InterruptedException {
        kafka.put("default.api.timeout.ms", "5000");
        kafka.put("request.timeout.ms", "3000");
        try (var admin = Admin.create(kafka)) {
            var existing = admin.listTopics().names().get();
            var missing = new ArrayList<NewTopic>();
            for (var topic : Topics.all()) {
                if (broker.has(topic) && !existing.contains(topic.topicName())) {
                    var kafkaTopic = new NewTopic(topic.topicName(), 1, (short) 1);
                    kafkaTopic.configs(
                            Map.of("cleanup.policy", topic.compacted() ? "compact" : "delete"));
                    missing.add(kafkaTopic);
                }
            }
            admin.createTopics(missing).all().get();
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }
}
