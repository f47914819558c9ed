package org.medsendx.deidentification.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.release.Release;
import org.medsendx.deidentification.release.Releaser;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;

/** Private elements whose VR the encoding hides are treated as in explicit VR, or go. */
class PrivateValuesTest {

    private static final int DATE_TIME = 0x00192021;
    private static final int NAME = 0x00192022;
    private static final int ITEMS = 0x00192023;
    private static final int NUMBER = 0x00192024;
    private static final int LINE = 0x00192025;

    private static final String UNSAID =
            "\"0019,xx21\", \"0019,xx22\", \"0019,xx23\", \"0019,xx24\", \"0019,xx25\"";
    private static final String SAID =
            "\"0019,xx21 DT\", \"0019,xx22 PN\", \"0019,xx23 SQ\", \"0019,xx24 FD\","
                    + " \"0019,xx25 LO\"";

    @TempDir Path folder;
    private final DataSet original = Instances.ct();

    @ParameterizedTest
    @CsvSource({
        Uid.ImplicitVRLittleEndian + ", false",
        Uid.ImplicitVRLittleEndian + ", true",
        Uid.ExplicitVRLittleEndian + ", false",
        Uid.ExplicitVRLittleEndian + ", true",
        Uid.ExplicitVRBigEndian + ", false",
        Uid.ExplicitVRBigEndian + ", true"
    })
    void are_treated_in_every_encoding_whether_the_site_says_the_vr_or_not(
            String syntax, boolean said) throws Exception {
        block(original);
        value(original, DATE_TIME, "20240310101112.000000+0100 ");
        value(original, NAME, "Wagenknecht^Rosa");
        value(original, LINE, "for Elodie, gain 4");
        original.put(new Element.Value(NUMBER, VR.UN, new byte[] {0, 0, 0, 0, 0, 0, -16, 63}));
        var inner = new DataSet();
        block(inner);
        value(inner, DATE_TIME, "20240311");
        value(inner, 0x00192031, "not of the list");
        var item = new DataSet();
        item.putString(SeriesDate, VR.DA, "20240310")
                .putString(ReferencedSOPInstanceUID, VR.UI, Instances.SERIES + ".7")
                .putString(PatientName, VR.PN, "Wagenknecht^Rosa")
                .putString(EchoTime, VR.DS, "4.6");
        block(item);
        item.put(unknown(ITEMS, inner));
        original.put(unknown(ITEMS, item));

        DataSet clean = release(syntax, said ? SAID : UNSAID);

        Subject subject = Instances.subject(original);
        assertThat(text(clean, DATE_TIME).strip())
                .isEqualTo(subject.shift().date("20240310") + "101112.000000");
        assertThat(text(clean, NAME).strip()).isEqualTo("ANONYMIZED");
        assertThat(text(clean, LINE).strip()).isEqualTo(said ? "for , gain 4" : text(clean, LINE));
        assertThat(text(clean, LINE)).doesNotContain("Elodie");
        assertThat(clean.contains(NUMBER)).isTrue();
        DataSet kept = clean.items(ITEMS).getFirst();
        assertThat(kept.string(ReferencedSOPInstanceUID)).startsWith("2.25.");
        assertThat(kept.string(SeriesDate)).isEqualTo(subject.shift().date("20240310"));
        assertThat(kept.string(EchoTime)).isEqualTo("4.6");
        assertThat(kept.string(PatientName)).doesNotContain("Wagenknecht");
        DataSet keptInner = kept.items(ITEMS).getFirst();
        assertThat(text(keptInner, DATE_TIME).strip()).isEqualTo(subject.shift().date("20240311"));
        assertThat(keptInner.contains(0x00192031)).isFalse();
    }

    @Test
    void go_when_they_cannot_be_read() throws Exception {
        block(original);
        original.put(
                new Element.Value(
                        ITEMS,
                        VR.UN,
                        new byte[] {-2, -1, 0, -32, 40, 0, 0, 0, 8, 0, 33, 0, 100, 0, 0, 0}));
        original.put(
                new Element.Value(
                        NUMBER,
                        VR.UN,
                        "\u0001\u0002Rosa at home".getBytes(StandardCharsets.ISO_8859_1)));
        value(original, LINE, "seen 2024-03-10 ");

        DataSet clean = release(Uid.ImplicitVRLittleEndian, UNSAID);

        assertThat(clean.contains(ITEMS)).isFalse();
        assertThat(clean.contains(NUMBER)).isFalse();
        assertThat(clean.contains(LINE)).isFalse();
        assertThat(clean.contains(0x00190020)).as("the creator of nothing").isFalse();
    }

    @ParameterizedTest
    @CsvSource({"UN, -1, true", "UN, 0, true", "SQ, -1, true", "SQ, 0, true", "SQ, 5000, false"})
    void tell_nothing_of_a_private_sequence_however_its_length_is_said(
            String vr, int length, boolean readable) throws Exception {
        var item = new ByteArrayOutputStream();
        element(item, vr, 0x00080020, "DA", "20240310");
        element(item, vr, 0x00080030, "TM", "101112");
        element(item, vr, 0x00081155, "UI", Instances.SERIES + (odd(Instances.SERIES) ? "\0" : ""));
        element(item, vr, 0x00100010, "PN", "Wagenknecht^Rosa");
        var bytes = new ByteArrayOutputStream();
        element(bytes, "SQ", 0x7FE10010, "LO", "ACME CT 1.0 ");
        int whole = item.size() + 8;
        int said = length == 0 ? whole : length;
        numbers(bytes, 0x7FE1, 0x1001);
        bytes.writeBytes((vr + "\0\0").getBytes(StandardCharsets.ISO_8859_1));
        numbers(bytes, said & 0xFFFF, said >>> 16, 0xFFFE, 0xE000);
        numbers(bytes, item.size() & 0xFFFF, item.size() >>> 16);
        bytes.writeBytes(item.toByteArray());
        if (length == -1) {
            numbers(bytes, 0xFFFE, 0xE0DD, 0, 0);
        }
        Path source = Instances.write(original, folder.resolve("appended.dcm"));
        Files.write(source, bytes.toByteArray(), StandardOpenOption.APPEND);
        Path copy = folder.resolve("appended-copy.dcm");

        Release release =
                new Releaser(site("\"7fe1,xx01\""), Instances.key(), "", ReadLimits.DEFAULT)
                        .release(source, Instances.TRUCK, copy);

        if (readable) {
            assertThat(Instances.reasonsOf(release)).isEmpty();
        }
        assertThat(Files.exists(copy)).isEqualTo(release instanceof Release.Released);
        if (release instanceof Release.Released) {
            assertThat(Files.readString(copy, StandardCharsets.ISO_8859_1))
                    .doesNotContain("Wagenknecht", Instances.SERIES, "20240310");
        }
    }

    private static boolean odd(String text) {
        return text.length() % 2 == 1;
    }

    /** A short element: in implicit VR inside UN (PS3.5, 6.2.2, note 2), else in explicit VR. */
    private static void element(
            ByteArrayOutputStream out, String around, int tag, String vr, String text) {
        numbers(out, tag >>> 16, tag & 0xFFFF);
        if (around.equals("UN")) {
            numbers(out, text.length(), 0);
        } else {
            out.writeBytes(vr.getBytes(StandardCharsets.ISO_8859_1));
            numbers(out, text.length());
        }
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void numbers(ByteArrayOutputStream out, int... values) {
        for (int value : values) {
            out.write(value);
            out.write(value >>> 8);
        }
    }

    private static void block(DataSet dataSet) {
        dataSet.put(Instances.text(0x00190020, VR.LO, "ACME CT 1.0 "));
    }

    private static void value(DataSet dataSet, int tag, String text) {
        dataSet.put(Instances.text(tag, VR.UN, text.length() % 2 == 0 ? text : text + ' '));
    }

    private static Element unknown(int tag, DataSet item) {
        return new Element.Sequence(tag, java.util.List.of(item), Element.Coding.UN);
    }

    private static String text(DataSet dataSet, int tag) {
        Element element = dataSet.get(tag);
        assertThat(element).isInstanceOf(Element.Value.class);
        return new String(
                ((Element.Value) java.util.Objects.requireNonNull(element)).bytes(),
                StandardCharsets.ISO_8859_1);
    }

    private static Profile site(String elements) throws ProfileException {
        return Profile.parse(
                "site.yaml",
                """
                profile: site
                base: basic
                options:
                  retain-modified-dates: full
                private:
                  - creator: ACME CT 1.0
                    elements: [%s]
                """
                        .formatted(elements));
    }

    private DataSet release(String syntax, String elements) throws IOException, ProfileException {
        Profile profile = site(elements);
        Path source = folder.resolve("original.dcm");
        FileMeta meta = Instances.meta(original);
        DicomWriter.write(
                source, new FileMeta(meta.sopClassUid(), meta.sopInstanceUid(), syntax), original);
        Path copy = folder.resolve("copy.dcm");
        Release release =
                new Releaser(profile, Instances.key(), "", ReadLimits.DEFAULT)
                        .release(source, Instances.TRUCK, copy);
        assertThat(Instances.reasonsOf(release)).isEmpty();
        assertThat(Files.exists(copy)).isTrue();
        DataSet written = DicomReader.read(copy, ReadLimits.DEFAULT).dataSet();
        PrivateValues.explainAs(sequences(), written);
        return written;
    }

    /** What of the original are sequences. */
    private DataSet sequences() throws IOException {
        DataSet like = original.copy();
        new PrivateValues(
                        new SafePrivate(
                                java.util.List.of(
                                        new SafePrivate.Block(
                                                "ACME CT 1.0", java.util.Set.of(0x00190023)))))
                .explain(like);
        return like;
    }
}
