package org.medsendx.endtoend.eyes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.medsendx.contracts.EventCodec;
import org.medsendx.endtoend.eyes.Monitoring.Side;
import org.medsendx.localstack.process.ChildProcess;
import org.medsendx.localstack.process.Ports;
import org.medsendx.localstack.stack.LocalStack;

/**
 * Prometheus and Alertmanager of a truck and of the fleet, and a node exporter, as processes with
 * the files of deploy/monitoring. Other are only addresses and patience: everything is on loopback,
 * is read once a second and fires at once, and a scan waits too long for its upload after {@value
 * #UPLOAD_SECONDS} s instead of a day.
 */
final class Watchmen implements AutoCloseable {

    static final int UPLOAD_SECONDS = 5;

    private final Path folder;
    private final LocalStack stack;
    private final Ports ports = new Ports();
    private final Map<Side, Integer> prometheus = new LinkedHashMap<>();
    private final Map<Side, Integer> alertmanager = new LinkedHashMap<>();
    private final AlertReceiver receiver;
    private final List<ChildProcess> processes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    Watchmen(Path folder, LocalStack stack) throws IOException {
        this.folder = folder;
        this.stack = stack;
        this.receiver = new AlertReceiver();
        for (var side : Side.values()) {
            prometheus.put(side, ports.any());
            alertmanager.put(side, ports.any());
        }
        int node = ports.any();
        run(
                "node-exporter",
                List.of("prometheus-node-exporter", "--web.listen-address=127.0.0.1:" + node));
        for (var side : Side.values()) {
            alertmanager(side);
            prometheus(side, node);
        }
    }

    AlertReceiver receiver() {
        return receiver;
    }

    private static String folderOf(Side side) {
        return side == Side.TRUCK ? "truck" : "cloud";
    }

    private int port(Map<Side, Integer> ports, Side side) {
        return ports.getOrDefault(side, 0);
    }

    private void run(String name, List<String> command) throws IOException {
        processes.add(ChildProcess.start(name, command, Map.of(), folder.resolve(name + ".log")));
    }

    private void alertmanager(Side side) throws IOException {
        var home = Files.createDirectories(folder.resolve("alertmanager-" + folderOf(side)));
        var config =
                Monitoring.read(
                                Monitoring.FOLDER
                                        .resolve(folderOf(side))
                                        .resolve("alertmanager.yml"))
                        .replace("127.0.0.1:9095", "127.0.0.1:" + receiver.port())
                        .replaceAll("(group_wait|group_interval): \\w+", "$1: 1s");
        Files.writeString(home.resolve("alertmanager.yml"), config);
        run(
                "alertmanager-" + folderOf(side),
                List.of(
                        "prometheus-alertmanager",
                        "--config.file=" + home.resolve("alertmanager.yml"),
                        "--storage.path=" + home.resolve("data"),
                        "--cluster.listen-address=",
                        "--web.listen-address=127.0.0.1:" + port(alertmanager, side)));
    }

    private void prometheus(Side side, int node) throws IOException {
        var home = Files.createDirectories(folder.resolve("prometheus-" + folderOf(side)));
        Files.createDirectories(home.resolve("rules"));
        for (var file : Monitoring.files("rules", ".yml")) {
            Files.writeString(
                    home.resolve("rules").resolve(file.getFileName()),
                    Monitoring.read(file)
                            .replaceAll("for: [0-9]+[mhd]\\b", "for: 1s")
                            .replace("> 86400\n", "> " + UPLOAD_SECONDS + "\n"));
        }
        var addresses = stack.addresses();
        var config =
                Monitoring.tellingTheFleet(
                                Monitoring.read(
                                        Monitoring.FOLDER
                                                .resolve(folderOf(side))
                                                .resolve("prometheus.yml")))
                        .replaceAll("(scrape|evaluation)_interval: 15s", "$1_interval: 1s")
                        .replace("10.43.0.101:80", "127.0.0.1:" + addresses.ingestHttp())
                        .replace("10.43.0.102:80", "127.0.0.1:" + addresses.anonymizerHttp())
                        .replace("10.43.0.103:80", "127.0.0.1:" + addresses.uplinkHttp())
                        .replace("10.43.0.104:80", "127.0.0.1:" + addresses.segmenterHttp())
                        .replace("fleet-miner-service:80", "127.0.0.1:" + addresses.minerHttp())
                        .replace("127.0.0.1:9100", "127.0.0.1:" + node)
                        .replace("127.0.0.1:9093", "127.0.0.1:" + port(alertmanager, side))
                        .replaceAll(" +basic_auth:\n.*\n.*\n", "")
                        .replace(
                                "https://metrics.example.org",
                                "http://127.0.0.1:" + port(prometheus, Side.FLEET));
        Files.writeString(home.resolve("prometheus.yml"), config);
        var command =
                new ArrayList<>(
                        List.of(
                                "prometheus",
                                "--config.file=" + home.resolve("prometheus.yml"),
                                "--storage.tsdb.path=" + home.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port(prometheus, side)));
        if (side == Side.FLEET) {
            command.add("--web.enable-remote-write-receiver");
        }
        run("prometheus-" + folderOf(side), command);
    }

    /** What a query gives now: its series with a value that is a number; none while it is away. */
    List<JsonNode> query(Side side, String expression) throws InterruptedException {
        var body = "query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + port(prometheus, side)
                                                + "/api/v1/query"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        JsonNode answer;
        try {
            answer =
                    EventCodec.JSON.readTree(
                            http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
            return List.of();
        }
        if (!answer.path("status").asText().equals("success")) {
            throw new IllegalArgumentException(expression + ": " + answer.path("error").asText());
        }
        var series = new ArrayList<JsonNode>();
        for (var one : answer.at("/data/result")) {
            if (!one.at("/value/1").asText().equals("NaN")) {
                series.add(one);
            }
        }
        return series;
    }

    @Override
    public void close() {
        http.close();
        processes.reversed().forEach(ChildProcess::close);
        receiver.close();
    }
}
