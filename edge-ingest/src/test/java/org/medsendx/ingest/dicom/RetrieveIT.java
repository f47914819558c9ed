package org.medsendx.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.dataSetBytes;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.Peer;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.net.Dcmtk;
import org.medsendx.dicom.net.Orthanc;
import org.medsendx.dicom.net.TestKeys;
import org.medsendx.ingest.Intakes;

/** Peers of others ask a truck for what it holds: dcmtk, beside its own server, and Orthanc. */
class RetrieveIT {

    private static final String[][] EXAMS = {
        // name, id, sex, study, date, time, accession, study id, series and their images
        {"Doe^Jane", "1", "F", "1.2.3.1", "20260302", "080000", "A1", "S1", "2", "3"},
        {"Doe^John", "2", "M", "1.2.3.2", "20260302", "093000", "A2", "S2", "1", "4"},
        {"Dove^Ann", "3", "F", "1.2.3.3", "20260303", "081500", "A3", "S3", "1", "1"},
        {"Roe^Mary^Ann", "4", "F", "1.2.3.4", "20260305", "120000", "B4", "S4", "2", "2"},
        {"Doe^Jane", "1", "F", "1.2.3.5", "20260401", "170000", "B5", "S5", "1", "2"},
    };

    /** Pixels of big endian are words that begin with the other byte. */
    private static final String COMPARED =
            """
            import pydicom, sys
            a, b = map(pydicom.dcmread, sys.argv[1:])
            if not b.file_meta.TransferSyntaxUID.is_little_endian:
                p = bytearray(b.PixelData)
                p[0::2], p[1::2] = p[1::2], p[0::2]
                b.PixelData = bytes(p)
            assert len(a) == len(b) > 15
            for x in a:
                assert x.value == b[x.tag].value, x.tag
            print('same')
            """;

    @TempDir Path folder;
    @TempDir Path made;
    private HeldDoor door;
    private final Map<UUID, Path> sent = new LinkedHashMap<>();

    @BeforeEach
    void open() throws IOException {
        door = new HeldDoor(folder.resolve("identified"));
    }

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    private void exams() throws IOException {
        for (String[] of : EXAMS) {
            for (int series = 1; series <= Integer.parseInt(of[8]); series++) {
                for (int image = 1; image <= Integer.parseInt(of[9]); image++) {
                    String seriesUid = of[3] + "." + series;
                    var set =
                            HeldDoor.image(of[0], of[1], of[3], seriesUid, seriesUid + "." + image)
                                    .putString(Tag.PatientSex, VR.CS, of[2])
                                    .putString(Tag.PatientBirthDate, VR.DA, "1970010" + of[1])
                                    .putString(Tag.StudyDate, VR.DA, of[4])
                                    .putString(Tag.StudyTime, VR.TM, of[5])
                                    .putString(Tag.AccessionNumber, VR.SH, of[6])
                                    .putString(Tag.StudyID, VR.SH, of[7])
                                    .putString(Tag.StudyDescription, VR.LO, "Exam " + of[7])
                                    .putString(Tag.ReferringPhysicianName, VR.PN, "Refer^Rita")
                                    .putString(Tag.Modality, VR.CS, series == 1 ? "CT" : "SR")
                                    .putInt(Tag.SeriesNumber, VR.IS, series)
                                    .putString(Tag.SeriesDescription, VR.LO, "Series " + series)
                                    .putInt(Tag.InstanceNumber, VR.IS, image);
                    var file = file(made, set);
                    sent.put(door.take(file, set), file);
                }
            }
        }
    }

    // What dcmqrscp keeps of each level; it has no Series Description, for one.
    private static final List<String> OF_STUDY =
            List.of(
                    "0020,000d",
                    "0010,0010",
                    "0010,0020",
                    "0008,0020",
                    "0008,0030",
                    "0008,0050",
                    "0020,0010");
    private static final List<String> OF_SERIES = List.of("0020,000e", "0008,0060", "0020,0011");
    private static final List<String> OF_IMAGE = List.of("0008,0018", "0020,0013");
    private static final List<String> OF_PATIENT =
            List.of("0010,0020", "0010,0010", "0010,0030", "0010,0040");

    private record Asked(String model, String level, List<String> returned, List<String> keys) {

        static Asked study(String... keys) {
            return new Asked("-S", "STUDY", OF_STUDY, List.of(keys));
        }

        static Asked series(String... keys) {
            return new Asked("-S", "SERIES", OF_SERIES, List.of(keys));
        }

        static Asked image(String... keys) {
            return new Asked("-S", "IMAGE", OF_IMAGE, List.of(keys));
        }

        static Asked patient(String level, List<String> returned, String... keys) {
            return new Asked("-P", level, returned, List.of(keys));
        }
    }

    private static List<Asked> queries() {
        return List.of(
                Asked.study(),
                Asked.study("0010,0010=Doe^Jane"),
                Asked.study("0010,0010=Do*"),
                Asked.study("0010,0010=D?e^J*"),
                Asked.study("0010,0010=*"),
                Asked.study("0010,0010=*Ann"),
                Asked.study("0010,0020=3"),
                Asked.study("0010,0020=9"),
                Asked.study("0010,0040=M"),
                Asked.study("0008,0050=A2"),
                Asked.study("0008,0050=B*"),
                Asked.study("0020,0010=S?"),
                Asked.study("0008,0020=20260302"),
                Asked.study("0008,0020=20260303-20260331"),
                Asked.study("0008,0020=20260305-"),
                Asked.study("0008,0020=-20260303"),
                Asked.study("0008,0020=20260302", "0008,0030=080000-090000"),
                Asked.study("0008,0030=120000-"),
                Asked.study("0020,000d=1.2.3.2"),
                Asked.study("0020,000d=1.2.3.2\\1.2.3.4\\1.2.3.99"),
                Asked.study("0020,000d=1.2.3"),
                Asked.study("0010,0010=D*", "0008,0020=20260302", "0008,0050=A*"),
                Asked.series("0020,000d=1.2.3.1"),
                Asked.series("0020,000d=1.2.3.1", "0008,0060=SR"),
                Asked.series("0020,000d=1.2.3.4", "0020,0011=1"),
                Asked.series("0020,000d=1.2.3.4", "0020,000e=1.2.3.4.2\\1.2.3.4.7"),
                Asked.series("0020,000d=1.2.3.9"),
                Asked.image("0020,000d=1.2.3.2", "0020,000e=1.2.3.2.1"),
                Asked.image("0020,000d=1.2.3.2", "0020,000e=1.2.3.2.1", "0020,0013=3"),
                Asked.image(
                        "0020,000d=1.2.3.2",
                        "0020,000e=1.2.3.2.1",
                        "0008,0018=1.2.3.2.1.1\\1.2.3.2.1.4"),
                Asked.image("0020,000d=1.2.3.2", "0020,000e=1.2.3.1.1"),
                Asked.patient("PATIENT", OF_PATIENT),
                Asked.patient("PATIENT", OF_PATIENT, "0010,0010=Do*"),
                Asked.patient("PATIENT", OF_PATIENT, "0010,0020=1"),
                Asked.patient("PATIENT", OF_PATIENT, "0010,0030=19700102-19700103"),
                Asked.patient("STUDY", List.of("0020,000d", "0008,0020"), "0010,0020=1"),
                Asked.patient("SERIES", OF_SERIES, "0010,0020=1", "0020,000d=1.2.3.1"));
    }

    @Test
    void the_same_files_and_queries_give_the_same_answers_as_dcmqrscp() throws Exception {
        Dcmtk.assumePresent("dcmqrscp");
        Dcmtk.assumePresent("findscu");
        Dcmtk.assumePresent("storescu");
        exams();
        int port = Dcmtk.freePort();
        var storage = Files.createDirectory(folder.resolve("qr"));
        var configuration =
                Files.writeString(
                        folder.resolve("qr.cfg"),
                        """
                        NetworkTCPPort = %d
                        MaxPDUSize = 16384
                        MaxAssociations = 16
                        HostTable BEGIN
                        HostTable END
                        VendorTable BEGIN
                        VendorTable END
                        AETable BEGIN
                        MEDSENDX %s RW (100, 1024mb) ANY
                        AETable END
                        """
                                .formatted(port, storage));
        var server =
                Dcmtk.start(
                        folder.resolve("dcmqrscp.txt"),
                        List.of(
                                Dcmtk.find("dcmqrscp").orElseThrow(),
                                "-c",
                                configuration.toString(),
                                "" + port));
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> Dcmtk.listens(port));
            var store =
                    new ArrayList<>(
                            List.of(
                                    Dcmtk.find("storescu").orElseThrow(),
                                    "-R",
                                    "-aec",
                                    "MEDSENDX",
                                    "127.0.0.1",
                                    "" + port));
            sent.values().forEach(file -> store.add(file.toString()));
            var stored = Dcmtk.run(folder, store.toArray(String[]::new));
            assertThat(stored.exit()).as(stored.output()).isZero();

            int empty = 0;
            for (var asked : queries()) {
                var theirs = described(findscu(port, asked), asked);
                assertThat(described(findscu(door.scp.port(), asked), asked))
                        .as("%s", asked)
                        .isEqualTo(theirs);
                empty += theirs.isEmpty() ? 1 : 0;
            }
            assertThat(empty).isLessThan(queries().size() / 4);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private List<DataSet> findscu(int port, Asked asked) throws Exception {
        var keys = new ArrayList<>(List.of("0008,0052=" + asked.level()));
        keys.addAll(asked.keys());
        for (String key : asked.returned()) {
            if (keys.stream().noneMatch(one -> one.startsWith(key))) {
                keys.add(key);
            }
        }
        return findscu(port, asked.model(), keys);
    }

    private List<DataSet> findscu(int port, String model, List<String> keys) throws Exception {
        var out = Files.createTempDirectory(folder, "rsp");
        var command =
                new ArrayList<>(
                        List.of(
                                Dcmtk.find("findscu").orElseThrow(),
                                model,
                                "-X",
                                "-od",
                                out.toString(),
                                "-aet",
                                "MG_1",
                                "-aec",
                                "MEDSENDX",
                                "127.0.0.1",
                                "" + port));
        keys.forEach(key -> command.addAll(List.of("-k", key)));
        var result = Dcmtk.run(folder, command.toArray(String[]::new));
        assertThat(result.exit()).as(result.output()).isZero();
        return read(out);
    }

    private static List<DataSet> read(Path out) throws IOException {
        var answers = new ArrayList<DataSet>();
        try (var all = Files.list(out)) {
            for (var file : all.sorted().toList()) {
                answers.add(DicomReader.read(file, ReadLimits.DEFAULT).dataSet());
            }
        }
        return answers;
    }

    /** What was returned of what was asked for. */
    private static Set<String> described(List<DataSet> answers, Asked asked) {
        var found = new TreeSet<String>();
        for (var answer : answers) {
            var line = new StringBuilder();
            for (String key : asked.returned()) {
                int tag = Integer.parseUnsignedInt(key.replace(",", ""), 16);
                line.append(key).append('=').append(answer.strings(tag)).append(' ');
            }
            found.add(line.toString());
        }
        return found;
    }

    @Test
    void getscu_and_movescu_get_the_bytes_that_came_in() throws Exception {
        Dcmtk.assumePresent("getscu");
        Dcmtk.assumePresent("movescu");
        exams();

        var got = getscu("-S", "0008,0052=STUDY", "0020,000d=1.2.3.1");
        assertThat(got).isEqualTo(stored("1.2.3.1."));
        assertThat(getscu("-S", "0008,0052=SERIES", "0020,000d=1.2.3.1", "0020,000e=1.2.3.1.2"))
                .isEqualTo(stored("1.2.3.1.2."));
        assertThat(
                        getscu(
                                "-S",
                                "0008,0052=IMAGE",
                                "0020,000d=1.2.3.2",
                                "0020,000e=1.2.3.2.1",
                                "0008,0018=1.2.3.2.1.2\\1.2.3.2.1.3"))
                .hasSize(2);
        // Two exams of one patient.
        var patient = getscu("-P", "0008,0052=PATIENT", "0010,0020=1");
        assertThat(patient).hasSize(8);
        assertThat(getscu("-S", "0008,0052=STUDY", "0020,000d=1.2.3.77")).isEmpty();

        int port = Dcmtk.freePort();
        door.destinations.put("MG_1", HeldDoor.peer(port, "MG_1", "MEDSENDX"));
        var out = Files.createTempDirectory(folder, "moved");
        var moved =
                Dcmtk.run(
                        folder,
                        Dcmtk.find("movescu").orElseThrow(),
                        "-v",
                        "-S",
                        "-aet",
                        "MG_1",
                        "-aec",
                        "MEDSENDX",
                        "-aem",
                        "MG_1",
                        "+P",
                        "" + port,
                        "-od",
                        out.toString(),
                        "127.0.0.1",
                        "" + door.scp.port(),
                        "-k",
                        "0008,0052=STUDY",
                        "-k",
                        "0020,000d=1.2.3.4\\1.2.3.3");
        assertThat(moved.exit()).as(moved.output()).isZero();
        var all = new LinkedHashMap<>(stored("1.2.3.3."));
        all.putAll(stored("1.2.3.4."));
        assertThat(dataSets(out)).as(moved.output()).isEqualTo(all);
    }

    /** What of those that were sent has a SOP Instance UID that begins so. */
    private Map<String, String> stored(String beginning) throws IOException {
        var found = new LinkedHashMap<String, String>();
        for (var file : sent.values()) {
            String uid = DicomReader.readMeta(file).meta().sopInstanceUid();
            if (uid != null && uid.startsWith(beginning)) {
                found.put(uid, hex(file));
            }
        }
        return found;
    }

    private static String hex(Path file) throws IOException {
        return new String(dataSetBytes(file), StandardCharsets.ISO_8859_1);
    }

    private static Map<String, String> dataSets(Path out) throws IOException {
        var found = new LinkedHashMap<String, String>();
        try (var all = Files.list(out)) {
            for (var file : all.sorted().toList()) {
                found.put(
                        String.valueOf(DicomReader.readMeta(file).meta().sopInstanceUid()),
                        hex(file));
            }
        }
        return found;
    }

    private Map<String, String> getscu(String model, String... keys) throws Exception {
        var out = Files.createTempDirectory(folder, "got");
        var command =
                new ArrayList<>(
                        List.of(
                                Dcmtk.find("getscu").orElseThrow(),
                                model,
                                "+B",
                                "-od",
                                out.toString(),
                                "-aet",
                                "MG_1",
                                "-aec",
                                "MEDSENDX",
                                "127.0.0.1",
                                "" + door.scp.port()));
        for (String key : keys) {
            command.addAll(List.of("-k", key));
        }
        var result = Dcmtk.run(folder, command.toArray(String[]::new));
        assertThat(result.exit()).as(result.output()).isZero();
        return dataSets(out);
    }

    @Test
    void orthanc_asks_over_tls_and_has_it_sent_to_itself() throws Exception {
        Dcmtk.assumePresent("Orthanc");
        var ours = TestKeys.shared("ours", "EC");
        var theirs = TestKeys.shared("theirs", "EC");
        var tls = ours.trusting(theirs);
        door.close();
        door = HeldDoor.secured(folder.resolve("identified"), tls);
        exams();
        var home = Files.createDirectory(folder.resolve("orthanc"));
        try (var orthanc = Orthanc.start(home, Optional.of(theirs), Optional.of(ours))) {
            orthanc.knows("truck", "MEDSENDX", door.scp.port(), true);
            door.destinations.put("ORTHANC", orthanc.peer("MEDSENDX", Optional.of(tls)));

            String query =
                    Orthanc.field(
                            orthanc.post(
                                    "/modalities/truck/query",
                                    """
                                    {"Level": "Study",
                                     "Query": {"PatientName": "Doe*", "StudyDate": "20260302"}}
                                    """),
                            "ID");
            assertThat(orthanc.get("/queries/" + query + "/answers")).contains("0", "1");
            assertThat(orthanc.get("/queries/" + query + "/answers/0/content?simplify"))
                    .contains("20260302");
            orthanc.post(
                    "/queries/" + query + "/retrieve",
                    """
                    {"TargetAet": "ORTHANC", "Synchronous": true}
                    """);

            var instances =
                    Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{8}){4}")
                            .matcher(orthanc.get("/instances"))
                            .results()
                            .map(found -> found.group())
                            .toList();
            assertThat(instances).hasSize(10);
            var kept = new TreeSet<String>();
            for (String instance : instances) {
                var file = Files.write(made.resolve(instance), orthanc.file(instance));
                kept.add(hex(file));
            }
            var wanted = new TreeSet<>(stored("1.2.3.1.").values());
            wanted.addAll(stored("1.2.3.2.").values());
            assertThat(kept).isEqualTo(wanted);
        }
        assertThat(door.auditLog()).contains("ORTHANC", "Query", "DICOM Instances Transferred");
    }

    /** In its own syntax, and in two that the truck makes of it for a caller who takes no other. */
    @ParameterizedTest
    @ValueSource(strings = {"+x=", "+xi", "+xb"})
    void pydicom_reads_what_getscu_got_as_what_came_in(String syntax) throws Exception {
        Dcmtk.assumePresent("getscu");
        Peer.require("pydicom", Peer.PYTHON, "-c", "import pydicom");
        var set =
                HeldDoor.image("Müller^Anna", "5", "1.2.4", "1.2.4.1", uid())
                        .putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 100");
        set.putString(Tag.PatientName, VR.PN, "Müller^Anna")
                .putSequence(Tag.ReferencedImageSequence, new DataSet(), new DataSet())
                .put(new Element.Value(0x00091001, VR.UN, new byte[] {1, 2, 3, 4}));
        var file = file(made, set);
        door.take(file, set);

        var out = Files.createTempDirectory(folder, "py");
        var got =
                Dcmtk.run(
                        folder,
                        Dcmtk.find("getscu").orElseThrow(),
                        "-S",
                        syntax,
                        "-od",
                        out.toString(),
                        "-aet",
                        "MG_1",
                        "-aec",
                        "MEDSENDX",
                        "127.0.0.1",
                        "" + door.scp.port(),
                        "-k",
                        "0008,0052=STUDY",
                        "-k",
                        "0020,000d=1.2.4");
        assertThat(got.exit()).as(got.output()).isZero();
        assertThat(Intakes.begun(folder.resolve("identified"))).isEmpty();
        Path only;
        try (var all = Files.list(out)) {
            only = all.findFirst().orElseThrow();
        }
        var same = Peer.run(Peer.PYTHON, "-c", COMPARED, file.toString(), only.toString());
        assertThat(same.lines()).containsExactly("same");

        // Names in the letters that were asked in, else in those of the file.
        assertThat(name("ISO_IR 192")).isEqualTo("ISO_IR 192 Müller^Anna");
        assertThat(name(null)).isEqualTo("ISO_IR 100 Müller^Anna");
    }

    private String name(@Nullable String set) throws Exception {
        var keys = new ArrayList<>(List.of("0008,0052=STUDY", "0010,0010", "0020,000d=1.2.4"));
        if (set != null) {
            keys.add("0008,0005=" + set);
        }
        var found = findscu(door.scp.port(), "-S", keys);
        assertThat(found).hasSize(1);
        return found.getFirst().string(Tag.SpecificCharacterSet)
                + " "
                + found.getFirst().string(Tag.PatientName);
    }
}
