package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.net.StorageScu;
import org.medsendx.localstack.phantom.DemoFleet;

/**
 * The services started on a disk that is really full. They are up and say so, scanners hear A700,
 * and all go on by themselves when there is room; nothing is left of what could not be written.
 */
class FullDiskIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;

    private static Map<String, String> ingest(Path disk) {
        return Map.of(
                "medsendx.ingest.identified-dir", disk.resolve("identified").toString(),
                "medsendx.ingest.dicom-port", "0",
                "medsendx.ingest.commitment.enabled", "true",
                "medsendx.ingest.min-free-space", "1M");
    }

    private static Map<String, String> anonymizer(Path disk) {
        var settings = new HashMap<String, String>();
        settings.put("medsendx.anonymizer.identified-dir", disk.resolve("identified").toString());
        settings.put(
                "medsendx.anonymizer.deidentified-dir", disk.resolve("deidentified").toString());
        settings.put("medsendx.anonymizer.derived-dir", disk.resolve("derived").toString());
        settings.put("medsendx.anonymizer.features-dir", disk.resolve("features").toString());
        settings.put("medsendx.anonymizer.uplink-dir", disk.resolve("uplink").toString());
        settings.put("medsendx.anonymizer.create-key", "true");
        return settings;
    }

    private static Map<String, String> uplink(Path disk) {
        var settings = new HashMap<String, String>();
        for (String volume : List.of("uplink", "deidentified", "derived", "features")) {
            settings.put("medsendx.uplink." + volume + "-dir", disk.resolve(volume).toString());
        }
        settings.put("medsendx.uplink.cloud-bootstrap-servers", "127.0.0.1:1");
        settings.put("medsendx.uplink.bucket", "medsendx");
        settings.put("quarkus.s3.endpoint-override", "http://127.0.0.1:1");
        settings.put("quarkus.s3.aws.region", "us-east-1");
        settings.put("quarkus.s3.aws.credentials.type", "static");
        settings.put("quarkus.s3.aws.credentials.static-provider.access-key-id", "x");
        settings.put("quarkus.s3.aws.credentials.static-provider.secret-access-key", "x");
        return settings;
    }

    private static Map<String, String> segmenter(Path disk) throws IOException {
        return Map.of(
                "medsendx.segmenter.deidentified-dir",
                Files.createDirectories(disk.resolve("deidentified")).toString(),
                "medsendx.segmenter.derived-dir",
                Files.createDirectories(disk.resolve("derived")).toString());
    }

    @Test
    void edge_ingest_answers_A700_and_recovers_by_itself() throws Exception {
        Path image = new DemoFleet(77, 5).write(folder.resolve("images")).getFirst().file();
        try (var disk = SmallDisk.mount(folder.resolve("disk"), 12)) {
            disk.fill();
            try (var service = LoneService.start("edge-ingest", folder, ingest(disk.folder()))) {
                service.awaitStatus("/q/health/ready", 503);
                await().atMost(SOON).until(() -> dicomPort(service) > 0);
                assertThat(service.status("/q/health/live")).isEqualTo(200);
                assertThat(service.status("/instances")).isEqualTo(503);
                assertThat(store(service, image)).isEqualTo(0xA700);
                assertThat(service.log()).contains("is full or cannot be written");

                disk.free();
                service.awaitStatus("/q/health/ready", 200);
                assertThat(store(service, image)).isZero();
                assertThat(entries(service)).isEqualTo(1);

                // And full again while it runs, as it is at the start.
                disk.fill();
                service.awaitStatus("/q/health/ready", 503);
                assertThat(store(service, image)).isEqualTo(0xA700);
                isShownToNobodyWithoutAnAuditLine(service);
                assertThat(leftovers(disk.folder())).isEmpty();
            }

            // A start on a full disk that has a ledger already.
            try (var service = LoneService.start("edge-ingest", folder, ingest(disk.folder()))) {
                await().atMost(SOON.multipliedBy(3)).until(() -> dicomPort(service) > 0);
                assertThat(store(service, image)).isEqualTo(0xA700);
                disk.free();
                service.awaitStatus("/q/health/ready", 200);
                assertThat(entries(service)).isEqualTo(1);
                assertThat(store(service, image)).isZero();
                assertThat(service.status("/instances")).isEqualTo(200);
                assertThat(Files.readString(disk.folder().resolve("identified/ingest/audit.jsonl")))
                        .doesNotContain("CHAIN_BROKEN");
                assertThat(leftovers(disk.folder())).isEmpty();
            }
        }
    }

    /** The last page of the log may have room for some lines: those are written and shown. */
    private static void isShownToNobodyWithoutAnAuditLine(LoneService service) {
        await().atMost(SOON).until(() -> service.status("/instances") == 503);
    }

    @Test
    void the_other_services_wait_say_so_and_go_on() throws Exception {
        try (var disk = SmallDisk.mount(folder.resolve("disk"), 12)) {
            var segmenting = segmenter(disk.folder());
            disk.fill();
            try (var anonymizer =
                            LoneService.start(
                                    "anonymizer-service", folder, anonymizer(disk.folder()));
                    var uplink =
                            LoneService.start("uplink-service", folder, uplink(disk.folder()));
                    var segmenter = LoneService.start("segmenter-service", folder, segmenting);
                    var miner =
                            LoneService.start(
                                    "fleet-miner-service",
                                    folder,
                                    Map.of(
                                            "quarkus.kafka-streams.bootstrap-servers",
                                            "127.0.0.1:1",
                                            "kafka-streams.state.dir",
                                            disk.folder().resolve("state").toString()))) {
                for (var service : List.of(anonymizer, uplink, segmenter)) {
                    service.awaitStatus("/q/health/ready", 503);
                    assertThat(service.status("/q/health/live")).isEqualTo(200);
                    await().atMost(SOON)
                            .until(() -> service.log().contains("goes on by itself when it can"));
                }
                // Its state is in memory and in topics: it needs no disk.
                miner.awaitStatus("/q/health/live", 200);
                assertThat(leftovers(disk.folder())).isEmpty();

                disk.free();

                for (var service : List.of(anonymizer, uplink, segmenter)) {
                    await().atMost(SOON).until(() -> service.log().contains("can be written"));
                    await().atMost(SOON).until(() -> service.log().contains("Listening on"));
                    assertThat(service.status("/q/health/live")).isEqualTo(200);
                }
                assertThat(anonymizer.status("/instances")).isEqualTo(200);
                disk.fill();
                isShownToNobodyWithoutAnAuditLine(anonymizer);
                disk.free();
                assertThat(anonymizer.status("/instances")).isEqualTo(200);
                assertThat(uplink.status("/uplink")).isEqualTo(200);
                assertThat(segmenter.status("/scans")).isEqualTo(200);
                assertThat(leftovers(disk.folder())).isEmpty();
            }
        }
    }

    @Test
    void a_service_that_waits_ends_when_it_is_told_to() throws Exception {
        try (var disk = SmallDisk.mount(folder.resolve("disk"), 12)) {
            var segmenting = segmenter(disk.folder());
            disk.fill();
            try (var segmenter = LoneService.start("segmenter-service", folder, segmenting);
                    var ingest = LoneService.start("edge-ingest", folder, ingest(disk.folder()))) {
                await().atMost(SOON.multipliedBy(3))
                        .until(() -> segmenter.log().contains("goes on by itself when it can"));
                await().atMost(SOON.multipliedBy(3)).until(() -> dicomPort(ingest) > 0);

                assertThat(segmenter.ends()).isTrue();
                assertThat(ingest.ends()).isTrue();
            }
        }
    }

    private static int dicomPort(LoneService service) throws InterruptedException {
        try {
            return new ObjectMapper()
                    .readTree(service.get("/status").body())
                    .path("dicomPort")
                    .asInt();
        } catch (IOException e) {
            return 0;
        }
    }

    private static int entries(LoneService service) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(service.get("/status").body()).path("entries").asInt();
    }

    private static int store(LoneService service, Path image)
            throws IOException, InterruptedException {
        var file = DicomReader.readMeta(image);
        String sopClass = String.valueOf(file.meta().sopClassUid());
        String syntax = file.meta().transferSyntaxUid();
        try (var scu =
                StorageScu.open(
                        new InetSocketAddress("127.0.0.1", dicomPort(service)),
                        "MEDSENDX",
                        "CT_1",
                        List.of(
                                new StorageScu.Proposal(sopClass, List.of(syntax)),
                                new StorageScu.Proposal(
                                        StorageScu.VERIFICATION,
                                        List.of(Uid.ImplicitVRLittleEndian))),
                        Duration.ofSeconds(20))) {
            assertThat(scu.echo().success()).isTrue();
            return scu.store(
                            image,
                            file.dataSetPosition(),
                            sopClass,
                            String.valueOf(file.meta().sopInstanceUid()),
                            syntax)
                    .orElseThrow()
                    .code();
        }
    }

    /** Files that only ever exist for a moment. */
    private static List<Path> leftovers(Path disk) throws IOException {
        try (Stream<Path> files = Files.walk(disk)) {
            return files.filter(file ->
                            file.toString().matches(".*(\\.probe|\\.tmp|\\.check.*|\\.part)"))
                    // Empty ones wait in incoming/ for what comes next.
                    .filter(file ->
                            !file.toString().endsWith(".part") || file.toFile().length() > 0)
                    .toList();
        }
    }
}
