package org.medsendx.uplink.kills;

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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** uplink-service as the process it is. */
final class UplinkProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[0-9.:]+)");
    private static final Duration START = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;

    private UplinkProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static UplinkProcess start(Path folder, Map<String, String> settings) throws IOException {
        var log = Files.createTempFile(folder, "uplink", ".log");
        var command =
                new ArrayList<String>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Dquarkus.http.port=0",
                                "-Dquarkus.log.console.json.enabled=false",
                                "-Dmedsendx.web.access=loopback",
                                "-Dquarkus.oidc.tenant-enabled=false"));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", JAR.toString()));
        return new UplinkProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** What {@code GET /uplink} says, once it answers. */
    String status() throws IOException, InterruptedException {
        String address =
                await().atMost(START)
                        .until(
                                () -> {
                                    var matcher = LISTENING.matcher(log());
                                    return matcher.find() ? matcher.group(1) : "";
                                },
                                found -> !found.isEmpty());
        return http.send(
                        HttpRequest.newBuilder(URI.create(address + "/uplink")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** As a power cut ends it; does not wait. */
    void kill() {
        process.destroyForcibly();
    }

    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        http.close();
    }
}
