package org.medsendx.miner;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The service as it is deployed: the built jar in a process of its own, on a free port. */
final class MinerProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[0-9.:]+)");
    private static final Duration START = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final String address;

    private MinerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.address =
                await().atMost(START)
                        .until(
                                () -> {
                                    var matcher = LISTENING.matcher(log());
                                    if (!matcher.find() && !process.isAlive()) {
                                        throw new IllegalStateException(log());
                                    }
                                    return matcher.reset().find() ? matcher.group(1) : "";
                                },
                                found -> !found.isEmpty());
    }

    /** On a machine of one's own. */
    static MinerProcess start(Path folder, String bootstrapServers) throws IOException {
        return start(
                folder,
                bootstrapServers,
                List.of("-Dmedsendx.web.access=loopback", "-Dquarkus.oidc.tenant-enabled=false"));
    }

    static MinerProcess start(Path folder, String bootstrapServers, List<String> settings)
            throws IOException {
        var log = Files.createTempFile(folder, "miner", ".log");
        var command =
                new ArrayList<String>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Dquarkus.http.port=0",
                                "-Dquarkus.log.console.json.enabled=false",
                                "-Dkafka.bootstrap.servers=" + bootstrapServers,
                                "-Dkafka-streams.state.dir=" + folder.resolve("state"),
                                "-Dmedsendx.miner.analyse-every=200ms"));
        command.addAll(settings);
        command.addAll(List.of("-jar", JAR.toString()));
        return new MinerProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address + path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /** What a program does. */
    HttpResponse<byte[]> post(String path, String json) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Where it listens. */
    int port() {
        return URI.create(address).getPort();
    }

    /** As a power cut ends it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            kill();
        }
        http.close();
    }
}
