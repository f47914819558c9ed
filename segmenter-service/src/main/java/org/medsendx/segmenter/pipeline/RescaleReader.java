package org.medsendx.segmenter.pipeline;

import org.medsendx.contracts.Plausible;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.segmenter.feature.ValueScale;
import org.medsendx.segmenter.stratum.StratumReader;

/**
 * Reads how an image's stored values are rescaled. Values are Hounsfield units when a CT slice has
 * a rescale intercept and no other rescale type; localizers and screen captures have the modality
 * and no such values. Where frames have rescale values of their own (PS3.3, C.7.6.16.2.9), those of
 * the first frame stand for all.
 */
final class RescaleReader {

    private RescaleReader() {}

    static ValueScale read(Image image, DataSet header) {
        // a slope or an intercept that cannot be believed leaves no scale, least of all one of HU
        var rescale = transformation(header);
        return image.hasReadableRescale(0)
                        && Plausible.rescale(
                                first(rescale, Tag.RescaleSlope, 1),
                                first(rescale, Tag.RescaleIntercept, 0))
                ? ValueScale.of(image.rescaleSlope(), image.rescaleIntercept(), hounsfield(header))
                : ValueScale.of(1, 0, false);
    }

    private static double first(DataSet rescale, int tag, double absent) {
        var values = rescale.doubles(tag);
        return values.length == 0 ? absent : values[0];
    }

    private static boolean hounsfield(DataSet header) {
        if (!StratumReader.modality(header).equals("CT") || StratumReader.localizer(header)) {
            return false;
        }
        var rescale = transformation(header);
        var type = rescale.string(Tag.RescaleType);
        return rescale.doubles(Tag.RescaleIntercept).length > 0
                && (type == null || type.isEmpty() || type.equals("HU"));
    }

    /** Where the rescale attributes are: of the first frame, shared by all, or in the data set. */
    private static DataSet transformation(DataSet header) {
        for (int groups :
                new int[] {
                    Tag.PerFrameFunctionalGroupsSequence, Tag.SharedFunctionalGroupsSequence
                }) {
            var items = header.items(groups);
            if (!items.isEmpty()) {
                var found = items.getFirst().items(Tag.PixelValueTransformationSequence);
                if (!found.isEmpty()) {
                    return found.getFirst();
                }
            }
        }
        return header;
    }
}
