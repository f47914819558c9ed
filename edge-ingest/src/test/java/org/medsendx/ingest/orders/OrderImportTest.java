package org.medsendx.ingest.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.contracts.deidentified.OrderPriority;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.ingest.worklist.WorklistQuery;

class OrderImportTest {

    private static final String MSH =
            "MSH|^~\\&|RIS|CLINIC|TRUCK|MEDSENDX|20260302080000||ORM^O01|1|P|2.5.1||||||CHARSET\r";
    private static final String PID = "PID|1||4711^^^CLINIC^MR||NAME^Ana^Maria^^Dr||19700102|F\r";
    private static final String ORDER =
            "ORC|NW|P-1|F-1||||^^^202603021030^^S\r"
                    + "OBR|1|P-1|F-1|MG2^Mammogram^L^MGP^Screening, right^L|||||||||||&&&&^^^^RT"
                    + "|99^Refer^Rita||A-77|RP-5|SPS-6||||MG|||^^^202603021030^^S\r";

    @TempDir Path folder;

    private static byte[] hl7(String set, String charset, String family) {
        return (MSH.replace("CHARSET", set) + PID.replace("NAME", family) + ORDER)
                .getBytes(Charset.forName(charset));
    }

    @Test
    void a_line_of_csv_is_an_order_that_lies_on_disk() throws IOException {
        var book = Orders.book(folder);

        var report =
                Orders.csv(
                        book,
                        "4711,\"Müller, Anna\",1970-01-02,F,A1,MG,2026-03-02,10:30,stat,right",
                        "4712,Doe^Jane,19800101,F,A2,CT,20260302,1100,,");

        assertThat(report).isEqualTo(new OrderImport.Report(2, 0, java.util.List.of(), 0));
        var order = Orders.book(folder).all().getFirst();
        assertThat(order.text(Tag.PatientName)).isEqualTo("Müller^Anna");
        assertThat(order.text(Tag.PatientBirthDate)).isEqualTo("19700102");
        assertThat(order.stepText(Tag.ScheduledProcedureStepStartTime)).isEqualTo("1030");
        assertThat(order.priority()).isEqualTo(OrderPriority.STAT);
        assertThat(order.laterality()).isEqualTo("R");
        assertThat(order.text(Tag.StudyInstanceUID)).startsWith("2.25.");
    }

    @Test
    void what_is_wrong_with_one_line_keeps_no_other_out_and_names_no_value() throws IOException {
        var book = Orders.book(folder);

        var report =
                Orders.csv(
                        book,
                        ",Doe^Jane,,,A1,MG,,,,",
                        "1,Doe^Jane,,,A2,MG,20261399,,,",
                        "2,Doe^Jane,,,,MG,,,,",
                        "3,Doe^Jane,,,A4,MG,,,soon,",
                        "4,Doe^Jane,,,A5,MG",
                        "5,Doe^Jane,,,A6,MG,,,,");

        assertThat(report.taken()).isEqualTo(1);
        assertThat(report.refused())
                .extracting(one -> one.problem() + " " + one.place())
                .containsExactlyInAnyOrder(
                        "no-patient-id line 2",
                        "bad-date line 3",
                        "no-number line 4",
                        "bad-value line 5",
                        "csv-fields line 6");
        assertThat(report.toString()).doesNotContain("Doe", "soon", "20261399");
    }

    @Test
    void the_same_order_again_replaces_itself_and_keeps_its_study() throws IOException {
        var book = Orders.book(folder);
        Orders.csv(book, "1,Doe^Jane,,,A1,MG,20260302,,,");
        String study = book.all().getFirst().text(Tag.StudyInstanceUID);

        Orders.csv(book, "1,Doe^Jane,,,A1,MG,20260303,,,");

        assertThat(book.all()).hasSize(1);
        assertThat(book.all().getFirst().text(Tag.StudyInstanceUID)).isEqualTo(study);
        assertThat(book.all().getFirst().stepText(Tag.ScheduledProcedureStepStartDate))
                .isEqualTo("20260303");
    }

    @Test
    void a_number_that_another_patient_has_is_refused_and_that_order_stays() throws IOException {
        var book = Orders.book(folder);
        Orders.csv(book, "1,Doe^Jane,,,A1,MG,20260302,,,");
        String study = book.all().getFirst().text(Tag.StudyInstanceUID);

        var report = Orders.csv(book, "2,Roe^Mary,,,A1,MG,20260302,,,");
        var cancelled =
                OrderImport.into(
                        book,
                        ("patient_id,patient_name,accession_number,modality,action\n"
                                        + "2,Roe^Mary,A1,MG,cancel\n")
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(report.taken()).isZero();
        assertThat(report.refused())
                .extracting(one -> one.problem() + " " + one.place())
                .containsExactly("other-patient line 2");
        assertThat(cancelled.cancelled()).isZero();
        assertThat(cancelled.refused().getFirst().problem()).isEqualTo("other-patient");
        var left = Orders.book(folder).all();
        assertThat(left).extracting(order -> order.text(Tag.PatientID)).containsExactly("1");
        assertThat(left.getFirst().text(Tag.StudyInstanceUID)).isEqualTo(study);
    }

    @Test
    void different_orders_with_one_number_are_refused_and_a_repeat_is_not() throws IOException {
        var book = Orders.book(folder);

        var report =
                Orders.csv(
                        book,
                        "1,Doe^Jane,,,A1,MG,20260302,,,right",
                        "1,Doe^Jane,,,A1,MG,20260302,,,left",
                        "2,Roe^Mary,,,A2,MG,20260302,,,",
                        "2,Roe^Mary,,,A2,MG,20260302,,,");

        assertThat(report.refused())
                .extracting(one -> one.problem() + " " + one.place())
                .containsExactly("same-number line 2", "same-number line 3");
        assertThat(report.taken()).isEqualTo(2);
        assertThat(book.all())
                .extracting(order -> order.text(Tag.AccessionNumber))
                .containsExactly("A2");
    }

    @Test
    void a_later_message_of_a_batch_changes_the_order_of_an_earlier_one() throws IOException {
        var book = Orders.book(folder);
        String one = MSH.replace("CHARSET", "") + PID.replace("NAME", "Smith") + ORDER;
        String changed = one.replace("ORC|NW", "ORC|XO").replace("202603021030", "202603031100");

        var report = OrderImport.into(book, (one + changed).getBytes(StandardCharsets.US_ASCII));

        assertThat(report.refused()).isEmpty();
        assertThat(book.all())
                .extracting(order -> order.stepText(Tag.ScheduledProcedureStepStartDate))
                .containsExactly("20260303");
    }

    @ParameterizedTest
    @CsvSource({
        "'', US-ASCII, Smith",
        "8859/1, ISO-8859-1, Müller",
        "8859/7, ISO-8859-7, Διονυσιος",
        "UNICODE UTF-8, UTF-8, Łukasz",
        "ISO IR87, ISO-2022-JP, 山田"
    })
    void an_order_of_hl7_is_read_in_its_character_set(String set, String charset, String family)
            throws IOException {
        var book = Orders.book(folder);

        var report = OrderImport.into(book, hl7(set, charset, family));

        assertThat(report.refused()).isEmpty();
        var order = book.all().getFirst();
        assertThat(order.text(Tag.PatientName)).isEqualTo(family + "^Ana^Maria^Dr");
        assertThat(order.text(Tag.PatientID)).isEqualTo("4711");
        assertThat(order.text(Tag.IssuerOfPatientID)).isEqualTo("CLINIC");
        assertThat(order.text(Tag.AccessionNumber)).isEqualTo("A-77");
        assertThat(order.text(Tag.RequestedProcedureID)).isEqualTo("RP-5");
        assertThat(order.stepText(Tag.ScheduledProcedureStepID)).isEqualTo("SPS-6");
        assertThat(order.stepText(Tag.Modality)).isEqualTo("MG");
        assertThat(order.stepText(Tag.ScheduledProcedureStepStartDate)).isEqualTo("20260302");
        assertThat(order.stepText(Tag.ScheduledProcedureStepStartTime)).isEqualTo("1030");
        assertThat(order.text(Tag.RequestingPhysician)).isEqualTo("Refer^Rita");
        assertThat(order.priority()).isEqualTo(OrderPriority.STAT);
        assertThat(order.laterality()).isEqualTo("R");
    }

    @Test
    void letters_whose_set_nobody_named_are_not_guessed() throws IOException {
        var report = OrderImport.into(Orders.book(folder), hl7("", "ISO-8859-1", "Müller"));

        assertThat(report.refused())
                .extracting(OrderImport.Refused::problem)
                .containsExactly("character-set");
    }

    @Test
    void escapes_batches_and_cancellations_of_hl7_are_understood() throws IOException {
        var book = Orders.book(folder);
        String one = MSH.replace("CHARSET", "") + PID.replace("NAME", "O\\T\\Hara\\X2D\\B") + ORDER;
        String batch = "FHS|^~\\&\rBHS|^~\\&\r" + one + "BTS|1\rFTS|1\r";

        OrderImport.into(book, batch.getBytes(StandardCharsets.US_ASCII));
        String name = book.all().getFirst().text(Tag.PatientName);
        var cancelled =
                OrderImport.into(
                        book,
                        ("\u000b" + one.replace("ORC|NW", "ORC|CA") + "\u001c\r")
                                .getBytes(StandardCharsets.US_ASCII));

        assertThat(name).startsWith("O&Hara-B^Ana");
        assertThat(cancelled.cancelled()).isEqualTo(1);
        assertThat(book.isEmpty()).isTrue();
    }

    @Test
    void a_message_that_brings_no_order_says_so() throws IOException {
        var bytes = hl7("", "US-ASCII", "Smith");
        String text = new String(bytes, StandardCharsets.US_ASCII).replace("ORM^O01", "ADT^A01");

        var report =
                OrderImport.into(Orders.book(folder), text.getBytes(StandardCharsets.US_ASCII));

        assertThat(report.refused().getFirst().problem()).isEqualTo("hl7-message");
    }

    @Test
    void a_worklist_file_of_dicom_is_taken_as_it_is() throws IOException {
        var step =
                new DataSet()
                        .putString(Tag.ScheduledProcedureStepID, VR.SH, "S1")
                        .putString(Tag.Modality, VR.CS, "CT");
        var set = new DataSet().putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 100");
        set.putString(Tag.PatientName, VR.PN, "Müller^Jürgen")
                .putString(Tag.PatientID, VR.LO, "9")
                .putString(Tag.PatientComments, VR.LT, "kept")
                .putSequence(Tag.ScheduledProcedureStepSequence, step);
        var file = folder.resolve("one.wl");
        DicomWriter.write(
                file,
                new FileMeta(Uid.ModalityWorklistFind, "1.2.3", Uid.ExplicitVRLittleEndian),
                set);
        var book = Orders.book(folder);

        var report = OrderImport.into(book, Files.readAllBytes(file));

        assertThat(report.refused()).isEmpty();
        assertThat(book.all().getFirst().text(Tag.PatientName)).isEqualTo("Müller^Jürgen");
        assertThat(book.all().getFirst().text(Tag.PatientComments)).isEqualTo("kept");
    }

    private byte[] worklistFile(String syntax, DataSet more) throws IOException {
        more.putString(Tag.PatientName, VR.PN, "Doe^Jane")
                .putString(Tag.PatientID, VR.LO, "9")
                .putSequence(
                        Tag.ScheduledProcedureStepSequence,
                        new DataSet()
                                .putString(Tag.ScheduledProcedureStepID, VR.SH, "S1")
                                .putString(Tag.Modality, VR.CS, "CT")
                                .putString(0x00410010, VR.LO, "SOMEBODY")
                                .putString(0x00411001, VR.LO, "private"));
        var file = folder.resolve("one.wl");
        DicomWriter.write(file, new FileMeta(Uid.ModalityWorklistFind, "1.2.3", syntax), more);
        return Files.readAllBytes(file);
    }

    @Test
    void what_no_key_can_ask_for_is_not_kept_of_a_worklist_file() throws IOException {
        var set = new DataSet().putString(Tag.PatientComments, VR.LT, "kept");
        set.put(new Element.Value(0x00087771, VR.UN, new byte[40_000]))
                .putString(0x00410010, VR.LO, "SOMEBODY")
                .put(new Element.Value(0x00411001, VR.OB, new byte[40_000]));
        var book = Orders.book(folder);

        var report = OrderImport.into(book, worklistFile(Uid.ExplicitVRLittleEndian, set));

        assertThat(report.refused()).isEmpty();
        var order = book.all().getFirst();
        assertThat(order.text(Tag.PatientComments)).isEqualTo("kept");
        assertThat(order.items().contains(0x00087771)).isFalse();
        assertThat(order.items().contains(0x00411001)).isFalse();
        assertThat(order.step().contains(0x00410010)).isFalse();
        assertThat(order.step().contains(0x00411001)).isFalse();
    }

    @Test
    void an_order_that_came_big_endian_is_answered_little_endian() throws IOException {
        var set = new DataSet().putInt(Tag.PregnancyStatus, VR.US, 4);
        var book = Orders.book(folder);

        OrderImport.into(book, worklistFile(Uid.ExplicitVRBigEndian, set));

        var order = book.all().getFirst();
        assertThat(order.items().bigEndian()).isFalse();
        assertThat(order.step().bigEndian()).isFalse();
        var keys = new DataSet().putInt(Tag.PregnancyStatus, VR.US);
        var answer = new WorklistQuery(keys).answer(order.items());
        assertThat(answer.intValue(Tag.PregnancyStatus, 0)).isEqualTo(4);
    }

    @Test
    void an_order_that_would_fill_the_memory_is_refused() throws IOException {
        var set = new DataSet();
        for (int tag : new int[] {Tag.PatientComments, Tag.AdditionalPatientHistory}) {
            set.putString(tag, VR.LT, "x".repeat(40_000));
        }
        var book = Orders.book(folder);

        var report = OrderImport.into(book, worklistFile(Uid.ExplicitVRLittleEndian, set));

        assertThat(report.refused())
                .extracting(OrderImport.Refused::problem)
                .containsExactly("bad-value");
        assertThat(book.isEmpty()).isTrue();
    }

    @Test
    void whatever_comes_is_refused_or_taken_and_nothing_else_happens() throws IOException {
        var random = new Random(13);
        var book = Orders.book(folder);
        byte[] good = hl7("", "US-ASCII", "Smith");

        for (int i = 0; i < 300; i++) {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(good);
            byte[] broken = bytes.toByteArray();
            for (int j = 0; j < 1 + random.nextInt(6); j++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            var report = OrderImport.into(book, broken);
            assertThat(report.taken() + report.cancelled() + report.refusals()).isPositive();
        }
    }

    @Test
    @Timeout(10)
    void a_hostile_file_takes_no_time() throws IOException {
        var book = Orders.book(folder);
        String quotes = "a\"".repeat(500_000);
        String blanks = " ".repeat(500_000);

        var csv =
                Orders.csv(
                        book,
                        "1," + quotes + ",,,A1,MG,,,,",
                        "2,Doe" + blanks + "x,,,A2,MG,,,,",
                        "3,Doe^Jane" + ",".repeat(500_000));
        var hl7 = OrderImport.into(book, hl7("", "US-ASCII", "\\S\\".repeat(200_000) + "x"));

        assertThat(csv.refused())
                .extracting(one -> one.problem() + " " + one.place())
                .containsExactly("bad-value line 2", "bad-value line 3", "csv-fields line 4");
        assertThat(hl7.refused())
                .extracting(one -> one.problem() + " " + one.place())
                .containsExactly("bad-value message 1 PID-5");
        assertThat(book.isEmpty()).isTrue();
    }

    @Test
    void more_lines_than_there_may_be_are_not_read() throws IOException {
        var report =
                OrderImport.check(
                        (Orders.HEADER + "x\n".repeat(CsvOrders.MOST_LINES))
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(report.refused())
                .extracting(OrderImport.Refused::problem)
                .containsExactly("too-large");
    }

    @Test
    void an_order_is_gone_from_disk_when_its_time_is_over() throws IOException {
        var start = Instant.parse("2026-03-02T08:00:00Z");
        var book = Orders.book(folder, 10, Clock.fixed(start, ZoneOffset.UTC));
        Orders.csv(book, "1,Doe^Jane,,,A1,MG,20260302,,,", "2,Doe^Jim,,,A2,MG,20260401,,,");

        var later = Clock.fixed(start.plus(Duration.ofDays(9)), ZoneOffset.UTC);
        var left = Orders.book(folder, 10, later);

        assertThat(left.all()).extracting(order -> order.text(Tag.PatientID)).containsExactly("2");
        try (var files = Files.list(folder.resolve("orders"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void no_more_orders_are_kept_than_there_may_be() throws IOException {
        var book = Orders.book(folder, 1, Clock.systemUTC());

        var report = Orders.csv(book, "1,Doe^Jane,,,A1,MG,,,,", "2,Doe^Jim,,,A2,MG,,,,");

        assertThat(report.taken()).isEqualTo(1);
        assertThat(report.refused().getFirst().problem()).isEqualTo("too-many");
    }

    @Test
    void a_file_of_the_folder_is_taken_when_it_is_whole_and_kept_when_something_is_wrong()
            throws IOException {
        var book = Orders.book(folder);
        var in = Files.createDirectory(folder.resolve("in"));
        var quarantine = folder.resolve("quarantine");
        var inbox = new OrderInbox(in, Orders.quarantine(quarantine), book, 1 << 20);
        Files.writeString(in.resolve("good.csv"), Orders.HEADER + "1,Doe^Jane,,,A1,MG,,,,\n");
        Files.writeString(in.resolve("bad.csv"), Orders.HEADER + ",Doe^Jim,,,A2,MG,,,,\n");
        Files.writeString(in.resolve(".making.csv"), Orders.HEADER + "3,Doe^Jo,,,A3,MG,,,,\n");

        assertThat(inbox.scan().waiting()).isEqualTo(2);
        var scan = inbox.scan();

        assertThat(scan.reports()).hasSize(2);
        assertThat(book.all()).hasSize(1);
        assertThat(in.toFile().list()).containsExactly(".making.csv");
        assertThat(quarantine.toFile().list()).hasSize(2);
        try (var files = Files.list(quarantine)) {
            var note = files.filter(file -> file.toString().endsWith(".json")).findFirst();
            assertThat(Files.readString(note.orElseThrow()))
                    .contains("no-patient-id", "line 2")
                    .doesNotContain("Jim");
        }
    }
}
