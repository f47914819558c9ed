package org.medsendx.endtoend.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.medsendx.endtoend.Launcher;
import org.medsendx.endtoend.deploy.Manifests;
import org.medsendx.localstack.process.ChildProcess;

/**
 * A truck and the fleet's side of the cloud as pods, once for all tests of a run.
 *
 * <p>Three networks: the truck's own, with the addresses of a cluster and no way out; one of the
 * scanners, which reaches whoever the policies let strangers speak to; and one that stands for the
 * internet, which only those are in whom the policies let out. In each pod's network the policies
 * are rules of the kernel, see {@link Policies}.
 */
final class Deployed implements BeforeAllCallback {

    static final String TRUCK = "truck";
    static final String SCANNERS = "scanners";
    static final String INTERNET = "internet";

    /** The machine itself in each network. */
    static final Map<String, String> NODE =
            Map.of(TRUCK, "10.43.0.1", SCANNERS, "198.51.100.1", INTERNET, "203.0.113.1");

    static final String BROKER = "203.0.113.20";
    static final String VERSION = "0.1.0";
    static final String NEXT = "0.1.0-next";

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Podman.require();
        context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
    }

    /** What runs; only after the extension ran. */
    static Running get() {
        var running = Running.running;
        if (running == null) {
            throw new IllegalStateException("@ExtendWith(Deployed.class) is missing");
        }
        return running;
    }

    /** All that was started. */
    static final class Running implements AutoCloseable {

        private static volatile @Nullable Running running;
        private static boolean failed;

        private final Podman podman;
        private final Overlay truck;
        private final Overlay cloud;
        private final CloudSide cloudSide;
        private final Secrets secrets;
        private final Map<String, PlayedPod> pods = new TreeMap<>();
        private final List<ChildProcess> children = new ArrayList<>();
        private long scannerPid;

        private Running(Podman podman) throws IOException, InterruptedException {
            this.podman = podman;
            images(VERSION);
            this.truck = Overlay.rendered("truck");
            this.cloud = Overlay.rendered("cloud");
            network(TRUCK, "10.43.0.0/16", "--internal", "--ip-range", "10.43.8.0/24");
            network(SCANNERS, "198.51.100.0/24", "--internal");
            network(INTERNET, "203.0.113.0/24", "--ip-range", "203.0.113.128/25");
            this.cloudSide = new CloudSide(podman, BROKER, node(INTERNET));
            cloudSide.start("medsendx/kafka:" + VERSION, INTERNET);
            this.secrets = Secrets.make(podman, Manifests.DEPLOY, cloudSide);
        }

        static Running start() {
            if (failed) {
                throw new IllegalStateException("the pods did not start for an earlier class");
            }
            failed = true;
            try {
                var podman = Podman.start();
                // Also when the run is ended from outside.
                Runtime.getRuntime().addShutdownHook(new Thread(Running::closeIfRunning));
                boolean up = false;
                try {
                    var started = new Running(podman);
                    running = started;
                    started.play();
                    up = true;
                    failed = false;
                    return started;
                } finally {
                    if (!up) {
                        endOf(podman);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static void closeIfRunning() {
            var started = running;
            if (started != null) {
                try {
                    started.close();
                } catch (IOException e) {
                    System.err.println("pods are left: " + e.getMessage());
                }
            }
        }

        private static void endOf(Podman podman) throws IOException {
            var started = running;
            if (started == null) {
                podman.close();
            } else {
                started.close();
            }
        }

        /** Builds all images, or some, as a person would. */
        void images(String tag, String... only) throws IOException, InterruptedException {
            var arguments =
                    new ArrayList<>(
                            List.of(
                                    "images",
                                    "--with",
                                    "podman",
                                    "--tag",
                                    tag,
                                    "--base",
                                    only.length == 0 ? "debian" : "medsendx/base:" + VERSION,
                                    "--source",
                                    "https://example.org/medsendx"));
            arguments.addAll(List.of(only));
            var result =
                    Launcher.run(
                            Duration.ofMinutes(4),
                            podman.environment(),
                            arguments.toArray(String[]::new));
            if (result.status() != 0) {
                throw new AssertionError(result.output());
            }
        }

        private void network(String name, String subnet, String... options) throws IOException {
            var command =
                    new ArrayList<>(List.of("network", "create", "--subnet", subnet, "--gateway"));
            command.add(node(name));
            command.addAll(List.of(options));
            command.add(name);
            podman.run(command.toArray(String[]::new));
        }

        static String node(String network) {
            var node = NODE.get(network);
            if (node == null) {
                throw new IllegalArgumentException(network);
            }
            return node;
        }

        private void play() throws IOException, InterruptedException {
            hosts();
            truck.site(
                    "uplink-service",
                    Map.of(
                            "quarkus.s3.endpoint-override",
                            cloudSide.endpoint(),
                            "quarkus.s3.path-style-access",
                            "true",
                            // The S3 server of the local stack knows no keys of a KMS.
                            "medsendx.uplink.encryption",
                            "none",
                            "medsendx.uplink.kms-key-id",
                            ""));
            // One broker, and no provider of identities.
            cloud.site(
                    "fleet-miner-service",
                    Map.of(
                            "kafka-streams.replication.factor",
                            "1",
                            "quarkus.oidc.tenant-enabled",
                            "false"));
            aside("cloud-operator", cloudSide.client("operator"));
            at("rights", "cloud-operator");
            for (var secret : secrets.all().entrySet()) {
                create(secret.getKey(), secret.getValue());
            }
            play("claims", truck.claims());
            podman.run("pod", "create", "--name", "scanner", "--network", SCANNERS);
            podman.run("pod", "start", "scanner");
            scannerPid =
                    Long.parseLong(
                            podman.run(
                                            "inspect",
                                            "--format",
                                            "{{.State.Pid}}",
                                            podman.run(
                                                            "pod",
                                                            "inspect",
                                                            "--format",
                                                            "{{.InfraContainerID}}",
                                                            "scanner")
                                                    .strip())
                                    .strip());
            for (var overlay : List.of(truck, cloud)) {
                for (var workload : overlay.workloads()) {
                    create(overlay, workload.name());
                }
            }
            protect();
            pods.values().forEach(PlayedPod::awaitReady);
            aside("operator", secrets.truckClient("operator"));
            watch("cloud", "cloud-operator");
            watch("truck", "operator");
        }

        /** Plays a workload anew, with the image that its overlay has now. */
        PlayedPod replay(String name) throws IOException {
            podman.run("pod", "rm", "--force", "--time", "30", pod(name).pod());
            var overlay = overlay(name);
            create(overlay, name);
            protect();
            return pod(name);
        }

        private Overlay overlay(String workload) {
            return Stream.of(truck, cloud)
                    .filter(o -> o.workloads().stream().anyMatch(w -> w.name().equals(workload)))
                    .findFirst()
                    .orElseThrow();
        }

        private void create(String secret, Map<String, byte[]> files) throws IOException {
            var volume = Overlay.volumeOf(secret);
            podman.run("volume", "create", volume);
            var folder =
                    Path.of(
                            podman.run("volume", "inspect", "--format", "{{.Mountpoint}}", volume)
                                    .strip());
            int mode = (truck.mounts(secret) ? truck : cloud).modeOf(secret);
            for (var file : files.entrySet()) {
                var path = Files.write(folder.resolve(file.getKey()), file.getValue());
                Podman.exec(Map.of(), List.of("chown", "0:10001", path.toString()));
                Podman.exec(
                        Map.of(), List.of("chmod", Integer.toOctalString(mode), path.toString()));
            }
        }

        private void create(Overlay overlay, String name) throws IOException {
            var networks = new ArrayList<String>();
            var subject = subject(overlay, name, List.of());
            var policies =
                    new Policies(overlay.documents(), overlay.namespace(), List.of(), List.of());
            if (overlay == truck) {
                networks.add(
                        name.equals("kafka") ? TRUCK + ":ip=" + overlay.clusterIp("kafka") : TRUCK);
            }
            if (policies.heardByStrangers(subject)) {
                networks.add(SCANNERS);
            }
            if (policies.speaksOutside(subject)) {
                networks.add(INTERNET);
            }
            var options = networks.stream().flatMap(n -> Stream.of("--network", n)).toList();
            play(name, overlay.playable(name), options.toArray(String[]::new));
            pods.put(name, PlayedPod.of(podman, overlay.workload(name)));
        }

        private void play(String name, String yaml, String... options) throws IOException {
            var file = podman.folder().resolve(name + ".yaml");
            Files.writeString(file, yaml);
            var command = new ArrayList<>(List.of("kube", "play"));
            command.addAll(List.of(options));
            command.add(file.toString());
            podman.run(command.toArray(String[]::new));
        }

        private static Policies.Subject subject(
                Overlay overlay, String name, List<String> addresses) {
            var workload = overlay.workload(name);
            return new Policies.Subject(
                    overlay.namespace(),
                    Overlay.labels(workload),
                    Overlay.ports(workload),
                    addresses);
        }

        /** Puts the policies into force in each pod's network. */
        void protect() throws IOException {
            var subjects = subjects();
            for (var name : pods.keySet()) {
                restore(name, rules(overlay(name), name, subjects));
            }
        }

        /** The rules of a pod as an overlay has them. */
        String rules(Overlay overlay, String name) throws IOException {
            return rules(overlay, name, subjects());
        }

        private Map<String, Policies.Subject> subjects() throws IOException {
            var subjects = new TreeMap<String, Policies.Subject>();
            for (var pod : pods.keySet()) {
                var addresses = List.copyOf(pod(pod).addresses().values());
                subjects.put(pod, subject(overlay(pod), pod, addresses));
            }
            // The name server that Kubernetes has as pods of its own is podman's here.
            subjects.put(
                    "kube-dns",
                    new Policies.Subject(
                            "kube-system",
                            Map.of("k8s-app", "kube-dns"),
                            Map.of(),
                            List.of(node(INTERNET))));
            return subjects;
        }

        private static String rules(
                Overlay overlay, String name, Map<String, Policies.Subject> subjects) {
            var subject = subjects.get(name);
            if (subject == null) {
                throw new IllegalArgumentException(name);
            }
            return new Policies(
                            overlay.documents(),
                            overlay.namespace(),
                            List.copyOf(subjects.values()),
                            List.copyOf(NODE.values()))
                    .rules(subject);
        }

        void restore(String name, String rules) throws IOException {
            var file = Files.writeString(podman.folder().resolve("rules-of-" + name), rules);
            pod(name).inNetwork("iptables-restore", file.toString());
        }

        PlayedPod pod(String name) {
            var pod = pods.get(name);
            if (pod == null) {
                throw new IllegalArgumentException("no pod of " + name);
            }
            return pod;
        }

        Map<String, PlayedPod> pods() {
            return Map.copyOf(pods);
        }

        /** The pods of the truck alone. */
        List<PlayedPod> truckPods() {
            return truck.workloads().stream().map(w -> pod(w.name())).toList();
        }

        Overlay truck() {
            return truck;
        }

        Overlay cloud() {
            return cloud;
        }

        CloudSide cloudSide() {
            return cloudSide;
        }

        Secrets secrets() {
            return secrets;
        }

        Podman podman() {
            return podman;
        }

        long scannerPid() {
            return scannerPid;
        }

        /** Sends files as a scanner does; fails unless each was answered with success. */
        void send(List<Path> files) throws IOException {
            var command = new ArrayList<>(List.of("storescu", "-aet", "CT_TRUCK1"));
            command.addAll(List.of("-aec", "MEDSENDX"));
            var address = pod("edge-ingest").addresses().get(SCANNERS);
            if (address == null) {
                throw new IOException("edge-ingest is not where scanners are");
            }
            command.addAll(List.of(address, "11112"));
            files.forEach(file -> command.add(file.toString()));
            PlayedPod.inNetwork(scannerPid, command.toArray(String[]::new));
        }

        // Names as the pods have them, for what is run beside them.
        private void hosts() throws IOException {
            Files.writeString(
                    podman.folder().resolve("hosts"),
                    "%s kafka\n%s %s\n"
                            .formatted(truck.clusterIp("kafka"), BROKER, CloudSide.BROKER_NAME));
        }

        void aside(String name, String properties) throws IOException {
            Files.writeString(podman.folder().resolve(name + ".properties"), properties);
        }

        /** The command that does something at a broker with the properties of a name. */
        List<String> command(String what, String name, String... more) {
            var command =
                    new ArrayList<>(
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx96m",
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "-Djdk.net.hosts.file=" + podman.folder().resolve("hosts"),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    AtBroker.class.getName(),
                                    what,
                                    podman.folder().resolve(name + ".properties").toString()));
            command.addAll(List.of(more));
            return command;
        }

        private void at(String what, String name) throws IOException {
            Podman.exec(Map.of(), command(what, name));
        }

        private void watch(String broker, String name) throws IOException {
            var child =
                    ChildProcess.start(
                            "watch-" + broker,
                            command("watch", name),
                            Map.of(),
                            podman.folder().resolve("events-" + broker));
            children.add(child);
        }

        /** The ids of all events of a topic on a broker, without those that came again. */
        Set<String> events(String broker, String topic) throws IOException {
            var ids = new TreeSet<String>();
            var file = podman.folder().resolve("events-" + broker);
            Files.readAllLines(file).stream()
                    .map(line -> line.split(" "))
                    .filter(parts -> parts.length == 3 && parts[0].equals(topic))
                    .forEach(parts -> ids.add(parts[1]));
            return ids;
        }

        /** Waits until so many scans are in the cloud: in S3, assessed and with features. */
        void awaitScans(int count) {
            await(count + " scans are in the cloud")
                    .atMost(Duration.ofSeconds(100))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        assertThat(events("cloud", "scans.assessed.v1")).hasSize(count);
                        assertThat(events("cloud", "scans.features.v1")).hasSize(count);
                        assertThat(instances()).hasSize(count);
                    });
        }

        /** The keys of the clean files in S3; what was derived of them has a further word. */
        List<String> instances() {
            return cloudSide.keys().stream()
                    .filter(key -> key.matches("TRUCK1(/[0-9.]+){4}\\.dcm"))
                    .toList();
        }

        @Override
        public void close() throws IOException {
            running = null;
            children.forEach(ChildProcess::close);
            cloudSide.close();
            podman.close();
        }
    }
}
