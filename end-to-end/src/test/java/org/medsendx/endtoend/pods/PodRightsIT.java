package org.medsendx.endtoend.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.endtoend.pods.Deployed.BROKER;
import static org.medsendx.endtoend.pods.Deployed.INTERNET;
import static org.medsendx.endtoend.pods.Deployed.NODE;
import static org.medsendx.endtoend.pods.Deployed.SCANNERS;
import static org.medsendx.endtoend.pods.Deployed.TRUCK;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.endtoend.deploy.Manifests.Document;

/**
 * Who reaches whom, tried from within the network of each pod. Every pod is given a way to every
 * network first, so that nothing but the policies can stop it.
 */
@Tag("alone")
@ExtendWith(Deployed.class)
class PodRightsIT {

    private static final Set<String> KAFKA = Set.of("kafka");

    /** What each may reach: everything else is refused. */
    private static final Map<String, Set<String>> ALLOWED =
            Map.of(
                    "edge-ingest", KAFKA,
                    "anonymizer-service", KAFKA,
                    "segmenter-service", KAFKA,
                    "uplink-service", Set.of("kafka", "s3", "cloud kafka", "names"),
                    "kafka", Set.of(),
                    "fleet-miner-service", Set.of("cloud kafka", "s3", "names"),
                    "scanner", Set.of("dicom"));

    /** What is on the machine itself, which no pod has to protect from strangers. */
    private static final Set<String> OF_THE_MACHINE =
            Set.of("s3", "web", "api of the cluster", "names", "names of the truck");

    private static final List<ServerSocket> LISTENERS = new ArrayList<>();
    private static final Map<String, String> TARGETS = new TreeMap<>();

    private static Deployed.Running deployed() {
        return Deployed.get();
    }

    private static String address(String pod, String network) throws IOException {
        var address = deployed().pod(pod).addresses().get(network);
        if (address == null) {
            throw new IOException(pod + " is not in " + network);
        }
        return address;
    }

    @BeforeAll
    static void everybodyFindsEverybody() throws IOException {
        // The API of the cluster, and something else on the internet, as far as anybody can tell.
        listen(TRUCK, 6443);
        listen(INTERNET, 80);
        for (var service :
                List.of(
                        "edge-ingest",
                        "anonymizer-service",
                        "uplink-service",
                        "segmenter-service")) {
            TARGETS.put(service + " http", "tcp:" + address(service, TRUCK) + ":8080");
        }
        TARGETS.put("dicom", "tcp:" + address("edge-ingest", SCANNERS) + ":11112");
        TARGETS.put("http for scanners", "tcp:" + address("edge-ingest", SCANNERS) + ":8080");
        TARGETS.put("kafka", "tcp:" + address("kafka", TRUCK) + ":9092");
        TARGETS.put(
                "fleet-miner-service http",
                "tcp:" + address("fleet-miner-service", INTERNET) + ":8080");
        TARGETS.put("cloud kafka", "tcp:" + BROKER + ":9093");
        TARGETS.put("s3", "tcp:" + NODE.get(INTERNET) + ":443");
        TARGETS.put("web", "tcp:" + NODE.get(INTERNET) + ":80");
        TARGETS.put("api of the cluster", "tcp:" + NODE.get(TRUCK) + ":6443");
        TARGETS.put("names", "udp:" + NODE.get(INTERNET) + ":53");
        TARGETS.put("names of the truck", "udp:" + NODE.get(TRUCK) + ":53");
        for (var pid : pids().entrySet()) {
            if (!ALLOWED.getOrDefault(pid.getKey(), Set.of()).contains("names")) {
                var node = NODE.get(pid.getKey().equals("scanner") ? SCANNERS : TRUCK);
                PlayedPod.inNetwork(
                        pid.getValue(), "ip", "route", "replace", "default", "via", "" + node);
            }
        }
    }

    private static void listen(String network, int port) throws IOException {
        LISTENERS.add(
                new ServerSocket(port, 50, InetAddress.getByName(Deployed.Running.node(network))));
    }

    @AfterAll
    static void theirOwnWaysAgain() throws IOException {
        for (var listener : LISTENERS) {
            listener.close();
        }
        for (var pid : pids().entrySet()) {
            if (!ALLOWED.getOrDefault(pid.getKey(), Set.of()).contains("names")) {
                PlayedPod.inNetwork(pid.getValue(), "ip", "route", "del", "default");
            }
        }
        deployed().protect();
    }

    private static Map<String, Long> pids() throws IOException {
        var pids = new TreeMap<String, Long>();
        for (var pod : deployed().pods().values()) {
            pids.put(pod.name(), pod.pid());
        }
        pids.put("scanner", deployed().scannerPid());
        return pids;
    }

    /** What is reached from the network of a pod, itself left out. */
    private static Set<String> reached(String pod, long pid) throws IOException {
        var names = new TreeMap<String, String>();
        TARGETS.forEach((name, target) -> {
            boolean itself =
                    name.equals(pod)
                            || (pod.equals("scanner") && OF_THE_MACHINE.contains(name))
                            || name.startsWith(pod + " ")
                            || (pod.equals("edge-ingest")
                                    && Set.of("dicom", "http for scanners").contains(name));
            if (!itself) {
                names.put(target, name);
            }
        });
        var command = new ArrayList<>(List.of("python3", "src/test/resources/pods/reach.py"));
        command.addAll(names.keySet());
        var reached = new TreeSet<String>();
        PlayedPod.inNetwork(pid, command.toArray(String[]::new))
                .lines()
                .forEach(target -> reached.add(String.valueOf(names.get(target))));
        return reached;
    }

    @Test
    void each_pod_reaches_what_a_policy_names_and_nothing_else() throws IOException {
        var reached = new TreeMap<String, Set<String>>();
        for (var pid : pids().entrySet()) {
            reached.put(pid.getKey(), reached(pid.getKey(), pid.getValue()));
        }

        assertThat(reached).containsExactlyInAnyOrderEntriesOf(ALLOWED);
    }

    @Test
    void what_was_refused_was_refused_by_the_policies_alone() throws IOException {
        try {
            for (var pod : deployed().pods().keySet()) {
                deployed().restore(pod, "*filter\nCOMMIT\n");
            }

            assertThat(reached("segmenter-service", deployed().pod("segmenter-service").pid()))
                    .contains(
                            "edge-ingest http",
                            "anonymizer-service http",
                            "uplink-service http",
                            "kafka",
                            "s3",
                            "web",
                            "api of the cluster",
                            "names of the truck");
            assertThat(reached("scanner", deployed().scannerPid()))
                    .contains("dicom", "http for scanners");
        } finally {
            deployed().protect();
        }
    }

    @Test
    void a_policy_that_allows_too_much_is_noticed() throws Exception {
        var lax = Overlay.rendered("truck");
        for (var policy : lax.of("NetworkPolicy")) {
            if (policy.name().equals("anonymizer-service")) {
                policy.json()
                        .getAsJsonObject("spec")
                        .getAsJsonArray("egress")
                        .add(JsonParser.parseString("{\"ports\": [{\"port\": 443}]}"));
            }
        }
        try {
            deployed().restore("anonymizer-service", deployed().rules(lax, "anonymizer-service"));

            assertThat(reached("anonymizer-service", deployed().pod("anonymizer-service").pid()))
                    .containsExactly("kafka", "s3");
        } finally {
            deployed().protect();
        }
    }

    @Test
    void a_pod_of_the_clean_zone_may_not_read_the_topics_of_the_identified_one()
            throws IOException {
        deployed().aside("segmenter", deployed().secrets().truckClient("segmenter-service"));

        assertThat(tried("segmenter-service", "segmenter", "instances.received.v1"))
                .isEqualTo("read denied, write denied");
        assertThat(tried("segmenter-service", "segmenter", "instances.deidentified.v1"))
                .isEqualTo("read allowed, write denied");
    }

    private static String tried(String pod, String login, String topic) throws IOException {
        return deployed()
                .pod(pod)
                .inNetwork(deployed().command("try", login, topic).toArray(String[]::new))
                .strip();
    }

    @Test
    void no_manifest_puts_a_secret_into_the_environment() {
        for (var overlay : List.of(deployed().truck(), deployed().cloud())) {
            assertThat(overlay.documents())
                    .noneMatch(document -> document.kind().equals("Secret"))
                    .allSatisfy(document ->
                            assertThat(document.json().toString())
                                    .doesNotContain("secretKeyRef", "secretRef", "envFrom"));
        }
    }

    @Test
    void a_secret_is_in_no_environment_no_command_line_and_no_log() throws IOException {
        var needles = new TreeMap<String, String>();
        deployed()
                .secrets()
                .needles()
                .forEach((what, bytes) ->
                        needles.put(what, new String(bytes, StandardCharsets.ISO_8859_1)));
        assertThat(needles).hasSizeGreaterThan(15);
        for (var pod : deployed().pods().values()) {
            var process = Path.of("/proc/" + pod.pid());
            var seen =
                    Map.of(
                            "environment",
                            text(process.resolve("environ")),
                            "command line",
                            text(process.resolve("cmdline")),
                            "log",
                            pod.log(),
                            "what podman tells",
                            pod.inspect().toString());
            seen.forEach((where, text) ->
                    assertThat(found(text, needles)).as("%s of %s", where, pod.name()).isEmpty());
        }
        // They are found where they are.
        var login = Path.of("/proc/" + deployed().pod("edge-ingest").pid() + "/root/secrets/kafka");
        assertThat(found(text(login.resolve("kafka.properties")), needles))
                .containsExactly("password of edge-ingest");
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    private static List<String> found(String text, Map<String, String> needles) {
        return needles.entrySet().stream()
                .filter(needle -> text.contains(needle.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void every_way_that_a_policy_opens_has_its_reason() {
        for (var overlay : List.of(deployed().truck(), deployed().cloud())) {
            for (var policy : overlay.of("NetworkPolicy")) {
                for (var way : List.of("ingress", "egress")) {
                    assertThat(reasons(policy, way))
                            .as("%s of %s", way, policy.name())
                            .isEqualTo(policy.json().getAsJsonObject("spec").has(way));
                }
            }
        }
    }

    private static boolean reasons(Document policy, String way) {
        var annotations = policy.json().getAsJsonObject("metadata").getAsJsonObject("annotations");
        var name = "medsendx.org/" + way;
        return annotations != null
                && annotations.has(name)
                && annotations.get(name).getAsString().length() > 20;
    }
}
