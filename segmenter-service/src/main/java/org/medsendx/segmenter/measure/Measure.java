package org.medsendx.segmenter.measure;

/**
 * The measures there are, each with its unit. docs/features.md says what each is, by which formula
 * and from which source; a test holds the two together. A change of a definition is a new {@link
 * #VERSION}.
 */
public enum Measure {
    NOISE("noise", Unit.PIXEL_VALUE),
    NOISE_SLOPE("noiseSlope", Unit.ONE),
    EDGE_WIDTH("edgeWidth", Unit.PIXELS),
    EDGE_WIDTH_MM("edgeWidthMm", Unit.MILLIMETRES),
    BLUR_ROWS("blurRows", Unit.ONE),
    BLUR_COLUMNS("blurColumns", Unit.ONE),
    DIRECTIONALITY("directionality", Unit.ONE),
    FLAT_FIELD("flatField", Unit.SHARE),
    WATER_UNIFORMITY("waterUniformity", Unit.PIXEL_VALUE),
    RING_AMPLITUDE("ringAmplitude", Unit.PIXEL_VALUE),
    RING_SCORE("ringScore", Unit.ONE),
    DEFECT_COLUMNS("defectColumns", Unit.COUNT),
    DEFECT_ROWS("defectRows", Unit.COUNT),
    DEFECT_PIXELS("defectPixels", Unit.PER_MEGAPIXEL),
    GRID_PEAK("gridPeak", Unit.DECIBEL),
    GRID_FREQUENCY("gridFrequency", Unit.PER_PIXEL),
    SATURATED_BRIGHT("saturatedBright", Unit.SHARE),
    SATURATED_DARK("saturatedDark", Unit.SHARE),
    BORDER_TISSUE("borderTissue", Unit.SHARE),
    FIELD_SHARE("fieldShare", Unit.SHARE),
    VALID_SHARE("validShare", Unit.SHARE),
    EXPOSURE_INDEX("exposureIndex", Unit.ONE),
    TARGET_EXPOSURE_INDEX("targetExposureIndex", Unit.ONE),
    DEVIATION_INDEX("deviationIndex", Unit.ONE),
    CTDI_VOL("ctdiVol", Unit.MILLIGRAY),
    GLANDULAR_DOSE("glandularDose", Unit.MILLIGRAY),
    ENTRANCE_DOSE("entranceDose", Unit.MILLIGRAY),
    KILOVOLTS("kilovolts", Unit.KILOVOLTS),
    TUBE_LOAD("tubeLoad", Unit.MILLIAMPERE_SECONDS),
    COMPRESSION_FORCE("compressionForce", Unit.NEWTONS),
    COMPRESSED_THICKNESS("compressedThickness", Unit.MILLIMETRES),
    PIXEL_SPACING("pixelSpacing", Unit.MILLIMETRES),
    SLICE_THICKNESS("sliceThickness", Unit.MILLIMETRES),
    FIELD_WIDTH("fieldWidth", Unit.MILLIMETRES),
    ROWS("rows", Unit.COUNT),
    COLUMNS("columns", Unit.COUNT);

    /** Version of the definitions. */
    public static final int VERSION = 1;

    /** What a measure is counted in. */
    public enum Unit {
        /** The unit of the features: HU for CT, else stored values. */
        PIXEL_VALUE("pixel value"),
        ONE("1"),
        SHARE("share, 0 to 1"),
        COUNT("count"),
        PIXELS("pixels"),
        PER_PIXEL("cycles/pixel"),
        PER_MEGAPIXEL("per million pixels"),
        DECIBEL("dB"),
        MILLIMETRES("mm"),
        MILLIGRAY("mGy"),
        KILOVOLTS("kV"),
        MILLIAMPERE_SECONDS("mAs"),
        NEWTONS("N");

        private final String label;

        Unit(String label) {
            this.label = label;
        }

        /** As documents and pages write it. */
        public String label() {
            return label;
        }
    }

    private final String label;
    private final Unit unit;

    Measure(String label, Unit unit) {
        this.label = label;
        this.unit = unit;
    }

    /** The name in events. */
    public String label() {
        return label;
    }

    public Unit unit() {
        return unit;
    }
}
