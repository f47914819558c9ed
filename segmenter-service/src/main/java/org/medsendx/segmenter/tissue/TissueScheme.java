package org.medsendx.segmenter.tissue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many classes a kind of scan has, and their names. They name ranges of pixel values by what
 * usually lies in them; they are no finding about a patient. The shipped ones and their format are
 * in {@code tissue-schemes.yaml}.
 *
 * @param name its name, such as {@code ct}
 * @param scans which scans it is for, or null when it is reached by {@code otherwise} alone
 * @param classes the classes, rising
 * @param byAttenuation whether they rise as rays see it, not as values do
 * @param leastSeparation the shallowest valley between two classes that is believed, 0 to 1
 * @param otherwise the scheme to try when this one is refused, or null
 */
public record TissueScheme(
        String name,
        @Nullable Scans scans,
        List<TissueClass> classes,
        boolean byAttenuation,
        double leastSeparation,
        @Nullable String otherwise) {

    /** The most classes there are. */
    public static final int MOST_CLASSES = 8;

    /** What {@code least-separation} is where a scheme does not say. */
    public static final double LEAST_SEPARATION = 0.15;

    public TissueScheme {
        classes = List.copyOf(classes);
        if (name.isBlank() || classes.isEmpty() || classes.size() > MOST_CLASSES) {
            throw new IllegalArgumentException("a scheme has a name and 1 to 8 classes");
        }
        var labels = new HashSet<String>();
        for (var tissue : classes) {
            if (!labels.add(tissue.label())) {
                throw new IllegalArgumentException("a label stands once in a scheme");
            }
        }
        if (!(leastSeparation >= 0 && leastSeparation <= 1)) {
            throw new IllegalArgumentException("least separation is 0 to 1");
        }
    }

    /** Number of classes. */
    public int k() {
        return classes.size();
    }

    /**
     * Whether each centre lies in the band of its class.
     *
     * @param centres in the order of the classes
     */
    public boolean holds(double... centres) {
        for (int i = 0; i < k(); i++) {
            var band = classes.get(i).band();
            if (band != null && !band.holds(centres[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Which scans a scheme is for; an empty set asks nothing.
     *
     * @param modalities codes of Modality
     * @param views codes of views
     * @param units {@code HU} or {@code stored}
     */
    public record Scans(Set<String> modalities, Set<String> views, Set<String> units) {

        public Scans {
            modalities = Set.copyOf(modalities);
            views = Set.copyOf(views);
            units = Set.copyOf(units);
        }

        boolean fits(String modality, String view, String unit) {
            return (modalities.isEmpty() || modalities.contains(modality))
                    && (views.isEmpty() || views.contains(view))
                    && (units.isEmpty() || units.contains(unit));
        }
    }

    /** The class of a label as events carry it; a label that is not shipped stands for itself. */
    public static TissueClass named(String label) {
        return TissueSchemes.shipped().all().stream()
                .flatMap(scheme -> scheme.classes().stream())
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
