package org.medsendx.endtoend.pods;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;
import org.medsendx.endtoend.deploy.Manifests.Document;

/** A pod that runs: its one container, its network, and what a kubelet would ask it. */
final class PlayedPod {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Podman podman;
    private final Document workload;
    private final String pod;
    private final String container;

    private PlayedPod(Podman podman, Document workload, String pod, String container) {
        this.podman = podman;
        this.workload = workload;
        this.pod = pod;
        this.container = container;
    }

    /** The pod that runs a workload now. */
    static PlayedPod of(Podman podman, Document workload) throws IOException {
        var label = "label=app.kubernetes.io/name=" + workload.name();
        var pod = podman.lines("pod", "ps", "--filter", label, "--format", "{{.Name}}").getFirst();
        var container =
                podman
                        .lines("ps", "--all", "--filter", "pod=" + pod, "--format", "{{.Names}}")
                        .stream()
                        .filter(name -> !name.endsWith("-infra"))
                        .findFirst()
                        .orElseThrow();
        return new PlayedPod(podman, workload, pod, container);
    }

    String name() {
        return workload.name();
    }

    /** Podman's name of the pod. */
    String pod() {
        return pod;
    }

    JsonObject inspect() throws IOException {
        return JsonParser.parseString(podman.run("inspect", container))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
    }

    long pid() throws IOException {
        return inspect().getAsJsonObject("State").get("Pid").getAsLong();
    }

    int restarts() throws IOException {
        return inspect().get("RestartCount").getAsInt();
    }

    String log() throws IOException {
        var output = podman.folder().resolve("log-of-a-pod");
        var builder =
                new ProcessBuilder("podman", "logs", container)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(podman.environment());
        try {
            builder.start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return Files.readString(output);
    }

    /** Its addresses by network. */
    Map<String, String> addresses() throws IOException {
        var infra = podman.run("pod", "inspect", "--format", "{{.InfraContainerID}}", pod).strip();
        return addresses(podman, infra);
    }

    static Map<String, String> addresses(Podman podman, String container) throws IOException {
        var networks =
                JsonParser.parseString(
                                podman.run(
                                        "inspect",
                                        "--format",
                                        "{{json .NetworkSettings.Networks}}",
                                        container))
                        .getAsJsonObject();
        var addresses = new TreeMap<String, String>();
        networks.entrySet()
                .forEach(network ->
                        addresses.put(
                                network.getKey(),
                                network.getValue()
                                        .getAsJsonObject()
                                        .get("IPAddress")
                                        .getAsString()));
        return addresses;
    }

    /** Runs a program of this machine in the network of the pod. */
    String inNetwork(String... command) throws IOException {
        return inNetwork(pid(), command);
    }

    static String inNetwork(long pid, String... command) throws IOException {
        var all = new ArrayList<>(List.of("nsenter", "--target", Long.toString(pid), "--net"));
        all.addAll(Arrays.asList(command));
        return Podman.exec(Map.of(), all);
    }

    /** Whether a probe of the manifest succeeds, asked from the node as a kubelet does. */
    boolean probe(String name) {
        var probe = workload.container().getAsJsonObject(name);
        try {
            var ports = Overlay.ports(workload);
            var host = addresses().values().iterator().next();
            if (probe.has("httpGet")) {
                var get = probe.getAsJsonObject("httpGet");
                return status(
                                "http://%s:%d%s"
                                        .formatted(
                                                host,
                                                port(ports, get.get("port").getAsString()),
                                                get.get("path").getAsString()))
                        == 200;
            }
            int port = port(ports, probe.getAsJsonObject("tcpSocket").get("port").getAsString());
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
                return true;
            }
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static int port(Map<String, Integer> ports, String name) throws IOException {
        var port = ports.get(name);
        if (port == null) {
            throw new IOException("no port is named " + name);
        }
        return port;
    }

    private static int status(String address) throws IOException {
        try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** How long its manifest lets it start before it is killed. */
    Duration startLimit() {
        var probe = workload.container().getAsJsonObject("startupProbe");
        return Duration.ofSeconds(
                probe.get("periodSeconds").getAsLong() * probe.get("failureThreshold").getAsLong());
    }

    /** Waits until it is ready; a start may take as long as its manifest says. */
    void awaitReady() {
        try {
            await(name() + " is ready")
                    .atMost(startLimit())
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> probe("readinessProbe"));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(name() + " is not ready after " + startLimit() + state(), e);
        }
    }

    private String state() {
        try {
            var lines = log().lines().toList();
            return " at %s, restarted %d times:%n%s"
                    .formatted(
                            addresses(),
                            restarts(),
                            String.join(
                                    "\n",
                                    lines.subList(Math.max(0, lines.size() - 20), lines.size())));
        } catch (IOException e) {
            return ", and cannot be asked: " + e.getMessage();
        }
    }

    /** What the kernel counts for its container. */
    Usage usage() throws IOException {
        return Usage.of(
                Path.of(inspect().getAsJsonObject("State").get("CgroupPath").getAsString()));
    }
}
