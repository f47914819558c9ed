package org.medsendx.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;
import static org.medsendx.dicom.io.RawDicom.BIG_ENDIAN;
import static org.medsendx.dicom.io.RawDicom.DEFLATED;
import static org.medsendx.dicom.io.RawDicom.EXPLICIT;
import static org.medsendx.dicom.io.RawDicom.IMPLICIT;
import static org.medsendx.dicom.io.RawDicom.UNDEFINED;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFormatException.Problem;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.dicom.web.DicomJson;

/**
 * Whatever the bytes: a data set or a {@link DicomFormatException}, in bounded time. Seeded; {@code
 * -Dmedsendx.fuzz=N} multiplies the number of inputs.
 */
class HostileInputTest {

    private static final int FACTOR = Integer.getInteger("medsendx.fuzz", 1);
    private static final long LONGEST_MILLIS = 1000;
    private static final ReadLimits LIMITS = new ReadLimits(256, 1 << 20, 64);

    /** What reading may allocate in all: the limit, windows on files, and what classes cost. */
    private static final long MOST_BYTES = LIMITS.maxHeapBytes() + (1 << 19);

    @TempDir Path folder;

    private int read;
    private int refused;

    @BeforeAll
    static void loads_the_dictionary_once_so_that_it_does_not_count() throws IOException {
        DicomReader.readDataSet(
                RawDicom.implicit().element(0x00100010, "PN", "Doe").bytes(), IMPLICIT, LIMITS);
    }

    private static byte[] content(RawDicom raw, RawDicom sequence, RawDicom item) {
        byte[] inner = item.element(0x00080100, "SH", "ABCD").bytes();
        raw.element(0x00080005, "CS", "ISO 2022 IR 100\\ISO 2022 IR 87");
        raw.element(0x00080060, "CS", "CT");
        raw.header(0x00081140, "SQ", UNDEFINED).openItem().raw(inner).itemDelimiter();
        raw.item(sequence.header(0x00081199, "SQ", inner.length + 8L).item(inner).bytes());
        raw.sequenceDelimiter().element(0x00091001, "UN", new byte[10]);
        raw.element(0x00100010, "PN", "Doe^Jane=\u001b$B;3ED\u001b(B");
        raw.element(0x00280002, "US", raw.u16(1)).element(0x00280010, "US", raw.u16(16));
        raw.element(0x00280011, "US", raw.u16(16)).element(0x00280100, "US", raw.u16(16));
        raw.element(0x00280101, "US", raw.u16(12)).element(0x00281050, "DS", "40");
        return raw.element(0x00281051, "DS", "400 ").bytes();
    }

    private static byte[] nativeFile(String syntax, RawDicom raw, RawDicom nested, RawDicom item) {
        byte[] head = content(raw, nested, item);
        byte[] pixels = raw.header(0x7FE00010, "OW", 512).raw(new byte[512]).bytes();
        return RawDicom.file(syntax, pixels.length > head.length ? pixels : head);
    }

    private static byte[] explicit() {
        return nativeFile(EXPLICIT, RawDicom.explicit(), RawDicom.explicit(), RawDicom.explicit());
    }

    private static byte[] rle() {
        RawDicom raw = RawDicom.explicit();
        content(raw, RawDicom.explicit(), RawDicom.explicit());
        byte[] stream = new byte[64 + 16];
        stream[0] = 2;
        stream[4] = 64;
        stream[8] = 72;
        for (int i = 0; i < 4; i++) {
            stream[64 + 2 * i] = -127;
            stream[72 + 2 * i] = -127;
            stream[73 + 2 * i] = (byte) i;
        }
        raw.header(0x7FE00010, "OB", UNDEFINED).item(new byte[0]).item(stream);
        return RawDicom.file("1.2.840.10008.1.2.5", raw.sequenceDelimiter().bytes());
    }

    private static byte[] deflated(byte[] plain) {
        var out = new ByteArrayOutputStream();
        var deflater = new Deflater(1, true);
        try (var stream = new DeflaterOutputStream(out, deflater, 64 << 10)) {
            stream.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        deflater.end();
        return out.toByteArray();
    }

    private static byte[][] seeds() {
        byte[] plain = content(RawDicom.explicit(), RawDicom.explicit(), RawDicom.explicit());
        return new byte[][] {
            explicit(),
            nativeFile(IMPLICIT, RawDicom.implicit(), RawDicom.implicit(), RawDicom.implicit()),
            nativeFile(
                    BIG_ENDIAN, RawDicom.bigEndian(), RawDicom.bigEndian(), RawDicom.bigEndian()),
            RawDicom.file(DEFLATED, deflated(plain)),
            rle(),
            plain
        };
    }

    /** Everything a service does with a file that came in. */
    private void use(byte[] bytes, String what) throws IOException {
        Path file = folder.resolve("hostile.dcm");
        Files.write(file, bytes);
        long begin = CpuTime.nanos();
        long allocated = Allocation.now();
        try {
            DicomFile found;
            try {
                found = DicomReader.read(file, LIMITS);
            } finally {
                assertThat(Allocation.now() - allocated).as(what).isLessThan(MOST_BYTES);
            }
            DataSetDump.text(found.meta(), found.dataSet());
            DicomJson.write(found.dataSet());
            var copy = Channels.newChannel(new ByteArrayOutputStream());
            DicomWriter.write(copy, found.meta(), found.dataSet());
            try {
                Image.of(found).render(0);
            } catch (UnsupportedImageException e) {
                assertThat(e.code()).isNotEmpty();
            }
            read++;
        } catch (DicomFormatException e) {
            refused++;
            assertThat(e.position()).isBetween(0L, (long) Math.max(bytes.length, 1 << 20));
        } catch (RuntimeException | Error e) {
            fail(what + " threw " + e, e);
        }
        long millis = (CpuTime.nanos() - begin) / 1_000_000;
        assertThat(millis).as(what).isLessThan(LONGEST_MILLIS);
    }

    @Test
    void survives_truncation_at_every_byte() throws IOException {
        int seed = 0;
        for (byte[] bytes : seeds()) {
            for (int length = 0; length < bytes.length; length++) {
                use(Arrays.copyOf(bytes, length), "seed " + seed + " cut to " + length);
            }
            seed++;
        }

        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void survives_flipped_bits() throws IOException {
        var random = new Random(20260101);
        byte[][] seeds = seeds();
        for (int i = 0; i < 6_000 * FACTOR; i++) {
            byte[] bytes = seeds[i % seeds.length].clone();
            int flips = 1 + random.nextInt(4);
            for (int flip = 0; flip < flips; flip++) {
                int at = random.nextInt(bytes.length);
                bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
            use(bytes, "input " + i);
        }

        assertThat(read).isGreaterThan(1000);
        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void survives_false_lengths() throws IOException {
        var random = new Random(7);
        int[] lies = {0, 1, 7, 0x7F, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, -1};
        byte[][] seeds = seeds();
        for (int i = 0; i < 3_000 * FACTOR; i++) {
            byte[] bytes = seeds[i % seeds.length].clone();
            int at = random.nextInt(Math.max(1, bytes.length - 4));
            int lie = lies[random.nextInt(lies.length)];
            int width = random.nextBoolean() ? 2 : 4;
            for (int b = 0; b < width; b++) {
                bytes[at + b] = (byte) (lie >>> (8 * b));
            }
            use(bytes, "input " + i);
        }

        // That many hit a length at all; the rest changes a value or a tag.
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void survives_garbage_behind_a_valid_beginning() throws IOException {
        var random = new Random(11);
        byte[][] seeds = seeds();
        for (int i = 0; i < 1_000 * FACTOR; i++) {
            byte[] bytes = seeds[i % seeds.length].clone();
            int from = random.nextInt(bytes.length);
            for (int b = from; b < bytes.length; b++) {
                bytes[b] = (byte) random.nextInt(256);
            }
            use(bytes, "input " + i);
        }
    }

    private static DicomFormatException refused(ThrowingCallable reading) {
        return catchThrowableOfType(DicomFormatException.class, reading);
    }

    @Test
    void refuses_a_deflate_bomb_before_it_is_held() throws IOException {
        RawDicom bomb = RawDicom.explicit().element(0x00281010, "OB", new byte[64 << 20]);
        Path file = RawDicom.write(folder, RawDicom.file(DEFLATED, deflated(bomb.bytes())));
        bomb = null;
        long allocated = Allocation.now();

        var problem = refused(() -> DicomReader.read(file, LIMITS));

        assertThat(problem.problem()).isEqualTo(Problem.TOO_LARGE);
        assertThat(Allocation.now() - allocated).isLessThan(1 << 19);
    }

    @Test
    void holds_a_deflated_value_once() throws IOException {
        byte[] value = new byte[900 << 10];
        RawDicom plain = RawDicom.explicit().element(0x00282000, "OB", value);
        Path file = RawDicom.write(folder, RawDicom.file(DEFLATED, deflated(plain.bytes())));
        long allocated = Allocation.now();

        DicomFile read = DicomReader.read(file, LIMITS);

        assertThat(Allocation.now() - allocated).isLessThan(value.length + (1 << 19));
        assertThat(read.dataSet().contains(0x00282000)).isTrue();
    }

    @Test
    void counts_what_is_read_twice_in_a_deflated_file() throws IOException {
        byte[] noSequence = new byte[700 << 10];
        RawDicom plain = RawDicom.explicit().element(0x00081140, "UN", noSequence);
        Path file = RawDicom.write(folder, RawDicom.file(DEFLATED, deflated(plain.bytes())));

        assertThat(refused(() -> DicomReader.read(file, LIMITS)).problem())
                .isEqualTo(Problem.TOO_LARGE);
        assertThat(DicomReader.read(file, ReadLimits.DEFAULT).dataSet().get(0x00081140))
                .isNotNull()
                .extracting(Element::vr)
                .isEqualTo(VR.UN);
    }

    @Test
    void refuses_three_gigabytes_that_are_not_there_in_milliseconds() {
        RawDicom claim = RawDicom.explicit().header(0x7FE00010, "OW", 3L << 30);
        byte[] bytes = RawDicom.file(EXPLICIT, claim.raw(new byte[100_000]).bytes());
        Path file = RawDicom.write(folder, bytes);
        refused(() -> DicomReader.read(file, ReadLimits.DEFAULT));
        long allocated = Allocation.now();
        long begin = CpuTime.nanos();

        var problem = refused(() -> DicomReader.read(file, ReadLimits.DEFAULT));

        assertThat(CpuTime.nanos() - begin).isLessThan(50_000_000);
        assertThat(problem.problem()).isEqualTo(Problem.TRUNCATED);
        assertThat(problem.tag()).isEqualTo(Tag.PixelData);
        assertThat(problem.position()).isEqualTo(bytes.length - 100_012);
        assertThat(Allocation.now() - allocated).isLessThan(1 << 19);
    }

    @Test
    void survives_deep_nesting_in_every_form() throws IOException {
        RawDicom undefined = RawDicom.explicit();
        RawDicom implicit = RawDicom.implicit();
        RawDicom unknown = RawDicom.explicit();
        for (int i = 0; i < 20_000; i++) {
            undefined.header(0x00081140, "SQ", UNDEFINED).openItem();
            implicit.header(0x00091001, "SQ", UNDEFINED).openItem();
            unknown.header(0x00081140, "UN", UNDEFINED).openItem();
        }
        byte[] defined = new byte[0];
        for (int i = 0; i < 300; i++) {
            byte[] item = RawDicom.explicit().item(defined).bytes();
            defined = RawDicom.explicit().element(0x00081140, "UN", item).bytes();
        }

        use(RawDicom.file(EXPLICIT, undefined.bytes()), "undefined length");
        use(RawDicom.file(IMPLICIT, implicit.bytes()), "implicit VR");
        use(RawDicom.file(EXPLICIT, unknown.bytes()), "UN");
        use(RawDicom.file(EXPLICIT, defined), "UN of defined length");
        assertThat(refused).isGreaterThanOrEqualTo(3);
    }

    @Test
    void refuses_deflated_delimiters_that_would_be_gigabytes_of_strings() {
        byte[] delimiters = new byte[30 << 20];
        Arrays.fill(delimiters, (byte) '\\');
        byte[] plain = RawDicom.explicit().element(0x00189919, "UC", delimiters).bytes();
        Path file = RawDicom.write(folder, RawDicom.file(DEFLATED, deflated(plain)));

        var problem = refused(() -> DicomReader.read(file, ReadLimits.DEFAULT));

        assertThat(problem.problem()).isEqualTo(Problem.TOO_LARGE);
    }

    /** Each needs work for the square of its size where every element is looked at anew. */
    @Test
    void takes_no_longer_for_many_elements_than_their_number_asks() throws IOException {
        ReadLimits wide = new ReadLimits(256, 64 << 20, 64);
        RawDicom descending = RawDicom.explicit();
        RawDicom groupLengths = RawDicom.explicit();
        for (int i = 0; i < 200_000; i++) {
            int tag = 0x00100001 + (i >> 3 << 17) + (i & 7);
            groupLengths.element((tag & 7) == 1 ? tag - 1 : tag, "UL", new byte[4]);
            int last = 0x0FF11000 - (i >> 11 << 17) - (i & 0x7FF);
            descending.element(last, "LO", "");
        }
        byte[] zeros = RawDicom.explicit().raw(new byte[1 << 16]).raw(new byte[] {1}).bytes();
        Path far = RawDicom.write(folder, RawDicom.file(EXPLICIT, descending.bytes()));
        Path many = RawDicom.write(folder, RawDicom.file(EXPLICIT, groupLengths.bytes()));
        Path padded = RawDicom.write(folder, RawDicom.file(EXPLICIT, zeros));
        long begin = CpuTime.nanos();

        var problem = refused(() -> DicomReader.read(far, wide));
        DicomFile file = DicomReader.read(many, wide);
        byte[] written = DicomWriter.dataSetBytes(file.dataSet(), EXPLICIT);
        refused(() -> DicomReader.read(padded, wide));

        assertThat(problem.problem()).isEqualTo(Problem.TOO_LARGE);
        assertThat(written).hasSize(groupLengths.bytes().length);
        assertThat(CpuTime.nanos() - begin).isLessThan(10 * LONGEST_MILLIS * 1_000_000);
    }
}
