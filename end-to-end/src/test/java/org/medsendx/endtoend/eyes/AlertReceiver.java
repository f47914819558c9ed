package org.medsendx.endtoend.eyes;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.medsendx.contracts.EventCodec;

/** Takes what Alertmanager sends to its webhooks, on loopback. */
final class AlertReceiver implements AutoCloseable {

    /**
     * One alert that was told.
     *
     * @param path whom: the path of the webhook
     */
    record Told(String path, JsonNode alert) {
        String name() {
            return alert.at("/labels/alertname").asText();
        }

        boolean firing() {
            return alert.get("status").asText().equals("firing");
        }
    }

    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    AlertReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    var message =
                            EventCodec.JSON.readTree(exchange.getRequestBody().readAllBytes());
                    for (var alert : message.path("alerts")) {
                        told.add(new Told(exchange.getRequestURI().getPath(), alert));
                    }
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Told> told() {
        return List.copyOf(told);
    }

    boolean heard(String alert, String path) {
        return told.stream()
                .anyMatch(
                        one -> one.firing() && one.name().equals(alert) && one.path().equals(path));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
