package org.medsendx.endtoend.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.localstack.phantom.DemoFleet;
import org.medsendx.localstack.send.InputFile;

/**
 * The truck and the fleet's side as their manifests have them, in containers: scans go through, and
 * go on going through while pods die, are drained and get other versions.
 */
@Tag("alone")
@ExtendWith(Deployed.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PodsIT {

    /** Of an idle truck with its broker, in JVM mode. */
    private static final long MEMORY = 1_500_000_000;

    private static final Duration WINDOW = Duration.ofSeconds(5);

    /**
     * Of a processor, by the whole truck. Twice what it is meant to be on a quiet machine: where
     * others work beside it, the same work takes more.
     */
    private static final double IDLE_SHARE = 0.10;

    private static int sent;

    @TempDir Path folder;

    private static Deployed.Running deployed() {
        return Deployed.get();
    }

    /** Files that no other test sends. */
    private List<Path> scans(int count) throws IOException {
        return new DemoFleet(7_000 + sent, count)
                .write(folder).subList(0, count).stream().map(InputFile::file).toList();
    }

    private void send(int count) throws IOException {
        deployed().send(scans(count));
        sent += count;
    }

    @Test
    @Order(1)
    void scans_of_a_scanner_reach_s3_and_the_topics_of_the_cloud() throws Exception {
        send(10);
        // Figures for deploy/README.md; they depend on the machine, and nothing on them.
        System.out.println("while scans go through:");
        shares();

        deployed().awaitScans(sent);

        assertThat(deployed().events("truck", "instances.received.v1")).hasSize(sent);
        assertThat(deployed().events("truck", "instances.uploaded.v1")).hasSizeGreaterThan(sent);
        assertThat(deployed().events("cloud", "instances.received.v1")).isEmpty();
    }

    @Test
    @Order(2)
    void a_pod_that_is_killed_comes_back_and_nothing_is_lost() throws IOException {
        var killed = deployed().pod("anonymizer-service");
        long pid = killed.pid();

        send(10);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        await().atMost(Duration.ofSeconds(30)).until(() -> killed.pid() != pid && killed.pid() > 0);
        killed.awaitReady();
        deployed().awaitScans(sent);
    }

    @Test
    @Order(3)
    void the_broker_of_the_truck_is_killed_and_nothing_is_lost() throws IOException {
        var killed = deployed().pod("kafka");
        long pid = killed.pid();

        send(5);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        await().atMost(Duration.ofSeconds(30)).until(() -> killed.pid() != pid && killed.pid() > 0);
        killed.awaitReady();
        send(5);
        deployed().awaitScans(sent);
    }

    @Test
    @Order(4)
    void a_service_gets_its_next_version_and_the_last_one_back() throws Exception {
        deployed().images(Deployed.NEXT, "edge-ingest", "uplink-service");
        for (var tag : List.of(Deployed.NEXT, Deployed.VERSION)) {
            for (var service : List.of("edge-ingest", "uplink-service")) {
                send(5);
                deployed().truck().tag(service, tag);
                var pod = deployed().replay(service);
                pod.awaitReady();
                assertThat(pod.inspect().get("ImageName").getAsString()).endsWith(":" + tag);
            }
        }
        deployed().awaitScans(sent);
    }

    @Test
    @Order(5)
    void a_truck_is_drained_in_the_time_that_kubernetes_gives_and_goes_on_where_it_was()
            throws IOException {
        send(10);
        var services =
                deployed().truckPods().stream().filter(p -> !p.name().equals("kafka")).toList();
        for (var pod : services) {
            deployed().podman().run("pod", "stop", "--time", "30", pod.pod());
        }
        // Ended by itself after SIGTERM, not killed.
        for (var pod : services) {
            assertThat(pod.inspect().getAsJsonObject("State").get("ExitCode").getAsInt())
                    .as(pod.name())
                    .isIn(0, 143);
        }

        for (var pod : services) {
            deployed().podman().run("pod", "start", pod.pod());
        }
        deployed().protect();
        services.forEach(PlayedPod::awaitReady);
        deployed().awaitScans(sent);
    }

    @Test
    @Order(6)
    void all_probes_of_the_manifests_succeed() throws IOException {
        for (var pod : deployed().pods().values()) {
            for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                assertThat(pod.probe(probe)).as("%s of %s", probe, pod.name()).isTrue();
            }
        }
    }

    @Test
    @Order(7)
    void an_idle_truck_needs_little_memory_and_hardly_a_processor() throws Exception {
        // What just came through is still compiled and kept house for.
        await("the truck is idle")
                .atMost(Duration.ofMinutes(3))
                .until(() -> total(shares()) <= IDLE_SHARE);
        var memory = new TreeMap<String, Long>();
        for (var pod : deployed().truckPods()) {
            memory.put(pod.name(), pod.usage().memory());
        }

        assertThat(memory.values().stream().mapToLong(m -> m).sum())
                .as("%s", memory)
                .isLessThanOrEqualTo(MEMORY);
    }

    private static double total(Map<String, Double> shares) {
        return shares.values().stream().mapToDouble(share -> share).sum();
    }

    /** The share of a processor that each pod of the truck takes while this looks on. */
    private static Map<String, Double> shares() throws IOException, InterruptedException {
        var before = new TreeMap<String, Long>();
        for (var pod : deployed().truckPods()) {
            before.put(pod.name(), pod.usage().processor());
        }
        Thread.sleep(WINDOW);
        var shares = new TreeMap<String, Double>();
        for (var pod : deployed().truckPods()) {
            long used = pod.usage().processor() - before.getOrDefault(pod.name(), 0L);
            shares.put(pod.name(), (double) used / WINDOW.toNanos());
            System.out.printf(
                    "%-20s %6.1f MB %5.2f %%%n",
                    pod.name(), pod.usage().memory() / 1e6, 100.0 * used / WINDOW.toNanos());
        }
        return shares;
    }
}
