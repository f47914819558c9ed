package org.medsendx.deidentification.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.pixels.FrameForm;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.ReadLimits;

/** Frames never come into memory: a JVM of its own with little heap proves it. */
@Timeout(180)
class LargeFileTest {

    private static final String MAMMOGRAM = "1.2.840.10008.5.1.4.1.1.1.2";

    @TempDir Path folder;

    /** The whole way of two instances, in a JVM of its own. */
    public static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            Profile profile = Profile.truck().with(FrameForm.valueOf(arguments[0]));
            var releaser = new Releaser(profile, Instances.key(), "", ReadLimits.DEFAULT);
            for (int i = 1; i < arguments.length; i += 2) {
                Release release =
                        releaser.release(
                                Path.of(arguments[i]), Instances.TRUCK, Path.of(arguments[i + 1]));
                System.out.println(release);
            }
        }
    }

    @Test
    void a_mammogram_of_30_mb_and_500_mb_of_frames_need_a_few_mb_of_heap() throws Exception {
        DataSet mammogram = Instances.ct();
        mammogram.putString(SOPClassUID, VR.UI, MAMMOGRAM).putString(Modality, VR.CS, "MG");
        Path one = large("mg.dcm", mammogram, 4608, 3328, 1);
        Path many = large("frames.dcm", Instances.ct(), 512, 512, 1000);
        Path oneOut = folder.resolve("mg-out.dcm");
        Path manyOut = folder.resolve("frames-out.dcm");

        String printed =
                run(
                        // The tables of the rules take about 20 MB of it.
                        "-Xmx40m",
                        FrameForm.KEEP,
                        one.toString(),
                        oneOut.toString(),
                        many.toString(),
                        manyOut.toString());

        assertThat(printed.lines())
                .as(printed)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("Released["));
        assertThat(Files.size(oneOut)).isGreaterThan(30_000_000);
        assertThat(Files.size(manyOut)).isGreaterThan(500_000_000);
    }

    @Test
    void as_jpeg_ls_they_need_rows_and_the_code_stream_of_a_frame() throws Exception {
        DataSet mammogram = Instances.ct();
        mammogram.putString(SOPClassUID, VR.UI, MAMMOGRAM).putString(Modality, VR.CS, "MG");
        Path one = large("mg.dcm", mammogram, 4608, 3328, 1);
        noise(one, 2L * 4608 * 3328);
        Path many = large("frames.dcm", Instances.ct(), 512, 512, 200);
        Path oneOut = folder.resolve("mg-out.dcm");
        Path manyOut = folder.resolve("frames-out.dcm");

        String printed =
                run(
                        "-Xmx64m",
                        FrameForm.JPEG_LS,
                        one.toString(),
                        oneOut.toString(),
                        many.toString(),
                        manyOut.toString());

        assertThat(printed.lines())
                .as(printed)
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line).startsWith("Released[").contains("frames=JpegLs["));
        assertThat(Files.size(oneOut)).isBetween(8_000_000L, 20_000_000L);
    }

    /** Noise on a slope: nothing like text, and a code stream as long as a real one's. */
    private static void noise(Path file, long pixels) throws IOException {
        var random = new Random(8);
        long begin = Files.size(file) - pixels;
        var rows = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long at = 0; at < pixels; at += rows.limit()) {
                rows.clear().limit((int) Math.min(rows.capacity(), pixels - at));
                while (rows.hasRemaining()) {
                    long column = (at + rows.position()) / 2 % 3328;
                    rows.putShort((short) (500 + column + random.nextInt(16)));
                }
                channel.write(rows.flip(), begin + at);
            }
        }
    }

    private static String run(String heap, FrameForm form, String... arguments)
            throws IOException, InterruptedException {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        var command = new java.util.ArrayList<String>();
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        Child.class.getName(),
                        form.name()));
        command.addAll(List.of(arguments));
        Process child =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            String printed =
                    new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor()).as(printed).isZero();
            return printed;
        } finally {
            child.destroyForcibly();
        }
    }

    /** A file whose pixels are a hole: large for a reader, small on disk. */
    private Path large(String name, DataSet dataSet, int rows, int columns, int frames)
            throws IOException {
        dataSet.putInt(Rows, VR.US, rows)
                .putInt(Columns, VR.US, columns)
                .putInt(NumberOfFrames, VR.IS, frames);
        dataSet.put(new Element.Value(PixelData, VR.OW, new byte[2]));
        Path file = Instances.write(dataSet, folder.resolve(name));
        long bytes = 2L * rows * columns * frames;
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long value = channel.size() - 2;
            var length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(length.putInt(0, (int) bytes), value - 4);
            channel.write(ByteBuffer.allocate(1), value + bytes - 1);
        }
        return file;
    }
}
