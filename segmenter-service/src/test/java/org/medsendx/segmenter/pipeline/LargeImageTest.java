package org.medsendx.segmenter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.Phantom;

/** Half a gigabyte of frames is read a frame at a time. */
class LargeImageTest {

    private static final int SIDE = 512;
    private static final int FRAMES = 1000;

    /** In the heap of the child: a tenth of the image. */
    private static final String HEAP = "-Xmx52m";

    @TempDir private Path folder;

    @Test
    void streams_500_megabytes_of_frames_in_a_heap_of_a_tenth() throws Exception {
        var file = write(FRAMES);
        assertThat(Files.size(file)).isGreaterThan(500L << 20);

        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName(),
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("SEGMENTED 64 frames");
    }

    /** What runs in the small heap. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            var assessment =
                    new ScanAssessor(new AssessLimits(100_000_000, 64, 400))
                            .assess(Path.of(arguments[0]), UUID.randomUUID());
            var segmentation = assessment.segmentation();
            System.out.println(
                    assessment instanceof Assessment.Segmented segmented
                            ? segmentation.status()
                                    + " "
                                    + segmented.features().pixels() / (SIDE * SIDE)
                                    + " frames"
                            : String.valueOf(segmentation));
        }
    }

    /** A file whose pixels are written in place: the same slice again and again. */
    private Path write(int frames) throws IOException {
        int[] stored = Phantom.ct(SIDE, SIDE, 1).stored();
        var set = Phantom.ct(SIDE, SIDE, 1).dataSet();
        set.putString(Tag.NumberOfFrames, VR.IS, Integer.toString(frames));
        byte[] frame = Phantom.pixels(stored);
        set.put(new Element.Value(Tag.PixelData, VR.OW, frame));
        var file = Phantom.write(folder, set);
        long begin = Files.size(file) - frame.length;
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            // explicit little endian: the length of OW is the last 4 bytes before the pixels
            out.seek(begin - 4);
            out.write(
                    ByteBuffer.allocate(4)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(frame.length * frames)
                            .array());
            out.seek(begin);
            byte[] ten = new byte[frame.length * 10];
            for (int i = 0; i < 10; i++) {
                System.arraycopy(frame, 0, ten, i * frame.length, frame.length);
            }
            for (int written = 0; written < frames; written += 10) {
                out.write(ten);
            }
        }
        Arrays.fill(frame, (byte) 0);
        return file;
    }
}
