package org.medsendx.segmenter.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.medsendx.segmenter.dicomweb.Studies.accept;
import static org.medsendx.segmenter.dicomweb.Studies.bytes;
import static org.medsendx.segmenter.dicomweb.Studies.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.EventCodec;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.dicomweb.Retrieval.Target;

/** PS3.18, 10.4. */
class RetrievalTest {

    private static final String BASE = "http://truck/dicom-web/studies";
    private static final Target ONE = new Target("2.25.1", "2.25.1.1", "2.25.1.1.1");
    private static final String DICOM = "multipart/related; type=\"application/dicom\"";
    private static final String OCTETS = "multipart/related; type=\"application/octet-stream\"";

    @TempDir Path folder;

    private Studies studies = new Studies(Path.of(""));

    @BeforeEach
    void begin() {
        studies = new Studies(folder);
    }

    private static int[] values(int frames) {
        int[] values = new int[20 * 12 * frames];
        Arrays.setAll(values, i -> (i * 37) % 4096);
        return values;
    }

    private static DataSet multiFrame(int frames) {
        var set = Phantom.ct(20, 12, 1).dataSet();
        set.putString(Tag.NumberOfFrames, VR.IS, Integer.toString(frames));
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(values(frames))));
        return set;
    }

    private Located put(String syntax) throws Exception {
        return studies.add(multiFrame(3), 1, 1, 1, syntax);
    }

    private static void refused(int status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DicomWebException.class, e -> assertThat(e.status()).isEqualTo(status));
    }

    /** The bytes of the first part. */
    private static byte[] part(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf("\r\n\r\n") + 4;
        String boundary = text.substring(0, text.indexOf("\r\n"));
        return Arrays.copyOfRange(message, begin, text.indexOf("\r\n" + boundary, begin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Uid.ExplicitVRLittleEndian,
                Uid.ImplicitVRLittleEndian,
                Uid.DeflatedExplicitVRLittleEndian,
                Uid.RLELossless,
                Uid.JPEGLSLossless
            })
    void gives_an_instance_decoded_when_nothing_else_is_asked_for(String syntax) throws Exception {
        put(syntax);

        var answer = studies.retrieval.instances(ONE, accept(DICOM));

        var message = bytes(answer);
        assertThat(answer.contentType()).contains("multipart/related", "application/dicom");
        assertThat(new String(message, 0, 200, StandardCharsets.ISO_8859_1))
                .contains("application/dicom; transfer-syntax=1.2.840.10008.1.2.1");
        var file = Files.write(folder.resolve("got.dcm"), part(message));
        var read = DicomReader.read(file, ReadLimits.DEFAULT);
        assertThat(read.meta().transferSyntaxUid()).isEqualTo(Uid.ExplicitVRLittleEndian);
        assertThat(Image.of(read).stored(1)).isEqualTo(Arrays.copyOfRange(values(3), 240, 480));
        assertThat(read.dataSet().string(Tag.PatientID)).isEqualTo("PSEUDO1");
    }

    @Test
    void gives_the_file_as_it_is_stored_when_that_is_asked_for() throws Exception {
        var one = put(Uid.JPEGLSLossless);

        for (var header :
                List.of(
                        DICOM + "; transfer-syntax=*",
                        DICOM + "; transfer-syntax=" + Uid.JPEGLSLossless)) {
            assertThat(part(bytes(studies.retrieval.instances(ONE, accept(header)))))
                    .isEqualTo(Files.readAllBytes(one.file()));
        }
        assertThat(
                        bytes(
                                studies.retrieval.instances(
                                        ONE, accept("application/dicom; transfer-syntax=*"))))
                .isEqualTo(Files.readAllBytes(one.file()));
    }

    @Test
    void gives_a_study_and_a_series_as_parts() throws Exception {
        put(Uid.ExplicitVRLittleEndian);
        studies.add(multiFrame(1), 1, 1, 2, Uid.RLELossless);
        studies.add(multiFrame(1), 1, 2, 1, Uid.ExplicitVRLittleEndian);

        assertThat(
                        text(studies.retrieval.instances(
                                        new Target("2.25.1", null, null), accept(DICOM)))
                                .split("Content-Type", -1))
                .hasSize(4);
        assertThat(
                        text(studies.retrieval.instances(
                                        new Target("2.25.1", "2.25.1.1", null), accept("*/*")))
                                .split("Content-Type", -1))
                .hasSize(3);
        refused(
                406,
                () ->
                        studies.retrieval.instances(
                                new Target("2.25.1", null, null), accept("application/dicom")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/png",
                "application/dicom+xml",
                "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.90",
                "multipart/related; type=\"image/jpeg\""
            })
    void says_honestly_what_it_cannot_give(String header) throws Exception {
        put(Uid.RLELossless);

        refused(406, () -> studies.retrieval.instances(ONE, accept(header)));
    }

    @Test
    void what_it_does_not_know_or_has_no_more_is_said() throws Exception {
        var one = put(Uid.ExplicitVRLittleEndian);

        for (var target :
                List.of(
                        new Target("2.25.9", null, null),
                        new Target("2.25.1", "2.25.9", null),
                        new Target("2.25.1", "2.25.1.1", "2.25.9"),
                        new Target("2.25.1", "2.25.9", "2.25.1.1.1"))) {
            refused(404, () -> studies.retrieval.instances(target, accept(DICOM)));
        }
        Files.delete(one.file());
        refused(410, () -> studies.retrieval.instances(ONE, accept(DICOM)));
        refused(
                410,
                () -> studies.retrieval.instances(new Target("2.25.1", null, null), accept(DICOM)));
    }

    @Test
    void metadata_has_everything_but_pixels_of_which_it_has_the_address() throws Exception {
        put(Uid.RLELossless);

        var answer = studies.retrieval.metadata(ONE, accept("application/dicom+json"), BASE);
        var json = EventCodec.JSON.readTree(bytes(answer)).get(0);

        assertThat(answer.contentType()).isEqualTo("application/dicom+json");
        assertThat(json.path("00280008").path("Value").path(0).asText()).isEqualTo("3");
        String address = json.path("7FE00010").path("BulkDataURI").asText();
        assertThat(address)
                .isEqualTo(BASE + "/2.25.1/series/2.25.1.1/instances/2.25.1.1.1/bulkdata/7FE00010");
        var bulk = studies.retrieval.bulkdata(ONE, "7FE00010", accept("*/*"));
        assertThat(text(bulk).split("Content-Type", -1)).hasSize(4);
        refused(406, () -> studies.retrieval.metadata(ONE, accept("text/html"), BASE));
    }

    @ParameterizedTest
    @ValueSource(strings = {Uid.ExplicitVRLittleEndian, Uid.RLELossless, Uid.JPEGLSLossless})
    void frames_are_decoded_to_little_endian(String syntax) throws Exception {
        put(syntax);

        var answer = studies.retrieval.frames(ONE, "2", accept(OCTETS));

        assertThat(part(bytes(answer)))
                .isEqualTo(Phantom.pixels(Arrays.copyOfRange(values(3), 240, 480)));
        assertThat(bytes(studies.retrieval.frames(ONE, "2", accept("application/octet-stream"))))
                .isEqualTo(Phantom.pixels(Arrays.copyOfRange(values(3), 240, 480)));
        assertThat(
                        text(studies.retrieval.frames(ONE, "3,1,3", accept(OCTETS)))
                                .split("Content-Type", -1))
                .hasSize(4);
    }

    @Test
    void frames_are_given_as_they_are_stored_when_that_is_asked_for() throws Exception {
        var one = put(Uid.JPEGLSLossless);
        var image = Image.of(DicomReader.read(one.file(), ReadLimits.DEFAULT));

        for (var header :
                List.of(
                        "multipart/related; type=\"image/jls\"",
                        "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*")) {
            var answer = studies.retrieval.frames(ONE, "2", accept(header));
            assertThat(part(bytes(answer))).isEqualTo(image.encoded(1));
            assertThat(text(answer)).contains("; transfer-syntax=" + Uid.JPEGLSLossless);
        }
        refused(
                406,
                () ->
                        studies.retrieval.frames(
                                ONE, "1", accept("multipart/related; type=\"image/jp2\"")));
    }

    @Test
    void a_list_of_frames_has_to_make_sense() throws Exception {
        put(Uid.ExplicitVRLittleEndian);

        for (var list : List.of("0", "1,", "a", "-1", "")) {
            refused(400, () -> studies.retrieval.frames(ONE, list, accept(OCTETS)));
        }
        refused(404, () -> studies.retrieval.frames(ONE, "4", accept(OCTETS)));
    }

    @Test
    void pictures_are_as_large_as_asked_and_windowed() throws Exception {
        put(Uid.RLELossless);

        var whole = studies.retrieval.rendered(ONE, "1", false, Map.of(), accept("image/png"));
        var small =
                studies.retrieval.rendered(
                        ONE, null, false, Map.of("viewport", List.of("6,10")), accept("image/png"));
        var dark =
                studies.retrieval.rendered(
                        ONE,
                        "1",
                        false,
                        Map.of("window", List.of("9000,10,linear")),
                        accept("image/png"));

        var standard = studies.retrieval.rendered(ONE, "1", false, Map.of(), accept("image/*"));
        assertThat(standard.contentType()).isEqualTo("image/jpeg");
        assertThat(bytes(standard)).startsWith(0xFF, 0xD8, 0xFF).endsWith(0xFF, 0xD9);
        assertThat(size(bytes(whole))).isEqualTo("12x20");
        assertThat(size(bytes(small))).isEqualTo("6x10");
        assertThat(bytes(dark)).hasSizeLessThan(bytes(whole).length);
        refused(
                406,
                () -> studies.retrieval.rendered(ONE, "1", false, Map.of(), accept("image/gif")));
        refused(
                400,
                () ->
                        studies.retrieval.rendered(
                                ONE, "1", false, Map.of("window", List.of("1,0")), accept("*/*")));
        refused(
                400,
                () ->
                        studies.retrieval.rendered(
                                ONE,
                                "1",
                                true,
                                Map.of("viewport", List.of("1,2,3")),
                                accept("*/*")));
    }

    private static String size(byte[] png) {
        return java.nio.ByteBuffer.wrap(png).getInt(16)
                + "x"
                + java.nio.ByteBuffer.wrap(png).getInt(20);
    }
}
