package org.medsendx.ingest.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.dicom.dictionary.Tag;

/**
 * Messages of our own in the shapes in which the ordering systems of others write theirs, as issues
 * and test files of public projects show them (dcm4chee-arc-light 2757, 3432, 4979; nHapi, Machete,
 * HAPI): each is an order with what it says, or is refused with where.
 */
class Hl7ShapesTest {

    private static final String MSH =
            "MSH|^~\\&|RIS|CLINIC|TRUCK|EDGE|20260302080000||ORM^O01|7|P|2.3.1\r";
    private static final String PID = "PID|1||4711^^^CLINIC^MR||Doe^Jane||19700102|F\r";
    private static final String ORC = "ORC|NW|P-1^RIS|F-1^RIS||SC||1^once^^202603021030^^S\r";
    private static final String OBR =
            "OBR|1|P-1^RIS|F-1^RIS|MG2^Mammogram^L||||||||||||||A-77|RP-5|S-6||||MG\r";

    @TempDir Path folder;

    private static Arguments shape(String name, String says, String... segments) {
        return Arguments.of(name, says, String.join("", segments));
    }

    /** What is expected: id, name, birth date, accession number, step, modality, start. */
    private static Stream<Arguments> shapes() {
        String usual = "4711 Doe^Jane 19700102 A-77 S-6 MG 20260302 1030";
        return Stream.of(
                shape(
                        "lines that end as on Unix",
                        usual,
                        (MSH + PID + ORC + OBR).replace('\r', '\n')),
                shape(
                        "lines that end as on Windows, an empty one between",
                        usual,
                        (MSH + PID + "\r" + ORC + OBR).replace("\r", "\r\n")),
                shape("a frame of MLLP", usual, "\u000b" + MSH + PID + ORC + OBR + "\u001c\r"),
                shape(
                        "no visit, notes and allergies between",
                        usual,
                        MSH,
                        PID,
                        "AL1|1|DA|PEN\rNTE|1||say hello\r",
                        ORC,
                        OBR,
                        "NTE|1||left first\rDG1|1||Z12\rOBX|1|NM|WT||70\r"),
                shape(
                        "segments of the site's own",
                        usual,
                        MSH,
                        "ZMH|1|x\r",
                        PID,
                        "ZPI|a^b~c|\r",
                        ORC,
                        OBR,
                        "ZRQ|\"\"|\r"),
                shape(
                        "the kind of the message alone",
                        usual,
                        MSH.replace("ORM^O01", "ORM"),
                        PID,
                        ORC,
                        OBR),
                shape(
                        "the structure too, and a year's newer version",
                        usual,
                        MSH.replace("ORM^O01", "ORM^O01^ORM_O01").replace("2.3.1", "2.8^DEU"),
                        PID,
                        ORC,
                        OBR),
                shape(
                        "delimiters of its own",
                        usual,
                        "MSH#*$%@#RIS#CLINIC#TRUCK#EDGE#20260302##ORM*O01#7#P#2.5\r",
                        (PID + ORC + OBR).replace('|', '#').replace('^', '*')),
                shape(
                        "a fifth delimiter, for truncation",
                        usual,
                        MSH.replace("^~\\&", "^~\\&#"),
                        PID,
                        ORC,
                        OBR),
                shape(
                        "numbers of other authorities first, without a number",
                        usual,
                        MSH,
                        PID.replace(
                                "4711^^^CLINIC^MR",
                                "^^^NHS^NN~\"\"^^^TAX^SS~4711^^^CLINIC^MR~99^^^OLD^PI"),
                        ORC,
                        OBR),
                shape(
                        "the number where version 2.2 has it",
                        usual,
                        MSH,
                        PID.replace("PID|1||4711^^^CLINIC^MR|", "PID|1|4711^^^CLINIC||"),
                        ORC,
                        OBR),
                shape(
                        "an authority with parts, and a check digit",
                        usual,
                        MSH,
                        PID.replace("4711^^^CLINIC^MR", "4711^3^M10^&1.2.840.99&ISO^MR"),
                        ORC,
                        OBR),
                shape(
                        "birth with time and zone",
                        usual,
                        MSH,
                        PID.replace("19700102", "19700102000000.0000+0100"),
                        ORC,
                        OBR),
                shape(
                        "birth of which only the year is known",
                        "4711 Doe^Jane - A-77 S-6 MG 20260302 1030",
                        MSH,
                        PID.replace("19700102", "1970"),
                        ORC,
                        OBR),
                shape(
                        "birth that is to be deleted",
                        "4711 Doe^Jane - A-77 S-6 MG 20260302 1030",
                        MSH,
                        PID.replace("19700102", "\"\""),
                        ORC,
                        OBR),
                shape(
                        "a name in parts of its own",
                        "4711 van_der_Doe^Jane^M^Dr^Jr 19700102 A-77 S-6 MG 20260302 1030",
                        MSH,
                        PID.replace("Doe^Jane", "van der Doe&van der&Doe^Jane^M^Jr^Dr^^L"),
                        ORC,
                        OBR),
                shape(
                        "a name of which only the parts are there",
                        "4711 van_der_Doe^Jane 19700102 A-77 S-6 MG 20260302 1030",
                        MSH,
                        PID.replace("Doe^Jane", "&van der&Doe^Jane"),
                        ORC,
                        OBR),
                shape(
                        "a name with an alias behind it",
                        usual,
                        MSH,
                        PID.replace("Doe^Jane", "Doe^Jane^^^^^L~Roe^Janet^^^^^A"),
                        ORC,
                        OBR),
                shape(
                        "a name with escapes",
                        "4711 O&Hara^Jane_Ann 19700102 A-77 S-6 MG 20260302 1030",
                        MSH,
                        PID.replace("Doe^Jane", "O\\T\\Hara^Jane\\X20\\Ann"),
                        ORC,
                        OBR),
                shape(
                        "a description with escapes of all kinds",
                        usual,
                        MSH,
                        PID,
                        ORC,
                        OBR.replace(
                                "Mammogram",
                                "\\H\\Mammo\\N\\ \\.br\\2 views \\Zxy\\\\X0D0A\\\\C2842\\")),
                shape(
                        "start in the timing segment, of several",
                        usual,
                        MSH,
                        PID,
                        ORC.replace("1^once^^202603021030^^S", ""),
                        "TQ1|1|1|||||20260302103000+0100||S\rTQ1|2|1|||||20260401\r",
                        OBR),
                shape(
                        "start with parts of a second",
                        usual,
                        MSH,
                        PID,
                        ORC.replace("202603021030", "20260302103000.850"),
                        OBR),
                shape(
                        "start on the request",
                        usual,
                        MSH,
                        PID,
                        "ORC|NW|P-1|F-1\r",
                        OBR.replace("|MG\r", "|MG|||^^^202603021030^^R\r")),
                shape(
                        "a day without a time",
                        "4711 Doe^Jane 19700102 A-77 S-6 MG 20260302 -",
                        MSH,
                        PID,
                        ORC.replace("202603021030", "20260302"),
                        OBR),
                shape(
                        "no accession number, the filler's stands for it",
                        "4711 Doe^Jane 19700102 F-1 F-1 MG 20260302 1030",
                        MSH,
                        PID,
                        ORC,
                        OBR.replace("|A-77|RP-5|S-6|", "||||")),
                shape(
                        "a placer's number of thirty characters",
                        "4711 Doe^Jane 19700102 A-77 S-6 MG 20260302 1030",
                        MSH,
                        PID,
                        ORC.replace("P-1^RIS", "C2020323920200521121300CE11359"),
                        OBR),
                shape(
                        "the department for the modality",
                        "4711 Doe^Jane 19700102 A-77 S-6 US 20260302 1030",
                        MSH,
                        PID,
                        ORC,
                        OBR.replace("|MG\r", "|RUS\r")),
                shape(
                        "an order of a clinic",
                        usual,
                        MSH.replace("ORM^O01", "OMG^O19^OMG_O19"),
                        PID,
                        "PV1||O|MR^^^CLINIC\r",
                        ORC.replace("1^once^^202603021030^^S", ""),
                        "TQ1|||||||202603021030\r",
                        OBR),
                shape(
                        "an imaging order of version 2.5.1",
                        usual,
                        MSH.replace("ORM^O01", "OMI^O23^OMI_O23"),
                        PID,
                        ORC,
                        "TQ1|||||||202603021030\r",
                        "OBR|1|P-1|F-1|MG2^Mammogram^L\r",
                        "IPC|A-77|RP-5|1.2.3.4|S-6|MG|MG2^Mammogram^L|ROOM^^L|L|MG_1\r"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void an_order_is_read_as_it_is_meant(String name, String says, String message)
            throws IOException {
        var book = Orders.book(folder);

        var report = OrderImport.into(book, message.getBytes(StandardCharsets.US_ASCII));

        assertThat(report.refused()).isEmpty();
        assertThat(book.all()).hasSize(1);
        assertThat(said(book.all().getFirst())).isEqualTo(says);
    }

    private static String said(Order order) {
        return Stream.of(
                        order.text(Tag.PatientID),
                        order.text(Tag.PatientName),
                        order.text(Tag.PatientBirthDate),
                        order.text(Tag.AccessionNumber),
                        order.stepText(Tag.ScheduledProcedureStepID),
                        order.stepText(Tag.Modality),
                        order.stepText(Tag.ScheduledProcedureStepStartDate),
                        head(order.stepText(Tag.ScheduledProcedureStepStartTime)))
                .map(text -> text.isEmpty() ? "-" : text.replace(' ', '_'))
                .reduce((one, other) -> one + ' ' + other)
                .orElseThrow();
    }

    private static String head(String time) {
        return time.length() > 4 ? time.substring(0, 4) : time;
    }

    @Test
    void steps_of_an_imaging_order_are_orders_of_one_study() throws IOException {
        var book = Orders.book(folder);

        var report =
                OrderImport.into(
                        book,
                        (MSH.replace("ORM^O01", "OMI^O23")
                                        + PID
                                        + ORC
                                        + "OBR|1|P-1|F-1|CT2^Thorax and abdomen^L\r"
                                        + "IPC|A-77|RP-5|1.2.3.4|S-1|CT\r"
                                        + "IPC|A-77|RP-5|1.2.3.4|S-2|CT\r")
                                .getBytes(StandardCharsets.US_ASCII));

        assertThat(report.taken()).isEqualTo(2);
        assertThat(book.all())
                .extracting(order -> order.stepText(Tag.ScheduledProcedureStepID))
                .containsExactlyInAnyOrder("S-1", "S-2");
        assertThat(book.all())
                .extracting(order -> order.text(Tag.StudyInstanceUID))
                .containsOnly("1.2.3.4");
    }

    @ParameterizedTest
    @CsvSource({
        "UNICODE UTF-8, UTF-8",
        "UTF8, UTF-8",
        "utf-8, UTF-8",
        "8859/1, ISO-8859-1",
        "8859-1, ISO-8859-1",
        "ISO-8859-1, ISO-8859-1",
        "ISO8859-15, ISO-8859-15",
        "ISO_IR 100, ISO-8859-1",
        "ISO IR100, ISO-8859-1",
        "ISO_IR 192, UTF-8",
        "ISO_IR 148, ISO-8859-9",
        "WINDOWS-1252, windows-1252",
        "CP1252, windows-1252",
        "ASCII~8859/1, ISO-8859-1"
    })
    void a_name_has_its_letters_whatever_the_character_set_is_called(String called, String is)
            throws IOException {
        var book = Orders.book(folder);
        String message =
                MSH.replace("2.3.1\r", "2.3.1||||||" + called + '\r')
                        + PID.replace("Doe", "Dö\u00e9")
                        + ORC
                        + OBR;

        var report = OrderImport.into(book, message.getBytes(Charset.forName(is)));

        assertThat(report.refused()).isEmpty();
        assertThat(book.all().getFirst().text(Tag.PatientName)).isEqualTo("Dö\u00e9^Jane");
    }

    @Test
    void a_mark_at_the_beginning_says_that_it_is_utf_8() throws IOException {
        var book = Orders.book(folder);
        var bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        bytes.write((MSH + PID.replace("Doe", "Dö") + ORC + OBR).getBytes(StandardCharsets.UTF_8));

        assertThat(OrderImport.into(book, bytes.toByteArray()).taken()).isEqualTo(1);

        assertThat(book.all().getFirst().text(Tag.PatientName)).isEqualTo("Dö^Jane");
    }

    private static Stream<Arguments> refusals() {
        return Stream.of(
                shape("no patient", "message 1 PID", MSH, ORC, OBR),
                shape("no ORC", "message 1 OBR", MSH, PID, OBR),
                shape("no request", "message 1 OBR", MSH, PID, ORC),
                shape(
                        "a report",
                        "message 1 MSH-9",
                        MSH.replace("ORM^O01", "ORU^R01"),
                        PID,
                        ORC,
                        OBR),
                shape(
                        "letters of a set that nobody knows here",
                        "message 1 MSH-18",
                        MSH.replace("2.3.1\r", "2.3.1||||||EBCDIC\r"),
                        PID,
                        ORC,
                        OBR),
                shape(
                        "a name with a letter of another set",
                        "message 1 PID-5",
                        MSH,
                        PID.replace("Doe", "D\\C2842\\e"),
                        ORC,
                        OBR),
                shape(
                        "a name with bytes that are no letters",
                        "message 1 PID-5",
                        MSH,
                        PID.replace("Doe", "D\\XE4\\e"),
                        ORC,
                        OBR),
                shape(
                        "a number with an escape that nobody knows",
                        "message 1 PID-3",
                        MSH,
                        PID.replace("4711", "47\\Z1\\11"),
                        ORC,
                        OBR),
                shape(
                        "what was done elsewhere",
                        "message 1 ORC-5",
                        MSH,
                        PID,
                        ORC.replace("ORC|NW", "ORC|SC").replace("||SC||", "||CM||"),
                        OBR),
                shape(
                        "a day that is none",
                        "message 1 OBR",
                        MSH,
                        PID,
                        ORC.replace("202603021030", "03022026_1030"),
                        OBR),
                shape("no modality", "message 1 OBR", MSH, PID, ORC, OBR.replace("|MG\r", "\r")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void what_is_no_order_is_refused_with_where(String name, String place, String message)
            throws IOException {
        var book = Orders.book(folder);

        var report = OrderImport.into(book, message.getBytes(StandardCharsets.US_ASCII));

        assertThat(report.refused()).extracting(OrderImport.Refused::place).containsExactly(place);
        assertThat(report.toString()).doesNotContain("Doe", "Jane", "4711");
        assertThat(book.all()).isEmpty();
    }

    @Test
    void a_status_that_says_cancelled_takes_the_order_back() throws IOException {
        var book = Orders.book(folder);
        OrderImport.into(book, (MSH + PID + ORC + OBR).getBytes(StandardCharsets.US_ASCII));

        var report =
                OrderImport.into(
                        book,
                        (MSH
                                        + PID
                                        + ORC.replace("ORC|NW", "ORC|SC")
                                                .replace("||SC||", "||CA||")
                                        + OBR)
                                .getBytes(StandardCharsets.US_ASCII));

        assertThat(report.cancelled()).isEqualTo(1);
        assertThat(book.all()).isEqualTo(List.of());
    }
}
