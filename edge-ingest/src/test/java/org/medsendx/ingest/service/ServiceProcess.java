package org.medsendx.ingest.service;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
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
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.net.StorageScu;
import org.medsendx.dicom.net.StoreStatus;

/** The packaged service as the process it is, on free ports of loopback. */
final class ServiceProcess implements AutoCloseable {

    private static final Pattern LISTENING =
            Pattern.compile("Listening on: http://127.0.0.1:(\\d+)");

    final Path volume;
    private final Process process;
    private final Path log;
    private final HttpClient http = HttpClient.newHttpClient();
    private int httpPort;

    private ServiceProcess(Path volume, Process process, Path log) {
        this.volume = volume;
        this.process = process;
        this.log = log;
    }

    /** Skips the test without dcmtk; fails it where peers are required, as in CI. */
    static void assumeDcmtk() {
        boolean there = Files.isExecutable(Path.of("/usr/bin/storescu"));
        if ("required".equals(System.getenv("MEDSENDX_PEERS"))) {
            Assertions.assertTrue(there, "storescu of dcmtk is not installed");
        }
        Assumptions.assumeTrue(there, "storescu of dcmtk is not installed: skipped");
    }

    /** Starts it and returns at once. */
    static ServiceProcess launch(Path folder, Map<String, String> properties) throws IOException {
        var volume = folder.resolve("identified");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.add("-Dquarkus.http.port=0");
        command.add("-Dmedsendx.web.access=loopback");
        command.add("-Dmedsendx.ingest.dicom-port=0");
        command.add("-Dmedsendx.ingest.identified-dir=" + volume);
        command.add("-Dmedsendx.ingest.min-free-space=1M");
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        var log = folder.resolve("log-" + UUID.randomUUID());
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new ServiceProcess(volume, process, log);
    }

    /** Starts it and returns when it is ready. */
    static ServiceProcess start(Path folder, Map<String, String> properties) throws IOException {
        var service = launch(folder, properties);
        try {
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(100))
                    .until(service::findHttpPort);
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private boolean findHttpPort() throws IOException {
        var matcher = LISTENING.matcher(log());
        if (matcher.find()) {
            httpPort = Integer.parseInt(matcher.group(1));
            return true;
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("the service ended:\n" + log());
        }
        return false;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Waits for its end. @return the exit status */
    int exitStatus() throws InterruptedException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            throw new IllegalStateException("still running");
        }
        return process.exitValue();
    }

    /** The memory that it holds, in bytes. */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        throw new IllegalStateException("the service ended");
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As a power cut for the process: no shutdown hook runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    InetSocketAddress dicom() throws IOException, InterruptedException {
        return new InetSocketAddress("127.0.0.1", json("/status").get("dicomPort").asInt());
    }

    /** An association of CT_1 for CT, a class nobody knows, and C-ECHO. */
    StorageScu associate(String called) throws IOException, InterruptedException {
        var explicit = List.of(Uid.ExplicitVRLittleEndian);
        return StorageScu.open(
                dicom(),
                called,
                "CT_1",
                List.of(
                        new StorageScu.Proposal(Uid.CTImageStorage, explicit),
                        new StorageScu.Proposal("1.2.3.4", explicit),
                        new StorageScu.Proposal(StorageScu.VERIFICATION, explicit)),
                Duration.ofSeconds(60));
    }

    /** Sends a file as this CT instance. */
    static StoreStatus store(StorageScu scu, Path file, String uid) throws IOException {
        return scu.store(
                        file,
                        DicomReader.readMeta(file).dataSetPosition(),
                        Uid.CTImageStorage,
                        uid,
                        Uid.ExplicitVRLittleEndian)
                .orElseThrow();
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get(path).body());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> post(String path, Path body) throws IOException, InterruptedException {
        return post(path, body, "application/dicom");
    }

    HttpResponse<byte[]> post(String path, Path body, @Nullable String type)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path));
        if (type != null) {
            request.header("Content-Type", type);
        }
        return http.send(
                request.POST(HttpRequest.BodyPublishers.ofFile(body)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
