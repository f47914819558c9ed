package org.medsendx.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Bulk;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/** Files far larger than the heap: sparse on disk, so that only their length is large. */
class LargeFilesTest {

    private static final int FRAMES = 500;
    private static final int FRAME = 1 << 20;
    private static final long LONGEST = 0xFFFFFFFEL;
    private static final String JPEG_LS = "1.2.840.10008.1.2.4.80";

    @TempDir Path folder;

    /** Opens, edits and writes a file; run in a JVM with a small heap. */
    static final class Edit {

        private Edit() {}

        public static void main(String[] files) throws IOException {
            DicomFile file = DicomReader.read(Path.of(files[0]), ReadLimits.DEFAULT);
            file.dataSet().putString(Tag.PatientName, VR.PN, "Nobody^Known^At^All");
            file.dataSet().remove(Tag.PatientID);
            DicomWriter.write(Path.of(files[1]), file.meta(), file.dataSet());
            System.out.println("heap " + Runtime.getRuntime().maxMemory());
        }
    }

    private static byte[] head(String syntax) {
        RawDicom raw = RawDicom.explicit().element(0x00100010, "PN", "Doe^Jane");
        raw.element(0x00100020, "LO", "4711").element(0x00280008, "IS", FRAMES + " ");
        return RawDicom.file(syntax, raw.bytes());
    }

    /** A file whose bytes between these parts are holes. */
    private Path sparse(String name, Object... parts) throws IOException {
        Path file = folder.resolve(name);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Object part : parts) {
                if (part instanceof Long hole) {
                    channel.position(channel.position() + hole);
                } else {
                    channel.write(ByteBuffer.wrap((byte[]) part));
                }
            }
            if (channel.size() < channel.position()) {
                channel.position(channel.position() - 1);
                channel.write(ByteBuffer.allocate(1));
            }
        }
        return file;
    }

    private static String location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }

    private static void editInSmallHeap(Path from, Path to) throws Exception {
        Process java =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx16m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                location(DicomReader.class)
                                        + File.pathSeparator
                                        + location(Edit.class),
                                Edit.class.getName(),
                                from.toString(),
                                to.toString())
                        .redirectErrorStream(true)
                        .start();
        String printed = new String(java.getInputStream().readAllBytes());
        assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(printed).startsWith("heap 1");
        assertThat(java.exitValue()).isZero();
    }

    private static byte[] tail(Path file, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            channel.read(bytes, channel.size() - length);
            return bytes.array();
        }
    }

    @Test
    void edits_half_a_gigabyte_of_frames_in_16_MB_of_heap() throws Exception {
        long length = (long) FRAMES * FRAME;
        byte[] pixels = RawDicom.explicit().header(0x7FE00010, "OW", length).bytes();
        byte[] behind = RawDicom.explicit().element(0xFFFCFFFC, "OB", new byte[] {1, 2}).bytes();
        Path file = sparse("native.dcm", head(RawDicom.EXPLICIT), pixels, length, behind);
        Path copy = folder.resolve("native-copy.dcm");

        editInSmallHeap(file, copy);

        DataSet back = DicomReader.read(copy, ReadLimits.DEFAULT).dataSet();
        assertThat(back.string(Tag.PatientName)).isEqualTo("Nobody^Known^At^All");
        assertThat(back.contains(Tag.PatientID)).isFalse();
        assertThat(back.get(Tag.PixelData))
                .isInstanceOfSatisfying(Bulk.class, b -> assertThat(b.length()).isEqualTo(length));
        assertThat(tail(copy, behind.length)).isEqualTo(behind);
        Files.delete(copy);
    }

    @Test
    void edits_half_a_gigabyte_of_encapsulated_frames_in_16_MB_of_heap() throws Exception {
        Object[] parts = new Object[2 + 2 * FRAMES + 1];
        parts[0] = head(JPEG_LS);
        parts[1] =
                RawDicom.explicit()
                        .header(0x7FE00010, "OB", RawDicom.UNDEFINED)
                        .item(new byte[0])
                        .bytes();
        RawDicom item = RawDicom.explicit().tag(0xFFFEE000);
        for (int i = 0; i < FRAMES; i++) {
            parts[2 + 2 * i] = item.raw(i == 0 ? item.u32(FRAME) : new byte[0]).bytes();
            parts[3 + 2 * i] = (long) FRAME;
        }
        parts[2 + 2 * FRAMES] = RawDicom.explicit().sequenceDelimiter().bytes();
        Path file = sparse("encapsulated.dcm", parts);
        Path copy = folder.resolve("encapsulated-copy.dcm");

        editInSmallHeap(file, copy);

        DataSet back = DicomReader.read(copy, ReadLimits.DEFAULT).dataSet();
        assertThat(back.get(Tag.PixelData))
                .isInstanceOfSatisfying(
                        Encapsulated.class,
                        e -> {
                            assertThat(e.fragments()).hasSize(FRAMES + 1);
                            assertThat(e.fragments().getLast().length()).isEqualTo(FRAME);
                        });
        assertThat(tail(copy, 8)).isEqualTo(RawDicom.explicit().sequenceDelimiter().bytes());
        Files.delete(copy);
    }

    @Test
    void reads_values_of_4_GiB_and_what_follows_them() throws IOException {
        byte[] pixels = RawDicom.explicit().header(0x7FE00008, "OF", LONGEST).bytes();
        RawDicom many = RawDicom.explicit().header(0x7FE00010, "OB", RawDicom.UNDEFINED);
        many.item(new byte[0]).tag(0xFFFEE000).raw(many.u32(LONGEST));
        RawDicom again = RawDicom.explicit().tag(0xFFFEE000);
        byte[] end = RawDicom.explicit().sequenceDelimiter().bytes();
        Path file =
                sparse(
                        "long.dcm",
                        head(RawDicom.EXPLICIT),
                        pixels,
                        LONGEST,
                        many.bytes(),
                        LONGEST,
                        again.raw(again.u32(LONGEST)).bytes(),
                        LONGEST,
                        end);
        long allocated = Allocation.now();

        DataSet dataSet = DicomReader.read(file, ReadLimits.DEFAULT).dataSet();

        assertThat(Allocation.now() - allocated).isLessThan(8 << 20);
        assertThat(dataSet.get(0x7FE00008))
                .isInstanceOfSatisfying(Bulk.class, b -> assertThat(b.length()).isEqualTo(LONGEST));
        assertThat(dataSet.get(Tag.PixelData))
                .isInstanceOfSatisfying(
                        Encapsulated.class,
                        e -> assertThat(e.fragments().getLast().length()).isEqualTo(LONGEST));
    }

    /** Keeps the first and the last bytes, counts all. */
    private static final class Ends implements WritableByteChannel {
        private final ByteBuffer first = ByteBuffer.allocate(1024);
        private byte[] last = {};
        private long count;

        @Override
        public int write(ByteBuffer bytes) {
            int length = bytes.remaining();
            count += length;
            while (first.hasRemaining() && bytes.hasRemaining()) {
                first.put(bytes.get());
            }
            byte[] kept = new byte[Math.min(bytes.remaining(), 64)];
            bytes.position(bytes.limit() - kept.length).get(kept);
            last = kept;
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void writes_a_value_over_2_GiB_and_what_follows_it() throws IOException {
        long length = (2L << 30) + 2;
        byte[] pixels = RawDicom.explicit().header(0x7FE00010, "OW", length).bytes();
        byte[] behind = RawDicom.explicit().element(0xFFFCFFFC, "OB", new byte[] {1, 2}).bytes();
        Path path = sparse("over.dcm", head(RawDicom.EXPLICIT), pixels, length, behind);
        DicomFile file = DicomReader.read(path, ReadLimits.DEFAULT);
        var ends = new Ends();

        DicomWriter.write(ends, file.meta(), file.dataSet());

        long meta = DicomWriter.metaBytes(file.meta()).length;
        assertThat(ends.count).isEqualTo(Files.size(path) - file.dataSetPosition() + meta);
        assertThat(ends.last).endsWith(behind);
        int header = (int) (ends.count - length - behind.length) - pixels.length;
        assertThat(Arrays.copyOfRange(ends.first.array(), header, header + pixels.length))
                .isEqualTo(pixels);
    }

    @Test
    void a_sequence_too_long_for_a_length_gets_delimiters() throws IOException {
        Path path = sparse("source.dcm", LONGEST, new byte[] {0, 0});
        var dataSet = new DataSet();
        var first = new DataSet().put(new Bulk(0x00091001, VR.OB, path, 0, LONGEST));
        dataSet.putSequence(Tag.IconImageSequence, new DataSet(), first);
        var ends = new Ends();
        // only the header counts here: what follows is not read to the end
        var stop = new IllegalStateException("enough");
        WritableByteChannel early =
                new WritableByteChannel() {
                    @Override
                    public int write(ByteBuffer bytes) {
                        int written = ends.write(bytes);
                        if (ends.count > 1 << 20) {
                            throw stop;
                        }
                        return written;
                    }

                    @Override
                    public boolean isOpen() {
                        return true;
                    }

                    @Override
                    public void close() {}
                };
        try {
            DicomWriter.write(early, new FileMeta(null, null, RawDicom.EXPLICIT), dataSet);
        } catch (IllegalStateException e) {
            assertThat(e).isSameAs(stop);
        }

        int meta = DicomWriter.metaBytes(new FileMeta(null, null, RawDicom.EXPLICIT)).length;
        byte[] expected =
                Objects.requireNonNull(
                        RawDicom.explicit()
                                .header(0x00880200, "SQ", RawDicom.UNDEFINED)
                                .item(new byte[0])
                                .openItem()
                                .header(0x00091001, "OB", LONGEST)
                                .bytes());
        assertThat(Arrays.copyOfRange(ends.first.array(), meta, meta + expected.length))
                .isEqualTo(expected);
    }
}
