package org.medsendx.segmenter.tissue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.cluster.ExactKMeans;
import org.medsendx.segmenter.cluster.Histogram;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;

class TissueMapTest {

    @ParameterizedTest
    @CsvSource({"CT,1", "CT,2", "CT,3", "MG,1", "MG,2", "MG,3"})
    void agrees_with_the_truth_of_a_phantom_in_98_of_100_pixels(String modality, long seed) {
        var phantom =
                modality.equals("CT")
                        ? Phantom.ct(200, 200, seed)
                        : Phantom.mammogram(240, 180, seed);

        var map = map(phantom, Field.whole(phantom.rows(), phantom.columns()), Padding.NONE);

        int right = 0;
        for (int i = 0; i < phantom.truth().length; i++) {
            int found = map.at(i / phantom.columns(), i % phantom.columns());
            right += found == phantom.truth()[i] ? 1 : 0;
        }
        assertThat((double) right / phantom.truth().length).isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void masks_padding_and_what_the_collimator_covered() {
        var phantom = Phantom.ct(20, 20, 1);
        int corner = phantom.stored()[20 * 20 - 1];
        var header =
                new DataSet()
                        .putString(Tag.CollimatorShape, VR.CS, "RECTANGULAR")
                        .putString(Tag.CollimatorUpperHorizontalEdge, VR.IS, "6");

        var map =
                map(phantom, Field.of(header, 20, 20), new Padding(corner, corner, Long.MIN_VALUE));

        assertThat(map.at(4, 10)).isEqualTo(TissueMap.MASKED);
        assertThat(map.at(5, 10)).isNotEqualTo(TissueMap.MASKED);
        assertThat(map.at(19, 19)).isEqualTo(TissueMap.MASKED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40_000})
    void gives_each_pixel_the_class_of_its_value_however_far_values_lie_apart(int apart) {
        var stored = new int[60];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = (i * 7 % 30 - 10) * apart;
        }
        var clusters = ExactKMeans.cluster(Histogram.of(stored), 3);

        var map = TissueMap.of(stored, Field.whole(6, 10), value -> value == 4 * apart, clusters);

        for (int i = 0; i < stored.length; i++) {
            assertThat(map.at(i / 10, i % 10))
                    .isEqualTo(
                            stored[i] == 4 * apart
                                    ? TissueMap.MASKED
                                    : clusters.classOf(stored[i]));
        }
    }

    @Test
    void packs_the_pixels_of_a_class_wherever_its_bits_begin() {
        var classes = new byte[5 * 7];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (byte) (i * 5 % 4 - 1);
        }
        var map = TissueMap.of(5, 7, classes);

        for (int from = 0; from < 17; from++) {
            var packed = new byte[10];

            map.pack(1, packed, from);

            var bits = BitSet.valueOf(packed);
            for (int i = 0; i < 80; i++) {
                int pixel = i - from;
                boolean set = pixel >= 0 && pixel < classes.length && classes[pixel] == 1;
                assertThat(bits.get(i)).as("bit %d from %d", i, from).isEqualTo(set);
            }
        }
    }

    private static TissueMap map(Phantom phantom, Field field, Padding padding) {
        var clusters = ExactKMeans.cluster(Histogram.of(phantom.stored()), 3);
        return TissueMap.of(phantom.stored(), field, padding, clusters);
    }
}
