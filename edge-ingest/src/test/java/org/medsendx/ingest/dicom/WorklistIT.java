package org.medsendx.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.net.Dcmtk;
import org.medsendx.dicom.net.Modality;
import org.medsendx.dicom.net.Orthanc;
import org.medsendx.ingest.orders.OrderImport;
import org.medsendx.ingest.orders.Orders;

/** The worklist as findscu and Orthanc see it, beside dcmtk's own server of the same files. */
class WorklistIT {

    @TempDir Path folder;
    private TruckDoor door;

    @BeforeEach
    void open() throws IOException {
        door = new TruckDoor(folder, 100);
    }

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    private static final String[][] STEPS = {
        // name, id, accession, modality, station, date, time, physician
        {"Doe^Jane", "1", "A1", "MG", "MG_1", "20260302", "080000", "Best^Bea"},
        {"Doe^John", "2", "A2", "CT", "CT_1", "20260302", "093000", "Best^Bea"},
        {"Dove^Ann", "3", "A3", "MG", "MG_1", "20260303", "080000", "Good^Gus"},
        {"M\u00fcller^Anna", "4", "A4", "MG", "MG_2", "20260304", "170000", "Good^Gus"},
        {"Roe^Mary^Ann", "5", "B5", "US", "US_1", "20260305", "120000", "Best^Bea"},
    };

    private static DataSet item(String[] of, int number) {
        var set = new DataSet().putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 100");
        return set.putString(Tag.AccessionNumber, VR.SH, of[2])
                .putString(Tag.ReferringPhysicianName, VR.PN, "Refer^Rita")
                .putString(Tag.PatientName, VR.PN, of[0])
                .putString(Tag.PatientID, VR.LO, of[1])
                .putString(Tag.PatientBirthDate, VR.DA, "19700102")
                .putString(Tag.PatientSex, VR.CS, "F")
                .putString(Tag.StudyInstanceUID, VR.UI, "1.2.3." + number)
                .putString(Tag.RequestingPhysician, VR.PN, "Refer^Rita")
                .putString(Tag.RequestedProcedureDescription, VR.LO, "Exam")
                .putString(Tag.RequestedProcedureID, VR.SH, "RP" + number)
                .putString(Tag.RequestedProcedurePriority, VR.CS, "ROUTINE")
                .putSequence(
                        Tag.ScheduledProcedureStepSequence,
                        new DataSet()
                                .putString(Tag.Modality, VR.CS, of[3])
                                .putString(Tag.ScheduledStationAETitle, VR.AE, of[4])
                                .putString(Tag.ScheduledProcedureStepStartDate, VR.DA, of[5])
                                .putString(Tag.ScheduledProcedureStepStartTime, VR.TM, of[6])
                                .putString(Tag.ScheduledPerformingPhysicianName, VR.PN, of[7])
                                .putString(Tag.ScheduledProcedureStepDescription, VR.LO, "Do it")
                                .putString(Tag.ScheduledProcedureStepID, VR.SH, "S" + number)
                                .putString(Tag.ScheduledStationName, VR.SH, "ST")
                                .putString(Tag.ScheduledProcedureStepLocation, VR.SH, "TRUCK"));
    }

    private Path files() throws IOException {
        var at = Files.createDirectories(folder.resolve("wl").resolve("MEDSENDX"));
        for (int i = 0; i < STEPS.length; i++) {
            DicomWriter.write(
                    at.resolve(i + ".wl"),
                    new FileMeta(
                            Uid.ModalityWorklistFind, "1.2.9." + i, Uid.ExplicitVRLittleEndian),
                    item(STEPS[i], i));
        }
        Files.writeString(at.resolve("lockfile"), "");
        return at;
    }

    /** What findscu gets from a server. */
    private List<DataSet> findscu(int port, List<String> keys) throws Exception {
        var out = Files.createTempDirectory(folder, "rsp");
        var command =
                new ArrayList<>(
                        List.of(
                                Dcmtk.find("findscu").orElseThrow(),
                                "-W",
                                "-X",
                                "-od",
                                out.toString(),
                                "-aet",
                                "MG_1",
                                "-aec",
                                "MEDSENDX",
                                "127.0.0.1",
                                "" + port));
        for (String key : keys) {
            command.add("-k");
            command.add(key);
        }
        var result = Dcmtk.run(folder, command.toArray(String[]::new));
        assertThat(result.exit()).as(result.output()).isZero();
        var answers = new ArrayList<DataSet>();
        try (var all = Files.list(out)) {
            for (var file : all.sorted().toList()) {
                answers.add(DicomReader.read(file, ReadLimits.DEFAULT).dataSet());
            }
        }
        return answers;
    }

    private static TreeSet<String> described(List<DataSet> answers) {
        var found = new TreeSet<String>();
        for (var answer : answers) {
            var step = answer.items(Tag.ScheduledProcedureStepSequence);
            found.add(
                    answer.string(Tag.AccessionNumber)
                            + " "
                            + answer.string(Tag.PatientName)
                            + " "
                            + answer.string(Tag.StudyInstanceUID)
                            + " "
                            + (step.isEmpty()
                                    ? "-"
                                    : step.getFirst().string(Tag.ScheduledProcedureStepID)
                                            + step.getFirst()
                                                    .string(Tag.ScheduledProcedureStepStartDate)));
        }
        return found;
    }

    private static final String STEP = "(0040,0100)[0].";

    private static List<List<String>> queries() {
        return List.of(
                List.of(),
                List.of("(0010,0010)=Doe^Jane"),
                List.of("(0010,0010)=Do*"),
                List.of("(0010,0010)=D?e^J*"),
                List.of("(0010,0010)=*"),
                List.of("(0010,0020)=3"),
                List.of("(0010,0020)=9"),
                List.of("(0008,0050)=A2"),
                List.of("(0008,0050)=A*"),
                List.of("(0040,1001)=RP1"),
                List.of(STEP + "(0008,0060)=MG"),
                List.of(STEP + "(0008,0060)=PT"),
                List.of(STEP + "(0040,0001)=MG_1"),
                List.of(STEP + "(0040,0001)=MG*"),
                List.of(STEP + "(0040,0002)=20260302"),
                List.of(STEP + "(0040,0002)=20260303-20260304"),
                List.of(STEP + "(0040,0002)=20260304-"),
                List.of(STEP + "(0040,0002)=-20260302"),
                List.of(STEP + "(0040,0003)=080000"),
                List.of(STEP + "(0040,0003)=080000-120000"),
                List.of(STEP + "(0040,0002)=20260302-20260303", STEP + "(0040,0003)=090000-070000"),
                List.of(STEP + "(0040,0002)=20260302-20260304", STEP + "(0040,0003)=090000-160000"),
                List.of(STEP + "(0040,0006)=Best*"),
                List.of(STEP + "(0008,0060)=MG", STEP + "(0040,0002)=20260303-", "(0010,0010)=D*"));
    }

    @Test
    void the_same_files_and_queries_give_the_same_answers_as_wlmscpfs() throws Exception {
        Dcmtk.assumePresent("findscu");
        Dcmtk.assumePresent("wlmscpfs");
        var at = files();
        try (var all = Files.newDirectoryStream(at, "*.wl")) {
            for (var file : all) {
                assertThat(OrderImport.into(door.book, Files.readAllBytes(file)).whole()).isTrue();
            }
        }
        int port = Dcmtk.freePort();
        var log = folder.resolve("wlmscpfs.txt");
        var server =
                Dcmtk.start(
                        log,
                        List.of(
                                Dcmtk.find("wlmscpfs").orElseThrow(),
                                "-s",
                                "-dfp",
                                folder.resolve("wl").toString(),
                                "" + port));
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> Dcmtk.listens(port));
            for (var keys : queries()) {
                // What is to be returned; a key that is asked for too is there once.
                var asked = new ArrayList<>(keys);
                for (String key :
                        List.of(
                                "(0008,0050)",
                                "(0010,0010)",
                                "(0020,000D)",
                                STEP + "(0040,0009)",
                                STEP + "(0040,0002)")) {
                    if (keys.stream().noneMatch(one -> one.startsWith(key + "="))) {
                        asked.add(key);
                    }
                }

                assertThat(described(findscu(door.scp.port(), asked)))
                        .as("%s", keys)
                        .isEqualTo(described(findscu(port, asked)));
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void names_come_in_the_letters_that_were_asked_in() throws Exception {
        Dcmtk.assumePresent("findscu");
        Orders.csv(
                door.book,
                "1,M\u00fcller^Anna,,,A1,MG,,,,",
                "2,\u0394\u03b9\u03bf\u03bd\u03c5\u03c3\u03b9\u03bf\u03c2,,,A2,MG,,,,",
                "3,Yamada^Tarou=\u5c71\u7530^\u592a\u90ce,,,A3,MG,,,,");

        assertThat(name("ISO_IR 100", "1")).isEqualTo("ISO_IR 100 M\u00fcller^Anna");
        assertThat(name("ISO_IR 126", "2"))
                .isEqualTo("ISO_IR 126 \u0394\u03b9\u03bf\u03bd\u03c5\u03c3\u03b9\u03bf\u03c2");
        assertThat(name("\\ISO 2022 IR 87", "3"))
                .endsWith("Yamada^Tarou=\u5c71\u7530^\u592a\u90ce")
                .contains("2022");
        // Letters that Latin-1 lacks come in UTF-8, and are right.
        assertThat(name("ISO_IR 100", "2"))
                .isEqualTo("ISO_IR 192 \u0394\u03b9\u03bf\u03bd\u03c5\u03c3\u03b9\u03bf\u03c2");
    }

    private String name(String set, String id) throws Exception {
        var found =
                findscu(
                        door.scp.port(),
                        List.of("(0008,0005)=" + set, "(0010,0010)", "(0010,0020)=" + id));
        assertThat(found).hasSize(1);
        return String.join("\\", found.getFirst().strings(Tag.SpecificCharacterSet))
                + " "
                + found.getFirst().string(Tag.PatientName);
    }

    @Test
    void orthanc_finds_the_worklist() throws Exception {
        Dcmtk.assumePresent("Orthanc");
        Orders.csv(
                door.book,
                "1,M\u00fcller^Anna,19700102,F,A1,MG,20260302,0800,,",
                "2,Doe^Jim,,,A2,CT,20260302,0900,,");
        var home = Files.createDirectory(folder.resolve("orthanc"));
        try (var orthanc = Orthanc.start(home, Optional.empty(), Optional.empty())) {
            orthanc.knows("truck", "MEDSENDX", door.scp.port(), false);

            String found =
                    orthanc.post(
                            "/modalities/truck/find-worklist",
                            """
                            {"PatientName": "*", "AccessionNumber": "",
                             "ScheduledProcedureStepSequence": [{"Modality": "MG",
                               "ScheduledProcedureStepStartDate": "20260301-20260303"}]}
                            """);

            assertThat(found).contains("M\\u00fcller^Anna", "\"A1\"").doesNotContain("Doe");
        }
    }

    @Test
    void a_caller_that_is_not_known_sees_nobody_and_too_many_answers_end_with_a_word()
            throws Exception {
        try (var narrow = new TruckDoor(Files.createDirectory(folder.resolve("two")), 2)) {
            Orders.csv(
                    narrow.book,
                    "1,Doe^A,,,A1,MG,,,,",
                    "2,Doe^B,,,A2,MG,,,,",
                    "3,Doe^C,,,A3,MG,,,,");
            var keys = new DataSet().putString(Tag.PatientName, VR.PN, "Doe*");

            var stranger = Modality.find(narrow.peer("STRANGER"), keys, -1);
            var many = Modality.find(narrow.peer("MG_1"), keys, -1);

            assertThat(stranger).isEqualTo(new Modality.Found(List.of(), List.of(), 0x0124));
            assertThat(many.answers()).hasSize(2);
            assertThat(many.status()).isEqualTo(0xA700);
        }
    }

    @Test
    void no_order_is_in_clear_text_in_a_file_name() throws Exception {
        Orders.csv(door.book, "4711,Doe^Jane,,,A-SECRET,MG,,,,");

        try (var all = Files.walk(folder)) {
            assertThat(all.map(Path::toString))
                    .noneMatch(name -> name.contains("Doe") || name.contains("A-SECRET"));
        }
        assertThat(door.book.all().toString().getBytes(StandardCharsets.UTF_8))
                .asString(StandardCharsets.UTF_8)
                .doesNotContain("Doe");
    }
}
