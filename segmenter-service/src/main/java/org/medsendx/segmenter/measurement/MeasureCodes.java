package org.medsendx.segmenter.measurement;

import static org.medsendx.segmenter.instance.Code.dcm;
import static org.medsendx.segmenter.instance.Code.own;
import static org.medsendx.segmenter.instance.Code.ucum;

import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.instance.Code;
import org.medsendx.segmenter.measure.Measure;

/**
 * How a report names a measure and its unit: by DICOM's own code where PS3.16 (annex D) has one
 * that means the same, else by one of ours, which is the name of the constant. docs/derived.md has
 * the table; a test holds the two together.
 */
final class MeasureCodes {

    private MeasureCodes() {}

    /** The code, or null for what the image library of the report already has. */
    static @Nullable Code name(Measure measure) {
        return switch (measure) {
            case ROWS, COLUMNS -> null;
            case EXPOSURE_INDEX -> dcm("113845", "Exposure Index");
            case TARGET_EXPOSURE_INDEX -> dcm("113846", "Target Exposure Index");
            case DEVIATION_INDEX -> dcm("113847", "Deviation Index");
            case CTDI_VOL -> dcm("113830", "Mean CTDIvol");
            case GLANDULAR_DOSE -> dcm("111631", "Average Glandular Dose");
            case KILOVOLTS -> dcm("113733", "KVP");
            case TUBE_LOAD -> dcm("113736", "Exposure");
            case COMPRESSION_FORCE -> dcm("111647", "Compression Force");
            case COMPRESSED_THICKNESS -> dcm("111633", "Compression Thickness");
            case PIXEL_SPACING -> dcm("111066", "Vertical Pixel Spacing");
            case SLICE_THICKNESS -> dcm("112225", "Slice Thickness");
            case NOISE -> ours(measure, "Noise");
            case NOISE_SLOPE -> ours(measure, "Slope of the noise power spectrum");
            case EDGE_WIDTH -> ours(measure, "Width of the skin's edge in pixels");
            case EDGE_WIDTH_MM -> ours(measure, "Width of the skin's edge");
            case BLUR_ROWS -> ours(measure, "Blur along rows");
            case BLUR_COLUMNS -> ours(measure, "Blur along columns");
            case DIRECTIONALITY -> ours(measure, "Fine structure along rows against columns");
            case FLAT_FIELD -> ours(measure, "Non-uniformity of a flat field");
            case WATER_UNIFORMITY -> ours(measure, "Non-uniformity of water");
            case RING_AMPLITUDE -> ours(measure, "Height of the clearest ring");
            case RING_SCORE -> ours(measure, "Clearest ring in its standard errors");
            case DEFECT_COLUMNS -> ours(measure, "Columns of the detector that stand out");
            case DEFECT_ROWS -> ours(measure, "Rows of the detector that stand out");
            case DEFECT_PIXELS -> ours(measure, "Pixels of the detector that stand out");
            case GRID_PEAK -> ours(measure, "Strongest peak of grid lines");
            case GRID_FREQUENCY -> ours(measure, "Frequency of that peak");
            case SATURATED_BRIGHT -> ours(measure, "Share of pixels at the bright end");
            case SATURATED_DARK -> ours(measure, "Share of pixels at the dark end");
            case BORDER_TISSUE -> ours(measure, "Share of the border that is tissue");
            case FIELD_SHARE -> ours(measure, "Share of the image inside the collimator");
            case VALID_SHARE -> ours(measure, "Share of the pixels that were measured");
            case ENTRANCE_DOSE -> ours(measure, "Entrance dose");
            case FIELD_WIDTH -> ours(measure, "Width of the image");
        };
    }

    /**
     * The unit.
     *
     * @param hounsfield whether pixel values are Hounsfield units
     */
    static Code unit(Measure measure, boolean hounsfield) {
        return switch (measure.unit()) {
            case PIXEL_VALUE -> hounsfield ? ReportCodes.HOUNSFIELD : ReportCodes.NO_UNITS;
            case ONE, SHARE, COUNT -> ReportCodes.NO_UNITS;
            case PIXELS -> ReportCodes.PIXELS;
            case PER_PIXEL -> ucum("/{pixels}", "per pixel");
            case PER_MEGAPIXEL -> ucum("[ppm]", "parts per million");
            case DECIBEL -> ucum("dB", "decibel");
            case MILLIMETRES -> ReportCodes.MILLIMETRES;
            case MILLIGRAY -> ucum("mGy", "mGy");
            case KILOVOLTS -> ucum("kV", "kV");
            case MILLIAMPERE_SECONDS -> ucum("mA.s", "mA.s");
            case NEWTONS -> ucum("N", "newton");
        };
    }

    private static Code ours(Measure measure, String meaning) {
        return own(measure.name().replace('_', '-'), meaning);
    }
}
