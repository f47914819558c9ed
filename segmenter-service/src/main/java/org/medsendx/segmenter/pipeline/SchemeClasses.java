package org.medsendx.segmenter.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.cluster.Clusters;
import org.medsendx.segmenter.cluster.ExactKMeans;
import org.medsendx.segmenter.cluster.Histogram;
import org.medsendx.segmenter.cluster.Separation;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Metal;
import org.medsendx.segmenter.feature.ValueScale;
import org.medsendx.segmenter.highlight.Scene;
import org.medsendx.segmenter.tissue.TissueMap;
import org.medsendx.segmenter.tissue.TissueScheme;
import org.medsendx.segmenter.tissue.TissueSchemes;

/** Finds the classes of a scan by k-means and the schemes of a file. */
final class SchemeClasses {

    /** An image of fewer values is a mask or a chart. */
    static final int LEAST_VALUES = 3;

    private final TissueSchemes schemes;

    SchemeClasses(TissueSchemes schemes) {
        this.schemes = schemes;
    }

    /**
     * The classes of a scan.
     *
     * @param valid its values without padding
     * @param inverted whether low values are shown bright
     */
    Classes find(
            Histogram valid,
            Field field,
            IntPredicate padding,
            ValueScale scale,
            String modality,
            String view,
            boolean inverted) {
        var metal = Metal.of(scale);
        var tissue = valid.without(metal::contains);
        var remarks = new ArrayList<String>();
        if (tissue.total() < valid.total()) {
            remarks.add("metal-left-out");
        }
        if (tissue.distinct() < LEAST_VALUES) {
            return Classes.Refused.because("too-few-values");
        }
        Double separation = null;
        for (var at = schemes.first(modality, view, scale.unit());
                at.isPresent();
                at = at.flatMap(schemes::after)) {
            var scheme = at.get();
            if (scheme.k() > tissue.distinct()) {
                remarks.add("too-few-values");
                continue;
            }
            var clusters = ExactKMeans.cluster(tissue, scheme.k());
            separation = Separation.of(tissue, clusters);
            String refusal = refusal(scheme, clusters, scale, inverted, separation);
            if (refusal == null) {
                return new Classes.Found(
                        shown(scheme, clusters, scale, inverted, valid.total()),
                        values ->
                                TissueMap.of(
                                        values,
                                        field,
                                        value -> padding.test(value) || metal.contains(value),
                                        clusters),
                        scheme.name(),
                        separation,
                        remarks,
                        null,
                        List.of(),
                        List.of());
            }
            if (!remarks.contains(refusal)) {
                remarks.add(refusal);
            }
        }
        return new Classes.Refused("unreliable", separation, remarks, List.of());
    }

    /** Why a scheme does not hold, or null when it does. */
    private static @Nullable String refusal(
            TissueScheme scheme,
            Clusters clusters,
            ValueScale scale,
            boolean inverted,
            double separation) {
        double[] centres =
                clusters.clusters().stream().mapToDouble(c -> scale.apply(c.centre())).toArray();
        var rising = new double[centres.length];
        boolean falling = falling(scheme, scale, inverted);
        for (int i = 0; i < centres.length; i++) {
            rising[i] = centres[falling ? centres.length - 1 - i : i];
        }
        if (!scheme.holds(rising)) {
            return "centres-outside-bands";
        }
        return separation < scheme.leastSeparation() ? "not-separated" : null;
    }

    /** Whether the scheme's classes fall as stored values rise. */
    private static boolean falling(TissueScheme scheme, ValueScale scale, boolean inverted) {
        return scheme.byAttenuation() ? inverted : scale.slope() < 0;
    }

    private static List<Scene.Shown> shown(
            TissueScheme scheme,
            Clusters clusters,
            ValueScale scale,
            boolean inverted,
            long total) {
        boolean falling = falling(scheme, scale, inverted);
        int last = scheme.k() - 1;
        var shown = new ArrayList<Scene.Shown>();
        for (int i = 0; i <= last; i++) {
            var cluster = clusters.clusters().get(i);
            shown.add(
                    new Scene.Shown(
                            scheme.classes().get(falling ? last - i : i),
                            scale.apply(cluster.centre()),
                            (double) cluster.count() / total));
        }
        return shown;
    }
}
