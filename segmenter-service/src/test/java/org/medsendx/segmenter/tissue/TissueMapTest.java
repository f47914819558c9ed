package org.medsendx.segmenter.tissue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    private static TissueMap map(Phantom phantom, Field field, Padding padding) {
        var clusters = ExactKMeans.cluster(Histogram.of(phantom.stored()), 3);
        return TissueMap.of(phantom.stored(), field, padding, clusters);
    }
}
