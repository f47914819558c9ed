package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

/**
 * The main job on generated data: one real run of the launcher, looked at from all sides. It comes
 * before all others, whose starts it prepares.
 */
@org.junit.jupiter.api.Tag("rehearsal")
class DemoIT {

    private static final int SCANS = 30;
    private static final List<String> PROGRAMS =
            List.of(
                    "kafka-truck",
                    "kafka-cloud",
                    "s3",
                    "edge-ingest",
                    "anonymizer-service",
                    "uplink-service",
                    "segmenter-service",
                    "fleet-miner-service");
    private static final List<String> INVENTED =
            List.of(
                    "MRN-",
                    "Obermoorhausen",
                    "Hausarztin",
                    "Radiologius",
                    "Technika",
                    "Kreisklinik",
                    "daughter of");

    @TempDir private static Path folder = Path.of("");

    private static Path out = Path.of("");
    private static Launcher.Result result = new Launcher.Result(-1, "");
    private static JsonNode summary = EventCodec.JSON.createObjectNode();

    @BeforeAll
    static void run() throws Exception {
        out = folder.resolve("out");
        result =
                Launcher.run(
                        Duration.ofMinutes(6),
                        "demo",
                        "--exit",
                        "--scans",
                        Integer.toString(SCANS),
                        "--seed",
                        "7",
                        "--out",
                        out.toString());
        assertThat(result.status()).as(result.output()).isZero();
        summary = EventCodec.JSON.readTree(out.resolve("identified/summary.json").toFile());
    }

    @Test
    void it_prepares_the_next_start() throws IOException {
        try (var files = Files.list(Tree.home().resolve("target/ahead"))) {
            assertThat(
                            files.filter(file -> file.toString().endsWith(".aot"))
                                    .filter(file -> file.toFile().length() > 0)
                                    .map(file -> file.getFileName().toString()))
                    .contains(PROGRAMS.stream().map(DemoIT::cache).toArray(String[]::new));
        }
    }

    private static String cache(String program) {
        return program + "-" + System.getProperty("java.runtime.version") + ".aot";
    }

    @Test
    void every_input_is_accounted_for() {
        assertThat(count("released")).isEqualTo(SCANS);
        assertThat(reasons("quarantined"))
                .containsExactlyInAnyOrder("empty", "not-dicom", "truncated", "uid-conflict");
        assertThat(count("duplicate")).isEqualTo(1);
        assertThat(summary.get("files")).hasSize(SCANS + 5);
    }

    @Test
    void the_summary_keeps_its_contract() throws IOException {
        var schema = DemoIT.class.getResourceAsStream("/schemas/run-summary.v1.schema.json");
        assertThat(schema).isNotNull();
        var problems =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(schema)
                        .validate(summary);

        assertThat(problems).isEmpty();
        assertThat(Files.readAllLines(out.resolve("identified/summary.json")).get(1))
                .contains("IDENTIFIED DATA");
        assertThat(Files.readAllLines(out.resolve("identified/summary.txt")).getFirst())
                .contains("IDENTIFIED DATA");
        for (var name : List.of("summary.json", "summary.txt")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            out.resolve("identified").resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void every_released_file_is_clean_marked_and_from_its_truck() throws IOException {
        for (var file : summary.get("files")) {
            if (!file.get("outcome").asText().equals("released")) {
                continue;
            }
            var clean = out.resolve(file.get("deidentified").asText());
            var data = DicomReader.read(clean, ReadLimits.DEFAULT).dataSet();
            var truck = file.get("input").asText().substring(0, "TRUCK1".length());

            assertThat(data.string(Tag.PatientIdentityRemoved)).isEqualTo("YES");
            assertThat(data.string(Tag.StationName)).isEqualTo(truck);
            assertThat(data.string(Tag.PatientBirthDate)).isNull();
            assertThat(file.get("s3Key").asText()).startsWith(truck + "/");
            var bytes = new String(Files.readAllBytes(clean), StandardCharsets.ISO_8859_1);
            assertThat(INVENTED)
                    .allSatisfy(text -> assertThat(bytes.contains(text)).as(text).isFalse());
        }
    }

    @Test
    void every_released_scan_has_its_picture_and_there_is_a_fleet_report() throws IOException {
        for (var file : summary.get("files")) {
            if (file.get("outcome").asText().equals("released")) {
                assertThat(isPng(out.resolve(file.get("highlight").asText()))).isTrue();
            }
        }
        assertThat(isPng(out.resolve("mining_report.png"))).isTrue();
    }

    @Test
    void every_released_scan_has_its_report_and_small_picture_and_ct_and_mg_a_segmentation()
            throws IOException {
        var derived = out.resolve("derived");
        int objects = 0;
        for (var file : summary.get("files")) {
            if (!file.get("outcome").asText().equals("released")) {
                continue;
            }
            var clean = out.resolve(file.get("deidentified").asText());
            var id = clean.getFileName().toString().replace(".dcm", "");
            var scan = DicomReader.read(clean, ReadLimits.DEFAULT).dataSet();
            // The classes of other modalities have no names.
            boolean named = List.of("CT", "MG").contains(scan.string(Tag.Modality));
            var endings = named ? List.of(".seg.dcm", ".sr.dcm") : List.of(".sr.dcm");
            objects += endings.size() + 1;
            for (var ending : endings) {
                var made = DicomReader.read(derived.resolve(id + ending), ReadLimits.DEFAULT);
                var data = made.dataSet();

                assertThat(data.string(Tag.Modality))
                        .isEqualTo(ending.equals(".sr.dcm") ? "SR" : "SEG");
                assertThat(data.string(Tag.PatientID)).isEqualTo(scan.string(Tag.PatientID));
                assertThat(data.string(Tag.StudyInstanceUID))
                        .isEqualTo(scan.string(Tag.StudyInstanceUID));
                assertThat(data.string(Tag.ContentDate)).isEqualTo(scan.string(Tag.ContentDate));
                assertThat(data.string(Tag.StationName)).isEqualTo(scan.string(Tag.StationName));
            }
            assertThat(isPng(derived.resolve(id + ".thumbnail.png"))).isTrue();
        }
        try (var files = Files.list(derived)) {
            assertThat(files).hasSize(objects);
        }
        assertThat(objects).isGreaterThan(2 * SCANS);
        try (var files = Files.list(derived)) {
            assertThat(files).anyMatch(file -> file.toString().endsWith(".seg.dcm"));
        }
    }

    @Test
    void dciodvfy_finds_no_error_in_the_segmentations_and_reports_of_the_cloud() throws Exception {
        Peers.require("dciodvfy");
        Peers.require("dcmconv");
        List<Path> files;
        try (var all = Files.list(out.resolve("derived"))) {
            files =
                    all.filter(file -> file.toString().endsWith(".dcm"))
                            .sorted()
                            .limit(20)
                            .toList();
        }

        for (var file : files) {
            // The validator of Debian cannot inflate.
            var plain = folder.resolve(file.getFileName());
            assertThat(lines("dcmconv", "+te", file.toString(), plain.toString())).isEmpty();
            assertThat(lines("dciodvfy", "-new", plain.toString()))
                    .as("%s", file)
                    .noneMatch(line -> line.startsWith("Error"));
        }
    }

    private static List<String> lines(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        process.waitFor();
        return text.lines().toList();
    }

    @Test
    void every_released_file_has_a_report_that_its_truck_signed() throws Exception {
        var pem = Files.readString(out.resolve("reports/report-signing.pub.pem"));
        var key =
                KeyFactory.getInstance("Ed25519")
                        .generatePublic(
                                new X509EncodedKeySpec(
                                        Base64.getMimeDecoder()
                                                .decode(pem.replaceAll("-----.*-----", ""))));
        for (var file : summary.get("files")) {
            if (!file.get("outcome").asText().equals("released")) {
                continue;
            }
            var clean = out.resolve(file.get("deidentified").asText());
            var id = clean.getFileName().toString().replace(".dcm", "");
            var jws =
                    EventCodec.JSON.readTree(
                            out.resolve("reports/" + id + ".report.json").toFile());
            var signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(
                    (jws.get("protected").asText() + "." + jws.get("payload").asText())
                            .getBytes(StandardCharsets.US_ASCII));
            // As the documents tell consumers to read it, not by our own reader.
            byte[] payload = Base64.getUrlDecoder().decode(jws.get("payload").asText());
            JsonNode report;
            try (var json = new GZIPInputStream(new ByteArrayInputStream(payload))) {
                report = EventCodec.JSON.readTree(json);
            }

            assertThat(
                            signature.verify(
                                    Base64.getUrlDecoder().decode(jws.get("signature").asText())))
                    .isTrue();
            assertThat(report.at("/output/sha256").asText()).isEqualTo(Sha256.of(clean));
            assertThat(INVENTED).noneMatch(report.toString()::contains);
        }
    }

    @Test
    void every_stage_saw_every_scan_and_every_scanner_is_reported() {
        for (var stage : List.of("deidentified", "segmented", "uploaded", "mined")) {
            assertThat(summary.get("stages").get(stage).get("count").asInt())
                    .as(stage)
                    .isEqualTo(SCANS);
        }
        assertThat(summary.get("scanners").findValuesAsText("id"))
                .containsExactlyInAnyOrder(
                        "scanner-1", "scanner-2", "scanner-3", "scanner-4", "scanner-5");
    }

    @Test
    void nothing_is_left_but_the_results() throws IOException {
        assertThat(out.resolve("identified/work")).doesNotExist();
        assertThat(Processes.naming(out)).isEmpty();
    }

    private static long count(String outcome) {
        return summary.get("files").findValuesAsText("outcome").stream()
                .filter(outcome::equals)
                .count();
    }

    private static List<String> reasons(String outcome) {
        var reasons = new ArrayList<String>();
        for (var file : summary.get("files")) {
            if (file.get("outcome").asText().equals(outcome)) {
                reasons.add(file.get("reason").asText());
            }
        }
        return reasons;
    }

    private static boolean isPng(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return bytes.length > 1000 && bytes[1] == 'P' && bytes[2] == 'N' && bytes[3] == 'G';
    }
}
