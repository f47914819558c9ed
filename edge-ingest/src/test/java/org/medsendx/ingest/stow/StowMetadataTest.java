package org.medsendx.ingest.stow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.web.DicomJson;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.device.Desks;
import org.medsendx.ingest.dicom.StoreTracer;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.store.Shelf;

class StowMetadataTest {

    private static final StowLimits LIMITS = new StowLimits(5, 1 << 20, 2 << 20);
    private static final String JSON = "application/dicom+json";
    private static final String NATIVE = "application/octet-stream";
    private static final ReadLimits LONG_IN_FILE = new ReadLimits(1024, 1 << 20, 8);
    private static final String PIXELS = "bulk/7";

    @TempDir Path folder;
    @TempDir Path sent;
    private Intakes intake;

    @BeforeEach
    void open() throws IOException {
        intake = Intakes.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    private StowReport post(String type, byte[] body) throws Exception {
        return new StowReceiver(
                        intake.reception,
                        Desks.of(Desks.device("ct-1", "T1", "scanner-1")),
                        LIMITS,
                        StoreTracer.NONE)
                .take(
                        new ByteArrayInputStream(body),
                        type,
                        null,
                        "ct-1",
                        InetAddress.getLoopbackAddress(),
                        () -> {});
    }

    private StowReport post(StowMessage message) throws Exception {
        return post(message.contentType(), message.bytes());
    }

    private StowRefusal refused(StowMessage message) throws Exception {
        var refusal =
                catchThrowableOfType(StowRefusedException.class, () -> post(message)).refusal();
        assertThat(Intakes.begun(folder)).isEmpty();
        assertThat(intake.ledger.size()).isZero();
        return refusal;
    }

    /** With the pixels by URI, as of values that are left in a file. */
    private byte[] json(DataSet... scans) {
        return Stream.of(scans)
                .map(scan -> {
                    var text = new StringBuilder();
                    try {
                        DicomJson.write(
                                DicomReader.read(file(sent, scan), LONG_IN_FILE).dataSet(),
                                element -> element.tag() == Tag.PixelData ? PIXELS : null,
                                text);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    return text;
                })
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] pixels(DataSet scan) {
        return scan.get(Tag.PixelData) instanceof Element.Value value ? value.bytes() : new byte[0];
    }

    private StowMessage message(DataSet... scans) throws IOException {
        return new StowMessage(JSON).part(JSON, json(scans));
    }

    private static int reason(StowReport report, String list) throws IOException {
        return new ObjectMapper()
                .readTree(report.json())
                .at("/" + list + "/Value/0/00081197/Value/0")
                .asInt();
    }

    @Test
    void an_instance_whose_pixels_come_apart_is_the_one_that_came_as_a_file() throws Exception {
        var scan =
                ct("2.25.1", "Doe^Jane")
                        .putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                        .putString(Tag.PatientName, VR.PN, "Döe^Jäne");
        post(StowMessage.of(file(sent, scan)));

        var report = post(message(scan).bulk(NATIVE, PIXELS, pixels(scan)));

        assertThat(report.status()).isEqualTo(200);
        assertThat(intake.ledger.list(0, 9, _ -> true))
                .extracting(numbered -> numbered.entry().outcome())
                .containsExactly("received", "duplicate");
        assertThat(Intakes.begun(folder)).isEmpty();
    }

    @Test
    void the_parts_may_come_in_any_order_and_one_value_may_be_of_several_instances()
            throws Exception {
        var one = ct("2.25.1", "Doe^Jane");
        var two = ct("2.25.2", "Doe^Jane");

        var report =
                post(
                        new StowMessage(JSON)
                                .bulk(NATIVE, PIXELS, pixels(one))
                                .part(JSON, json(one, two)));

        assertThat(report.status()).isEqualTo(200);
        for (var id : intake.store.objects()) {
            Path file = intake.store.path(Shelf.OBJECTS, id);
            assertThat(DicomReader.readMeta(file).meta().transferSyntaxUid())
                    .isEqualTo(Uid.ExplicitVRLittleEndian);
            var read = DicomReader.read(file, ReadLimits.DEFAULT).dataSet();
            assertThat(pixels(read)).isEqualTo(pixels(one));
        }
        assertThat(intake.store.objects()).hasSize(2);
    }

    @Test
    void frames_that_are_compressed_are_fragments_of_the_syntax_that_is_said() throws Exception {
        var scan = ct("2.25.1", "Doe^Jane").putInt(Tag.NumberOfFrames, VR.IS, 2);
        scan.putString(Tag.NumberOfFrames, VR.IS, "2");
        byte[] odd = {1, 2, 3};
        byte[] even = {4, 5};

        var report =
                post(message(scan).bulk("image/jls", PIXELS, odd).bulk("image/jls", PIXELS, even));

        assertThat(report.status()).isEqualTo(200);
        Path file = intake.store.path(Shelf.OBJECTS, intake.store.objects().getFirst());
        assertThat(DicomReader.readMeta(file).meta().transferSyntaxUid())
                .isEqualTo(Uid.JPEGLSLossless);
        var read = DicomReader.read(file, ReadLimits.DEFAULT).dataSet().get(Tag.PixelData);
        assertThat(read)
                .isInstanceOfSatisfying(
                        Element.Encapsulated.class,
                        kept ->
                                assertThat(kept.fragments())
                                        .extracting(Element.Fragment::length)
                                        .containsExactly(0L, 4L, 2L));
    }

    @ParameterizedTest
    @CsvSource({
        "image/jpeg, 1.2.840.10008.1.2.4.70",
        "image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.50, 1.2.840.10008.1.2.4.50",
        "image/jp2, 1.2.840.10008.1.2.4.90",
        "image/dicom-rle, 1.2.840.10008.1.2.5"
    })
    void a_media_type_has_its_transfer_syntax(String type, String syntax) throws Exception {
        post(message(ct("2.25.1", "Doe^Jane")).bulk(type, PIXELS, new byte[10]));

        Path file = intake.store.path(Shelf.OBJECTS, intake.store.objects().getFirst());
        assertThat(DicomReader.readMeta(file).meta().transferSyntaxUid()).isEqualTo(syntax);
    }

    @Test
    void a_value_that_no_part_has_is_a_failure_of_its_instance_and_nothing_is_fetched()
            throws Exception {
        var scan = ct("2.25.1", "Doe^Jane");
        var report = post(message(scan).bulk(NATIVE, "bulk/8", pixels(scan)));

        assertThat(report.status()).isEqualTo(409);
        assertThat(reason(report, "00081198")).isEqualTo(0xC000);
        assertThat(intake.ledger.size()).isZero();
        assertThat(Intakes.begun(folder)).isEmpty();

        var nameless = ct("2.25.2", "Doe^Jane");
        nameless.remove(Tag.SOPInstanceUID);
        assertThat(
                        reason(
                                post(message(nameless).bulk(NATIVE, PIXELS, pixels(nameless))),
                                "0008119A"))
                .isEqualTo(0xC000);
    }

    @Test
    void what_cannot_be_put_together_is_refused_with_what_to_do() throws Exception {
        var scan = ct("2.25.1", "Doe^Jane");
        byte[] pixels = pixels(scan);
        var six =
                Stream.of(1, 2, 3, 4, 5, 6).map(i -> ct("2.25." + i, "A")).toArray(DataSet[]::new);

        assertThat(refused(new StowMessage(JSON).bulk(NATIVE, PIXELS, pixels)))
                .isEqualTo(StowRefusal.BAD_METADATA);
        assertThat(refused(message(scan).part(JSON, json(scan))))
                .isEqualTo(StowRefusal.BAD_METADATA);
        assertThat(
                        refused(
                                new StowMessage(JSON)
                                        .part(JSON, "[{]".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(StowRefusal.BAD_METADATA);
        assertThat(refused(new StowMessage(JSON).part(JSON, "[]".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(StowRefusal.EMPTY);
        assertThat(refused(message(scan).part(NATIVE, pixels))).isEqualTo(StowRefusal.NO_LOCATION);
        assertThat(refused(message(scan).bulk(NATIVE, PIXELS, pixels).bulk(NATIVE, PIXELS, pixels)))
                .isEqualTo(StowRefusal.NO_LOCATION);
        for (String other :
                new String[] {
                    "application/dicom",
                    "image/png",
                    "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.2",
                    "image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.80"
                }) {
            assertThat(refused(message(scan).bulk(other, PIXELS, pixels)))
                    .as(other)
                    .isEqualTo(StowRefusal.OTHER_BULK_TYPE);
        }
        assertThat(refused(message(six).bulk(NATIVE, PIXELS, pixels)))
                .isEqualTo(StowRefusal.TOO_LARGE);
    }

    @Test
    void one_large_part_that_many_name_does_not_fill_the_disk() throws Exception {
        var scans = Stream.of(1, 2, 3).map(i -> ct("2.25." + i, "A")).toArray(DataSet[]::new);

        assertThat(refused(message(scans).bulk(NATIVE, PIXELS, new byte[900 << 10])))
                .isEqualTo(StowRefusal.TOO_LARGE);
    }

    @Test
    void a_message_that_is_cut_anywhere_leaves_nothing() throws Exception {
        var scan = ct("2.25.1", "Doe^Jane");
        var message = message(scan).bulk(NATIVE, PIXELS, pixels(scan));
        byte[] whole = message.bytes();
        var random = new Random(11);
        for (int i = 0; i < 60; i++) {
            int length = random.nextInt(whole.length - 3);
            var cut =
                    catchThrowableOfType(
                            StowRefusedException.class,
                            () -> post(message.contentType(), Arrays.copyOf(whole, length)));

            assertThat(cut.refusal()).isEqualTo(StowRefusal.TRUNCATED);
            assertThat(Intakes.begun(folder)).isEmpty();
        }
        assertThat(intake.ledger.size()).isZero();
    }

    @Test
    void a_message_that_was_damaged_anywhere_is_decided_about_or_refused() throws Exception {
        var scan = ct("2.25.1", "Doe^Jane");
        var message = message(scan).bulk(NATIVE, PIXELS, pixels(scan));
        byte[] whole = message.bytes();
        var random = new Random(12);
        for (int i = 0; i < 400; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(2500)] = (byte) random.nextInt(256);
            try {
                var ignored = post(message.contentType(), damaged);
            } catch (StowRefusedException e) {
                assertThat(e.refusal().status()).isIn(400, 413, 415);
            }
            assertThat(Intakes.begun(folder)).isEmpty();
        }
        assertThat(intake.ledger.list(0, 500, IntakeEntry.Received.class::isInstance))
                .hasSizeLessThan(100);
        assertThat(Files.exists(folder)).isTrue();
    }
}
