package org.medsendx.segmenter.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.Images;
import org.medsendx.segmenter.Peer;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.breast.BreastPhantom;
import org.medsendx.segmenter.derived.DerivedChoice.SegmentationCoding;
import org.medsendx.segmenter.instance.DerivedInstance.Form;
import org.medsendx.segmenter.pipeline.AssessLimits;
import org.medsendx.segmenter.pipeline.Assessment.Segmented;
import org.medsendx.segmenter.pipeline.ScanAssessor;
import org.medsendx.segmenter.tissue.TissueMaps;

/** DICOM SEG and SR before the programs of others. */
class DerivedPeersIT {

    private static final Path SAMPLES = Path.of("..", "..", "shared", "samples");
    private static final long LARGEST = 600_000;

    /**
     * What dciodvfy says of values that are copied and wrong in the source, by attribute; and Slice
     * Thickness, which it asks for where the standard does not (1C with Volumetric Properties).
     */
    private static final Pattern OF_THE_SOURCE =
            Pattern.compile(
                    "StudyInstanceUID has same value as FrameOfReferenceUID"
                            + "|DeidentificationMethod"
                            + "|Illegal root for UID|Leading zeroes in embedded numeric"
                            + "|SliceThickness|Orientation vector is not unit vector"
                            + "|</(StudyID|PatientSex|PatientBirthDate|AccessionNumber)\\("
                            + "|ReferencedFrameNumber.*not multi-frame");

    @TempDir private Path folder;

    private record Made(Path source, Segmented assessment, List<Path> segmentations, Path report) {}

    @Test
    void dciodvfy_finds_no_error_in_what_is_made_of_generated_images() throws Exception {
        Peer.require("dciodvfy");
        for (var made : generated(SegmentationCoding.BINARY)) {
            assertThat(errors(made.segmentations.getFirst())).as("%s", made.source).isEmpty();
            assertThat(errors(made.report)).as("%s", made.source).isEmpty();
        }
    }

    @Test
    void dcmtk_reads_the_report_without_a_warning() throws Exception {
        Peer.require("dsrdump", "dcm2json", "dcmdump");
        for (var made : generated(SegmentationCoding.BINARY)) {
            var tree = Peer.run("", "dsrdump", "+Pf", made.report.toString());

            assertThat(tree.status()).isZero();
            assertThat(tree.lines())
                    .noneMatch(line -> line.startsWith("W:") || line.startsWith("E:"))
                    .anyMatch(line -> line.contains("Diagnoses nothing"));
            for (var file : List.of(made.report, made.segmentations.getLast())) {
                assertThat(Peer.run("", "dcm2json", file.toString()).status()).isZero();
                assertThat(Peer.run("", "dcmdump", "-q", file.toString()).status()).isZero();
            }
        }
    }

    @Test
    void pydicom_reads_every_frame_as_the_tissue_map_has_it() throws Exception {
        Peer.requirePydicom();
        var all = new ArrayList<Made>();
        all.addAll(generated(SegmentationCoding.BINARY));
        all.addAll(generated(SegmentationCoding.LABELMAP));

        assertThat(read(all)).isEqualTo("read " + 5 * 4);
    }

    @Test
    void real_files_become_segmentations_that_pydicom_and_dciodvfy_take() throws Exception {
        Peer.requirePydicom();
        Peer.require("dciodvfy");
        assumeTrue(Files.isDirectory(SAMPLES), "../shared/samples is not there");
        List<Path> files;
        try (var walk = Files.walk(SAMPLES)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        var all = new ArrayList<Made>();
        for (Path file : files) {
            if (Files.size(file) <= LARGEST) {
                make(file, SegmentationCoding.BINARY).ifPresent(all::add);
            }
        }

        assertThat(all).hasSizeGreaterThan(100);
        assertThat(read(all)).isEqualTo("read " + 2 * all.size());
        for (int i = 0; i < all.size(); i += 4) {
            var made = all.get(i);
            assertThat(ours(made.segmentations.getFirst())).as("%s", made.source).isEmpty();
            assertThat(ours(made.report)).as("%s", made.source).isEmpty();
        }
    }

    @Test
    void orthanc_takes_both_by_c_store_plain_and_deflated() throws Exception {
        Peer.require("Orthanc", "storescu");
        var made = generated(SegmentationCoding.BINARY);
        int http = freePort();
        int dicom = freePort();
        Path storage = Files.createDirectory(folder.resolve("orthanc"));
        Path configuration =
                Files.writeString(
                        folder.resolve("orthanc.json"),
                        """
                        {"StorageDirectory": "%1$s", "IndexDirectory": "%1$s", "HttpPort": %2$d,
                         "DicomPort": %3$d, "AuthenticationEnabled": false, "KeepAlive": false}
                        """
                                .formatted(storage, http, dicom));
        Path log = folder.resolve("orthanc.txt");
        var orthanc =
                new ProcessBuilder("Orthanc", configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> answers(http));
            var plain = new ArrayList<>(command(dicom, "-R", "-xe"));
            var deflated = new ArrayList<>(command(dicom, "-R", "-xd"));
            for (var one : made) {
                plain.add(one.segmentations.getFirst().toString());
                deflated.add(one.report.toString());
            }
            // The same SEG deflated would be the same instance, so one of another image.
            deflated.add(
                    make(write(Images.ctSlice(40, 44, 9)), SegmentationCoding.BINARY)
                            .orElseThrow()
                            .segmentations
                            .getLast()
                            .toString());

            for (var command : List.of(plain, deflated)) {
                var sent = Peer.run("", command.toArray(String[]::new));
                assertThat(sent.status()).as("%s", sent.lines()).isZero();
            }
            assertThat(get(http, "/statistics"))
                    .contains("\"CountInstances\" : " + (2 * made.size() + 1));
        } finally {
            orthanc.destroyForcibly().waitFor();
        }
    }

    private static List<String> command(int port, String... options) {
        var command = new ArrayList<>(List.of("storescu", "-aec", "ORTHANC"));
        command.addAll(List.of(options));
        command.addAll(List.of("127.0.0.1", Integer.toString(port)));
        return command;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port) throws InterruptedException {
        try {
            return get(port, "/system").contains("Version");
        } catch (IOException e) {
            return false;
        }
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var address = URI.create("http://127.0.0.1:" + port + path);
            return client.send(
                            HttpRequest.newBuilder(address).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /** A slice, a projection, slices in one file, and frames that lie nowhere. */
    private List<Made> generated(SegmentationCoding coding) throws IOException {
        var made = new ArrayList<Made>();
        for (var set :
                List.of(
                        Images.ctSlice(70, 61, 1),
                        Images.mammogram(130, 91, 2),
                        mammogramWithDensity(),
                        Images.enhancedCt(5, 33, 29),
                        Images.multiFrame(3, 17, 19))) {
            // What dcmtk's checker has no warning for.
            set.putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 100");
            set.putString(Tag.PatientName, VR.PN, "Pseudonym^17");
            made.add(make(write(set), coding).orElseThrow());
        }
        return made;
    }

    /** One with everything that a report can say of a breast. */
    private static DataSet mammogramWithDensity() {
        var set = Images.mammogram(130, 91, 3);
        var phantom = BreastPhantom.of(new BreastPhantom.Spec(61, true, true, 0.3, true));
        for (var element : phantom.dataSet()) {
            if (element.tag() != Tag.SOPInstanceUID) {
                set.put(element);
            }
        }
        return set;
    }

    private Path write(DataSet set) throws IOException {
        return Phantom.write(folder, set);
    }

    /** Makes both forms of a segmentation and a report of a file, if it has classes and UIDs. */
    private Optional<Made> make(Path file, SegmentationCoding coding) throws IOException {
        var assessor = new ScanAssessor(new AssessLimits(10_000_000, 64, 64));
        if (!(assessor.assess(file, UUID.randomUUID()) instanceof Segmented segmented)) {
            return Optional.empty();
        }
        var segmentations = new ArrayList<Path>();
        Path report = folder;
        for (var form : Form.values()) {
            var objects = MadeOf.everything(coding, form).of("CT", segmented, 1);
            if (!objects.missing().isEmpty()) {
                return Optional.empty();
            }
            for (var object : objects.objects()) {
                if (!object.contentType().equals("application/dicom")) {
                    continue;
                }
                Path written =
                        Files.write(folder.resolve(UUID.randomUUID() + ".dcm"), object.content());
                if (object.kind() == DerivedKind.SEGMENTATION) {
                    segmentations.add(written);
                } else if (form == Form.PLAIN) {
                    report = written;
                }
            }
        }
        return Optional.of(new Made(file, segmented, segmentations, report));
    }

    /** Has all segmentations read by the reader beside this test; what it says at last. */
    private String read(List<Made> all) throws Exception {
        Path reader = folder.resolve("read_segmentations.py");
        try (var script = DerivedPeersIT.class.getResourceAsStream("read_segmentations.py")) {
            Files.write(reader, script.readAllBytes());
        }
        var input = new StringBuilder();
        for (var made : all) {
            var tissues = made.assessment.tissues();
            Path classes = Files.write(folder.resolve(UUID.randomUUID() + ".raw"), raw(tissues));
            for (Path segmentation : made.segmentations) {
                input.append(
                        Stream.of(
                                        made.source.toString(),
                                        segmentation.toString(),
                                        classes.toString(),
                                        tissues.classes().stream()
                                                .map(tissue -> tissue.label())
                                                .collect(Collectors.joining(",")),
                                        tissues.frames().stream()
                                                .map(frame -> Integer.toString(frame.index()))
                                                .collect(Collectors.joining(",")))
                                .collect(Collectors.joining("\t", "", "\n")));
            }
        }
        var result = Peer.run(input.toString(), Peer.PYTHON, "-W", "ignore", reader.toString());
        assertThat(result.status()).as("%s", result.lines()).isZero();
        return result.lines().getLast();
    }

    private static byte[] raw(TissueMaps tissues) {
        var raw = new ByteArrayOutputStream();
        for (var frame : tissues.frames()) {
            for (int row = 0; row < tissues.rows(); row++) {
                for (int column = 0; column < tissues.columns(); column++) {
                    raw.write(frame.map().at(row, column));
                }
            }
        }
        return raw.toByteArray();
    }

    private static List<String> errors(Path file) throws Exception {
        return Peer.run("", "dciodvfy", "-new", file.toString()).lines().stream()
                .filter(line -> line.startsWith("Error"))
                .toList();
    }

    private static Set<String> ours(Path file) throws Exception {
        return errors(file).stream()
                .filter(line -> !OF_THE_SOURCE.matcher(line).find())
                .collect(Collectors.toSet());
    }
}
