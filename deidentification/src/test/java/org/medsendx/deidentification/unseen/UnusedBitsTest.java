package org.medsendx.deidentification.unseen;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.Columns;
import static org.medsendx.dicom.dictionary.Tag.PixelData;
import static org.medsendx.dicom.dictionary.Tag.Rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.deidentification.Instances;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

class UnusedBitsTest {

    private static final int SIDE = 512;
    private static final int TWELVE_BITS = 0x0F;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096, 65_536, 1 << 20})
    void finds_one_bit_wherever_the_file_is_cut(int piece) throws IOException {
        for (int cell : new int[] {0, 1, 2, 3, 1000, SIDE * SIDE - 1}) {
            byte[] pixels = pixels();
            pixels[2 * cell + 1] |= 0x10;

            assertThat(found(pixels, piece)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 65_536})
    void finds_nothing_where_nothing_is(int piece) throws IOException {
        assertThat(found(pixels(), piece)).isFalse();
    }

    @Test
    void has_nothing_to_look_at_where_all_bits_are_stored() throws IOException {
        DataSet dataSet = image(pixels());
        dataSet.putInt(org.medsendx.dicom.dictionary.Tag.BitsStored, VR.US, 16);
        Path file = Instances.write(dataSet, folder.resolve("whole"));

        assertThat(UnusedBits.scan(DicomReader.read(file, ReadLimits.DEFAULT))).isNull();
    }

    private boolean found(byte[] pixels, int piece) throws IOException {
        Path file = Instances.write(image(pixels), folder.resolve("image"));
        var scan = requireNonNull(UnusedBits.scan(DicomReader.read(file, ReadLimits.DEFAULT)));
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at += piece) {
            byte[] next = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
            scan.bytes(next, next.length, at);
        }
        Files.delete(file);
        return scan.found();
    }

    private static byte[] pixels() {
        var pixels = new byte[SIDE * SIDE * 2];
        for (int i = 0; i < pixels.length; i += 2) {
            pixels[i] = (byte) i;
            pixels[i + 1] = TWELVE_BITS;
        }
        return pixels;
    }

    private static DataSet image(byte[] pixels) {
        DataSet dataSet = Instances.ct();
        dataSet.putInt(Rows, VR.US, SIDE).putInt(Columns, VR.US, SIDE);
        dataSet.put(new Element.Value(PixelData, VR.OW, pixels));
        return dataSet;
    }
}
