package org.medsendx.webguard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The HTTP port of a service that cannot open its volume yet, before the framework takes the port:
 * alive, not ready, and 503 for everything else. Without it a supervisor would take a service that
 * waits for one that hangs, and start it again and again.
 */
public final class WaitingRoom implements AutoCloseable {

    private static final String UP = "{\"status\":\"UP\",\"checks\":[]}\n";
    private static final String DOWN =
            "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"volumes\",\"status\":\"DOWN\"}]}\n";

    private final HttpServer server;
    private final ExecutorService threads;

    private WaitingRoom(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Opens the port.
     *
     * @throws IOException when it is taken
     */
    public static WaitingRoom open(String host, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/", WaitingRoom::answer);
        server.start();
        return new WaitingRoom(server, threads);
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean live = exchange.getRequestURI().getPath().equals("/q/health/live");
            byte[] body = (live ? UP : DOWN).getBytes(StandardCharsets.US_ASCII);
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", "application/json");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Cache-Control", "no-store");
            headers.set("Connection", "close");
            exchange.sendResponseHeaders(live ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Closes the port, for the one who comes next. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
