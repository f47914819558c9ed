package org.medsendx.segmenter.pipeline;

import java.util.Arrays;
import org.medsendx.contracts.Plausible;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.segmenter.feature.ValueScale;
import org.medsendx.segmenter.stratum.StratumReader;

/**
 * Reads how an image's stored values are rescaled, frame by frame (PS3.3, C.7.6.16.2.9: the frame's
 * own item, else what all share, else the data set). Values are Hounsfield units when a CT slice
 * has a rescale intercept and no other rescale type; localizers and screen captures have the
 * modality and no such values.
 */
final class RescaleReader {

    private RescaleReader() {}

    /**
     * The scale of each frame, or one that all frames have. When one frame's slope or intercept
     * cannot be believed there is no scale for any of them, least of all one of HU: half an image
     * would be measured in another unit than the other half.
     */
    static ValueScale[] frames(Image image, DataSet header) {
        // One more than there are items: frames beyond them have what is shared. A header may claim
        // any number of frames.
        int frames =
                Math.min(
                        image.frames(),
                        1 + header.items(Tag.PerFrameFunctionalGroupsSequence).size());
        var scales = new ValueScale[frames];
        for (int frame = 0; frame < frames; frame++) {
            var rescale = image.attributes(frame, Tag.PixelValueTransformationSequence);
            if (!image.hasReadableRescale(frame)
                    || !Plausible.rescale(
                            first(rescale, Tag.RescaleSlope, 1),
                            first(rescale, Tag.RescaleIntercept, 0))) {
                return new ValueScale[] {ValueScale.of(1, 0, false)};
            }
            scales[frame] =
                    ValueScale.of(
                            image.rescaleSlope(frame),
                            image.rescaleIntercept(frame),
                            hounsfield(header, rescale));
        }
        boolean one = Arrays.stream(scales).allMatch(scales[0]::equals);
        return one ? new ValueScale[] {scales[0]} : scales;
    }

    private static double first(DataSet rescale, int tag, double absent) {
        var values = rescale.doubles(tag);
        return values.length == 0 ? absent : values[0];
    }

    private static boolean hounsfield(DataSet header, DataSet rescale) {
        if (!StratumReader.modality(header).equals("CT") || StratumReader.localizer(header)) {
            return false;
        }
        var type = rescale.string(Tag.RescaleType);
        return rescale.doubles(Tag.RescaleIntercept).length > 0
                && (type == null || type.isEmpty() || type.equals("HU"));
    }
}
