package org.medsendx.dicom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.io.Allocation;
import org.medsendx.dicom.io.CpuTime;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.web.MultipartReader.Part;

/**
 * Whatever the bytes of a DICOM JSON, a multipart message or a data set in memory: a result or a
 * {@link DicomFormatException}, in bounded time and memory. Seeded; {@code -Dmedsendx.fuzz=N}
 * multiplies the number of inputs.
 */
class HostileStreamsTest {

    private static final int FACTOR = Integer.getInteger("medsendx.fuzz", 1);
    private static final ReadLimits LIMITS = new ReadLimits(0, 1 << 18, 16);
    private static final MultipartLimits PARTS = new MultipartLimits(20, 500, 2000);
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final String DEFLATED = "1.2.840.10008.1.2.1.99";

    private static final String JSON =
            """
            {"00080005":{"vr":"CS","Value":["ISO_IR 192"]},
             "00081115":{"vr":"SQ","Value":[{"0020000E":{"vr":"UI","Value":["1.2"]}},{},null]},
             "00100010":{"vr":"PN","Value":[{"Alphabetic":"M\u00fcller^J","Ideographic":"王"}]},
             "00280010":{"vr":"US","Value":[512,"7"]},"00280030":{"vr":"DS","Value":[0.5,1e-3]},
             "00720083":{"vr":"UV","Value":["18446744073709551615"]},
             "00282000":{"vr":"OB","InlineBinary":"AQIDBA=="},
             "7FE00010":{"vr":"OW","BulkDataURI":"bulk/1"}}
            """;

    private static final String MESSAGE =
            "preamble\r\n--b\r\nContent-Type: application/dicom+json;\r\n  charset=utf-8\r\n\r\n{}"
                    + "\r\n--b\r\nContent-Location: x\r\n\r\n\r\n--x\r\r\n-\r\n--b--\r\nepilogue";

    private int read;
    private int refused;

    private interface Use {
        void of(byte[] bytes) throws IOException;
    }

    @BeforeAll
    static void loads_classes_once_so_that_they_do_not_count() throws IOException {
        json(JSON.getBytes(StandardCharsets.UTF_8));
        assertThat(Dictionary.edition()).isNotEmpty();
    }

    private static void json(byte[] bytes) throws IOException {
        DataSet found =
                DicomJson.read(
                        new ByteArrayInputStream(bytes),
                        LIMITS,
                        (tag, vr, uri) -> new Value(tag, vr, new byte[2]));
        DicomJson.write(found);
    }

    private static void multipart(byte[] bytes) throws IOException {
        var type = new MediaType("multipart/related", Map.of("boundary", "b"));
        var reader = new MultipartReader(new ByteArrayInputStream(bytes), type, PARTS);
        for (Part part = reader.next(); part != null; part = reader.next()) {
            part.contentType();
            part.content().readNBytes(10);
        }
    }

    private void use(byte[] bytes, String what, Use use) {
        long begin = CpuTime.nanos();
        long allocated = Allocation.now();
        try {
            use.of(bytes);
            read++;
        } catch (DicomFormatException e) {
            refused++;
            assertThat(e.position()).as(what).isBetween(0L, Math.max(bytes.length, 1L << 20));
        } catch (IOException | RuntimeException | Error e) {
            fail(what + " threw " + e, e);
        }
        if (CpuTime.nanos() - begin > 1_000_000_000L) {
            fail(what + " took too long");
        }
        if (Allocation.now() - allocated > 2 * LIMITS.maxHeapBytes() + (1 << 19)) {
            fail(what + " took " + (Allocation.now() - allocated) + " bytes");
        }
    }

    private void campaign(byte[] seed, int inputs, Random random, Use use) {
        for (int length = 0; length < seed.length; length++) {
            use(Arrays.copyOf(seed, length), "cut to " + length, use);
        }
        String symbols = "{}[]\",:\\-\r\n0eE=uL";
        for (int i = 0; i < inputs * FACTOR; i++) {
            byte[] bytes = seed.clone();
            for (int flip = random.nextInt(4); flip >= 0; flip--) {
                int at = random.nextInt(bytes.length);
                bytes[at] =
                        (byte)
                                switch (random.nextInt(3)) {
                                    case 0 -> bytes[at] ^ 1 << random.nextInt(8);
                                    case 1 -> symbols.charAt(random.nextInt(symbols.length()));
                                    default -> bytes[random.nextInt(bytes.length)];
                                };
            }
            use(bytes, "input " + i, use);
        }
        assertThat(read).isGreaterThan(inputs / 20);
        assertThat(refused).isGreaterThan(inputs / 20);
    }

    @Test
    void survives_damaged_json() {
        byte[] seed = JSON.getBytes(StandardCharsets.UTF_8);

        campaign(seed, 3_000, new Random(1), HostileStreamsTest::json);
    }

    @Test
    void survives_damaged_multipart_messages() {
        byte[] seed = MESSAGE.getBytes(StandardCharsets.US_ASCII);

        campaign(seed, 3_000, new Random(2), HostileStreamsTest::multipart);
    }

    @Test
    void survives_damaged_data_sets_in_memory() throws IOException {
        DataSet dataSet =
                DicomJson.read(
                        new ByteArrayInputStream(JSON.getBytes(StandardCharsets.UTF_8)),
                        LIMITS,
                        (tag, vr, uri) -> new Value(tag, vr, new byte[2]));
        for (String syntax : new String[] {IMPLICIT, DEFLATED}) {
            byte[] seed = DicomWriter.dataSetBytes(dataSet, syntax);

            campaign(
                    seed,
                    1_500,
                    new Random(3),
                    bytes -> {
                        DataSet found = DicomReader.readDataSet(bytes, syntax, LIMITS);
                        DicomWriter.dataSetBytes(found, syntax);
                    });
        }
    }
}
