package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.net.Dcmtk;
import org.medsendx.dicom.net.Orthanc;

/**
 * The running edge-ingest is ended by kill -9 amid archiving, and started anew on the same volume:
 * every original gets to the archive, is there once, and is said to be archived.
 */
class KilledArchiveIT {

    /** Of 8 KiB each; so slow that there is an amid. */
    private static final String RATE = "64K";

    private static final int IMAGES = 60;

    @TempDir Path folder;
    @TempDir Path made;
    private final List<String> sent = new ArrayList<>();
    private final int port = Dcmtk.freePort();

    private ServiceProcess start(Orthanc orthanc) throws IOException {
        String archive = "medsendx.ingest.archive.";
        return ServiceProcess.start(
                folder,
                Map.ofEntries(
                        Map.entry("kafka.bootstrap.servers", "127.0.0.1:1"),
                        Map.entry("medsendx.ingest.dicom-port", "" + port),
                        Map.entry(archive + "address", "127.0.0.1:" + orthanc.dicomPort()),
                        Map.entry(archive + "ae-title", Orthanc.AE_TITLE),
                        Map.entry(archive + "tls", "false"),
                        Map.entry(archive + "every", "100ms"),
                        Map.entry(archive + "batch", "4"),
                        Map.entry(archive + "max-rate", RATE),
                        // It reports over associations of its own.
                        Map.entry(archive + "patience", "100ms"),
                        // Of what the end of the process kept from being heard.
                        Map.entry(archive + "ask-again", "5s")));
    }

    private Orthanc orthanc() throws Exception {
        Dcmtk.assumePresent("Orthanc");
        var orthanc =
                Orthanc.start(
                        Files.createDirectory(made.resolve("orthanc")),
                        Optional.empty(),
                        Optional.empty());
        orthanc.knows("truck", "MEDSENDX", port, false);
        return orthanc;
    }

    private record Image(String uid, Path file) {}

    private Image image() throws IOException {
        String uid = uid();
        return new Image(
                uid,
                file(
                        made,
                        ct(uid, "Doe^Jane")
                                .putString(Tag.PatientID, VR.LO, "4711")
                                .putString(Tag.StudyInstanceUID, VR.UI, "2.25.11")
                                .putString(Tag.SeriesInstanceUID, VR.UI, "2.25.12")));
    }

    private void send(ServiceProcess service, List<Image> images) throws Exception {
        try (var scu = service.associate("MEDSENDX")) {
            for (var image : images) {
                assertThat(ServiceProcess.store(scu, image.file(), image.uid()).success()).isTrue();
                sent.add(image.uid());
            }
        }
    }

    private void send(ServiceProcess service, int images) throws Exception {
        var all = new ArrayList<Image>();
        for (int i = 0; i < images; i++) {
            all.add(image());
        }
        send(service, all);
    }

    private static int there(Orthanc orthanc) throws Exception {
        return orthanc.get("/instances").split("\"").length / 2;
    }

    private static double metric(ServiceProcess service, String name) throws Exception {
        return service.get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Whether the image that was sent to it has gone on to the archive. */
    private boolean isIdle(ServiceProcess service) throws Exception {
        return metric(service, "medsendx_ingest_archive_waiting") == 0
                && service.json("/instances?limit=10000").size() > sent.size() - 1;
    }

    private static void archived(ServiceProcess service) {
        await().atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> metric(service, "medsendx_ingest_archive_waiting") == 0);
    }

    /**
     * Each is at the archive once, with the bytes that came, and is said to be; none was put aside.
     */
    private void isWhole(ServiceProcess service, Orthanc orthanc) throws Exception {
        assertThat(metric(service, "medsendx_ingest_archive_aside")).isZero();
        var uids = new TreeSet<String>();
        for (String instance : orthanc.get("/instances").split("\"", -1)) {
            if (instance.matches("[0-9a-f-]{44}")) {
                var tags = orthanc.get("/instances/" + instance + "/simplified-tags");
                uids.add(tags.replaceAll("(?s).*\"SOPInstanceUID\"\\s*:\\s*\"([^\"]*)\".*", "$1"));
            }
        }
        assertThat(there(orthanc)).isEqualTo(sent.size());
        assertThat(uids).isEqualTo(new TreeSet<>(sent));
        int received = 0;
        for (var entry : service.json("/instances?limit=10000")) {
            if (!entry.get("outcome").asText().equals("received")) {
                continue; // was sent again because its sender heard nothing
            }
            received++;
            String id = entry.get("objectId").asText();
            var said = service.get("/instances/" + id).body();
            assertThat(said.split("ARCHIVED", -1)).as(id).hasSize(2);
        }
        assertThat(received).isEqualTo(sent.size());
        try (Stream<Path> files = Files.walk(service.volume.resolve("objects"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(sent.size());
        }
        assertThat(service.log()).doesNotContain("Doe", sent.getFirst());
    }

    @Test
    void every_original_gets_to_the_archive_though_the_truck_was_killed_three_times_amid_it()
            throws Exception {
        try (var orthanc = orthanc()) {
            var service = start(orthanc);
            try {
                send(service, IMAGES);
                for (int kills = 0; kills < 3; kills++) {
                    int before = there(orthanc);
                    await().atMost(Duration.ofSeconds(60))
                            .pollInterval(Duration.ofMillis(20))
                            .until(() -> there(orthanc) > before + 2);
                    service.kill();
                    assertThat(there(orthanc)).isLessThan(IMAGES);
                    service = start(orthanc);
                }
                archived(service);

                isWhole(service, orthanc);
            } finally {
                service.close();
            }
        }
    }

    /** Before each call by which it says something to its disk or to the archive; printed. */
    @Test
    @EnabledIfSystemProperty(named = "medsendx.kills", matches = "true")
    void every_original_gets_to_the_archive_wherever_the_process_is_killed() throws Exception {
        var table = new ArrayList<String>();
        try (var orthanc = orthanc()) {
            var service = start(orthanc);
            try {
                send(service, 1);
                archived(service);
                var recorded = made.resolve("recorded");
                var strace = TracedThread.attach(recorded, thread(service), List.of());
                send(service, 1);
                archived(service);
                TracedThread.end(strace);
                var points =
                        TracedThread.all(
                                recorded, "archive", service.volume.toAbsolutePath().normalize());
                assertThat(points).hasSizeGreaterThan(15);
                int reached = 0;
                for (var point : points) {
                    var target = service;
                    strace =
                            TracedThread.attach(
                                    Files.createTempFile(made, "kill", ""),
                                    thread(target),
                                    TracedThread.killAt(point));
                    var image = image();
                    boolean heard = true;
                    try {
                        send(target, List.of(image));
                    } catch (IOException e) {
                        heard = false;
                    }
                    await().atMost(Duration.ofMinutes(1))
                            .alias(point.words())
                            .ignoreExceptions()
                            .until(() -> !target.isAlive() || isIdle(target));
                    TracedThread.end(strace);
                    int there = there(orthanc);
                    boolean killed = !target.isAlive();
                    if (killed) {
                        reached++;
                        service = start(orthanc);
                    }
                    if (!heard) {
                        send(service, List.of(image));
                    }
                    archived(service);
                    isWhole(service, orthanc);
                    table.add(
                            "| `%s`, call %d | %s | archived once |"
                                    .formatted(
                                            point.words(),
                                            point.number(),
                                            !killed
                                                    ? "not reached"
                                                    : there < sent.size() ? "not there" : "there"));
                    // What the first of a process makes, later ones have.
                    send(service, 1);
                    archived(service);
                }
                // A turn may have a call less than the one that was recorded.
                assertThat(reached).isGreaterThan(15);
            } finally {
                service.close();
            }
        }
        System.out.println("| killed before | at the archive then | after the start |");
        System.out.println("|---|---|---|");
        table.forEach(System.out::println);
    }

    private static long thread(ServiceProcess service) throws IOException {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !TracedThread.ids(service.pid(), "archive").isEmpty());
        return TracedThread.ids(service.pid(), "archive").getFirst();
    }
}
