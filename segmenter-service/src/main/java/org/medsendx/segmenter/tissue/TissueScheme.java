package org.medsendx.segmenter.tissue;

import java.util.Arrays;
import java.util.List;

/**
 * The names that three classes of pixel values get. They name ranges of pixel values by what
 * usually lies in them; they are no finding about a patient.
 */
public enum TissueScheme {

    /**
     * Air (with lung and gas), soft tissue (with water, fat and organs), bone (with calcium, metal
     * and contrast medium), for centres in Hounsfield units.
     */
    CT(
            new TissueClass("air", "Air", 0x24365E),
            new TissueClass("soft-tissue", "Soft tissue", 0xE0785C),
            new TissueClass("bone", "Bone", 0xF6EBC8)),

    /** By rising attenuation. Density is fibroglandular of fat and fibroglandular together. */
    MAMMOGRAPHY(
            new TissueClass("background", "Background", 0x1E2438),
            new TissueClass("fat", "Fat", 0xF2C14E),
            new TissueClass("fibroglandular", "Fibroglandular", 0xD1495B)),

    /** Everything else, and CT whose centres do not fit the names: the plain order of values. */
    VALUES(
            new TissueClass("low", "Low values", 0x2B3A67),
            new TissueClass("middle", "Middle values", 0x3FA796),
            new TissueClass("high", "High values", 0xF5E6A8));

    /** Below this many HU a CT class is air; lung parenchyma lies at -900 to -500. */
    public static final double AIR_BELOW_HU = -300;

    /** Above this many HU a CT class is bone; trabecular bone begins at 100 to 200. */
    public static final double BONE_ABOVE_HU = 150;

    /** How many classes there are. */
    public static final int CLASSES = 3;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<TissueClass> classes;

    TissueScheme(TissueClass... classes) {
        this.classes = List.of(classes);
    }

    /** The scheme's classes in its own order: rising HU, rising attenuation, rising values. */
    public List<TissueClass> classes() {
        return classes;
    }

    /**
     * The scheme that fits.
     *
     * @param modality Modality (0008,0060)
     * @param hounsfield whether the centres are in HU
     * @param centres the three centres after rescale, in any order
     */
    public static TissueScheme of(String modality, boolean hounsfield, double... centres) {
        var sorted = centres.clone();
        Arrays.sort(sorted);
        if (hounsfield
                && sorted.length == CLASSES
                && sorted[0] < AIR_BELOW_HU
                && sorted[1] >= AIR_BELOW_HU
                && sorted[1] <= BONE_ABOVE_HU
                && sorted[2] > BONE_ABOVE_HU) {
            return CT;
        }
        return modality.equals("MG") ? MAMMOGRAPHY : VALUES;
    }

    /** The class of a label as events carry it; a label of another version stands for itself. */
    public static TissueClass named(String label) {
        return Arrays.stream(values())
                .flatMap(scheme -> scheme.classes.stream())
                .filter(tissue -> tissue.label().equals(label))
                .findFirst()
                .orElseGet(() -> new TissueClass(label, label, 0x808080));
    }

    /**
     * The fibroglandular share of the breast, 0 to 1: fibroglandular / (fat + fibroglandular).
     *
     * @param fat share or number of fat pixels
     * @param fibroglandular share or number of fibroglandular pixels
     */
    public static double density(double fat, double fibroglandular) {
        double breast = fat + fibroglandular;
        return breast > 0 ? fibroglandular / breast : 0;
    }
}
