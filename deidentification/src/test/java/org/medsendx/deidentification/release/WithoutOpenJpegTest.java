package org.medsendx.deidentification.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.cli.DeidentifyCommand;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;

/**
 * Where OpenJPEG is missing, or cannot be called, no image in JPEG 2000 leaves: what cannot be seen
 * was not searched. In a process of its own, since a process asks for the library once.
 */
class WithoutOpenJpegTest {

    private static final int SIDE = 8;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "-Dmedsendx.jpeg2000=off,         CT, PIXELS-no-openjpeg",
        "-Dmedsendx.jpeg2000=off,         US, PIXELS-no-openjpeg",
        "-Dmedsendx.jpeg2000=off,         MG, PIXELS-no-openjpeg",
        "--illegal-native-access=deny,    CT, PIXELS-openjpeg-not-callable",
    })
    void an_image_that_cannot_be_seen_is_withheld(String option, String modality, String reason)
            throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        DataSet image = image();
        image.putString(Modality, VR.CS, modality);
        FileMeta meta = Instances.meta(image);
        DicomWriter.write(
                in.resolve("image.dcm"),
                new FileMeta(meta.sopClassUid(), meta.sopInstanceUid(), Uid.JPEG2000Lossless),
                image);
        Path out = folder.resolve("out");

        String printed = run(option, in, out);

        assertThat(printed).contains(reason);
        try (var files = Files.walk(out)) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".dcm"));
        }
    }

    private DataSet image() throws Exception {
        DataSet image = Instances.ct();
        image.putInt(Rows, VR.US, SIDE)
                .putInt(Columns, VR.US, SIDE)
                .putInt(SamplesPerPixel, VR.US, 1)
                .putInt(BitsAllocated, VR.US, 16)
                .putInt(BitsStored, VR.US, 16)
                .putInt(HighBit, VR.US, 15)
                .putInt(PixelRepresentation, VR.US, 0)
                .putString(PhotometricInterpretation, VR.CS, "MONOCHROME2");
        byte[] stream = codeStream();
        Path file = Files.write(folder.resolve("stream"), stream);
        image.put(
                new Element.Encapsulated(
                        PixelData,
                        VR.OB,
                        file,
                        List.of(
                                new Element.Fragment(0, 0),
                                new Element.Fragment(0, stream.length))));
        return image;
    }

    /** SOC, SIZ, and one tile-part with a few bytes of nothing; nobody gets to decode it. */
    private static byte[] codeStream() {
        var siz =
                ByteBuffer.allocate(39)
                        .putShort((short) 0)
                        .putInt(SIDE)
                        .putInt(SIDE)
                        .putInt(0)
                        .putInt(0)
                        .putInt(SIDE)
                        .putInt(SIDE)
                        .putInt(0)
                        .putInt(0)
                        .putShort((short) 1)
                        .put((byte) 15)
                        .put((byte) 1)
                        .put((byte) 1);
        byte[] data = {(byte) 0xFF, (byte) 0x93, 1, 2, 3, 4};
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xFF, 0x4F});
        segment(out, 0x51, siz.array());
        segment(out, 0x90, new byte[] {0, 0, 0, 0, 0, (byte) (12 + data.length), 0, 1});
        out.writeBytes(data);
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD9});
        return out.toByteArray();
    }

    private static void segment(ByteArrayOutputStream out, int marker, byte[] bytes) {
        int length = bytes.length + 2;
        out.writeBytes(
                new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length});
        out.writeBytes(bytes);
    }

    private static String run(String option, Path in, Path out) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", option));
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        DeidentifyCommand.class.getName(),
                        in.toString(),
                        out.toString()));
        var child = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            var printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            child.waitFor();
            return printed;
        } finally {
            child.destroyForcibly();
        }
    }
}
