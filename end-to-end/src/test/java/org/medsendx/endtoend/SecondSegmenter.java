package org.medsendx.endtoend;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.journal.AtomicFile;
import org.medsendx.localstack.process.ChildProcess;
import org.medsendx.localstack.process.Ports;
import org.medsendx.localstack.process.ServiceProgram;

/**
 * A segmenter of its own beside the running stack: it reads the same topic in another group and the
 * same clean files, keeps what it makes in a folder of its own, and publishes nowhere, so that
 * whatever is done to it disturbs nobody.
 */
final class SecondSegmenter implements AutoCloseable {

    private static final Ports PORTS = new Ports();
    private static final String CHANNEL = "mp.messaging.incoming.instances-deidentified.";
    private static final Duration START = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ChildProcess process;
    private final URI address;

    private SecondSegmenter(ChildProcess process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it and waits until it is live.
     *
     * @param group what its consumer group is called after {@code segmenter-service-}
     * @param derived where it keeps what it makes
     * @param more further settings, those of its channel with {@code channel.} in front
     */
    static SecondSegmenter start(String group, Path derived, Map<String, String> more)
            throws IOException {
        var stack = RunningStack.get();
        int port = PORTS.any();
        var settings = new LinkedHashMap<String, String>();
        settings.put("quarkus.http.port", Integer.toString(port));
        settings.put("medsendx.web.access", "loopback");
        settings.put("kafka.bootstrap.servers", "127.0.0.1:1");
        settings.put("quarkus.config.locations", login(group).toString());
        settings.put(CHANNEL + "group.id", "segmenter-service-" + group);
        // A member that was killed is forgotten soon.
        settings.put(CHANNEL + "session.timeout.ms", "6000");
        settings.put(
                "medsendx.segmenter.deidentified-dir", stack.folders().deidentified().toString());
        settings.put("medsendx.segmenter.derived-dir", derived.toString());
        settings.put("medsendx.segmenter.retry-longest", "1s");
        more.forEach((key, value) -> settings.put(key.replaceFirst("^channel\\.", CHANNEL), value));
        var command =
                ServiceProgram.of(Tree.home(), "segmenter-service")
                        .command(
                                "256m",
                                settings,
                                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        var log = stack.folders().logs().resolve(group + ".log");
        var segmenter =
                new SecondSegmenter(
                        ChildProcess.start(group, command, Map.of(), log),
                        URI.create("http://127.0.0.1:" + port));
        try {
            await().atMost(START).until(() -> segmenter.answers() && segmenter.live());
            return segmenter;
        } catch (RuntimeException e) {
            segmenter.close();
            throw e;
        }
    }

    /** The segmenter's login, for the channel alone. */
    private static Path login(String group) throws IOException {
        var stack = RunningStack.get();
        var lines = new ArrayList<String>();
        stack.kafka(Broker.TRUCK, Principal.SEGMENTER)
                .forEach((key, value) -> lines.add(CHANNEL + key + "=" + value));
        var file = stack.folders().work().resolve("second-" + group + ".properties");
        AtomicFile.write(file, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private boolean answers() {
        if (!process.alive()) {
            throw new IllegalStateException("it ended:\n" + process.lastLines(20));
        }
        try {
            return get("/q/health").statusCode() > 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean live() throws IOException, InterruptedException {
        return get("/q/health/live").statusCode() == 200;
    }

    boolean ready() throws IOException, InterruptedException {
        return get("/q/health/ready").statusCode() == 200;
    }

    /** The state of a part of its work, such as {@code working}. */
    String part(String name) throws IOException, InterruptedException {
        for (var check : EventCodec.JSON.readTree(get("/q/health/ready").body()).path("checks")) {
            if (check.path("name").asText().equals("work")) {
                return check.path("data").path(name).asText();
            }
        }
        return "";
    }

    /** The object ids it has assessed, in order. */
    List<String> assessed() throws IOException, InterruptedException {
        var ids = new ArrayList<String>();
        for (JsonNode scan : EventCodec.JSON.readTree(get("/scans").body())) {
            ids.add(scan.path("objectId").asText());
        }
        return ids;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** As a power cut ends it. */
    void kill() throws InterruptedException {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
        http.close();
    }

    /** A folder for what it makes. */
    static Path folder(String name) throws IOException {
        return Files.createDirectories(RunningStack.folder(name));
    }
}
