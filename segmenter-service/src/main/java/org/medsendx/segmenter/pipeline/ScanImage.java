package org.medsendx.segmenter.pipeline;

import org.medsendx.dicom.data.DataSet;
import org.medsendx.picture.Raster;

/**
 * The image an assessment is about, for what is made of it.
 *
 * @param header the de-identified data set; not to be changed
 * @param frames how many frames it has
 * @param shown the frame that stands for it, from 0
 * @param grey that frame as windowed grey
 */
public record ScanImage(DataSet header, int frames, int shown, Raster grey) {

    public ScanImage {
        if (shown < 0 || shown >= frames) {
            throw new IllegalArgumentException("the frame shown is one of the image");
        }
    }
}
