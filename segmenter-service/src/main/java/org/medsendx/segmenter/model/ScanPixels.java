package org.medsendx.segmenter.model;

import java.io.IOException;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;
import org.medsendx.segmenter.feature.ValueScale;

/**
 * What a model needs of a scan.
 *
 * @param header for spacing, orientation and view
 * @param modality Modality (0008,0060)
 * @param frames how many frames it has
 * @param measured which frames are counted, ascending
 * @param mapped which frames get a map, ascending
 * @param scale of its stored values
 * @param field which part of the image is meant
 * @param padding which values are none
 * @param pixels its stored values
 */
@SuppressWarnings("ArrayRecordComponent") // handed over within one call
public record ScanPixels(
        DataSet header,
        String modality,
        int frames,
        int[] measured,
        int[] mapped,
        ValueScale scale,
        Field field,
        Padding padding,
        Frames pixels) {

    /** Decodes frames. */
    public interface Frames {
        /** Stored values, row by row. */
        int[] stored(int frame) throws IOException, UnsupportedImageException;
    }
}
