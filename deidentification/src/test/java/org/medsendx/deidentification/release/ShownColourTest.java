package org.medsendx.deidentification.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.pixels.Mask;
import org.medsendx.deidentification.pixels.Rectangle;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.Image;

/** Frames whose header says RGB and whose code stream holds YBR, as some devices send them. */
class ShownColourTest {

    @TempDir Path folder;

    @Test
    void a_progressive_jpeg_said_to_be_rgb_is_masked_and_keeps_the_rgb_that_viewers_show()
            throws Exception {
        Path file = progressive("RGB");

        Release release =
                Instances.releaser().release(file, Instances.TRUCK, folder.resolve("copy"));

        var released = Instances.copyOf(release);
        List<Mask> masks = released.pixels().masks();
        assertThat(masks)
                .anyMatch(mask ->
                        mask.area().sharedWith(PixelReleaseTest.NAME)
                                == PixelReleaseTest.NAME.pixels());
        var copy = DicomReader.read(folder.resolve("copy"), ReadLimits.DEFAULT);
        assertThat(copy.dataSet().string(PhotometricInterpretation)).isEqualTo("RGB");
        Image before = Image.of(DicomReader.read(file, ReadLimits.DEFAULT));
        Image after = Image.of(copy);
        byte[] was = before.render(0).pixels();
        byte[] is = after.render(0).pixels();
        assertThat(after.storedPhotometricInterpretation(0)).isEqualTo("RGB");
        for (int pixel = 0; pixel < before.rows() * before.columns(); pixel++) {
            var one = new Rectangle(pixel % before.columns(), pixel / before.columns(), 1, 1);
            boolean masked = masks.stream().anyMatch(mask -> mask.area().meets(one));
            assertThat(Arrays.copyOfRange(is, 3 * pixel, 3 * pixel + 3))
                    .isEqualTo(
                            masked
                                    ? new byte[3]
                                    : Arrays.copyOfRange(was, 3 * pixel, 3 * pixel + 3));
        }
    }

    // The writer of the JDK stores YBR, and says so by its JFIF segment.
    private Path progressive(String declared) throws IOException {
        DataSet dataSet = PixelReleaseTest.image(1, 8, declared, new byte[0]);
        int columns = dataSet.intValue(Columns, 0);
        int rows = dataSet.intValue(Rows, 0);
        int[] grey = PixelReleaseTest.drawn();
        var picture = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < grey.length; i++) {
            picture.setRGB(i % columns, i / columns, grey[i] << 16 | grey[i] << 8 | grey[i] / 2);
        }
        var stream = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var out = ImageIO.createImageOutputStream(stream)) {
            writer.setOutput(out);
            var options = writer.getDefaultWriteParam();
            options.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(picture, null, null), options);
        } finally {
            writer.dispose();
        }
        Path frames = folder.resolve("frames");
        byte[] even = Arrays.copyOf(stream.toByteArray(), stream.size() + 1 & ~1);
        Files.write(frames, even);
        dataSet.putInt(PlanarConfiguration, VR.US, 0)
                .put(
                        new Element.Encapsulated(
                                PixelData,
                                VR.OB,
                                frames,
                                List.of(
                                        new Element.Fragment(0, 0),
                                        new Element.Fragment(0, even.length))));
        Path file = folder.resolve("in");
        DicomWriter.write(
                file,
                new FileMeta(
                        PixelReleaseTest.ULTRASOUND, Instances.INSTANCE, "1.2.840.10008.1.2.4.55"),
                dataSet);
        return file;
    }
}
