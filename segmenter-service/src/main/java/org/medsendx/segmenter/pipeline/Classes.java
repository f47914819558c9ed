package org.medsendx.segmenter.pipeline;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.BreastDensity;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.Segmentation;
import org.medsendx.contracts.deidentified.Segmentation.Status;
import org.medsendx.segmenter.highlight.Scene;
import org.medsendx.segmenter.tissue.TissueMap;

/** The tissue classes of a scan, or why it has none. */
sealed interface Classes {

    /**
     * There are classes.
     *
     * @param shown the classes in ascending order of stored values: a class of a map is its place
     *     here
     * @param maps makes the map of a frame from its values
     * @param scheme the scheme that named them, or null when a model did
     * @param separation of the classes, or null when it was not measured
     * @param remarks codes of what a reader must know
     * @param density of a whole breast, or null
     * @param findings codes of its positioning
     * @param marks lines to draw
     */
    record Found(
            List<Scene.Shown> shown,
            Function<int[], TissueMap> maps,
            @Nullable String scheme,
            @Nullable Double separation,
            List<String> remarks,
            @Nullable BreastDensity density,
            List<String> findings,
            List<Scene.Mark> marks)
            implements Classes {

        /** As events tell it. */
        Segmentation told(List<Tissue> tissues) {
            return new Segmentation(
                    Status.SEGMENTED,
                    null,
                    tissues,
                    scheme,
                    separation,
                    remarks.isEmpty() ? null : remarks,
                    density);
        }
    }

    /**
     * There are none.
     *
     * @param reason why, as a code
     * @param separation of the classes that were refused, or null
     * @param remarks codes of why each was refused
     * @param findings codes of a breast's positioning
     */
    record Refused(
            String reason, @Nullable Double separation, List<String> remarks, List<String> findings)
            implements Classes {

        static Refused because(String reason) {
            return new Refused(reason, null, List.of(), List.of());
        }

        /** As events tell it. */
        Segmentation told() {
            return new Segmentation(
                    Status.NOT_SEGMENTED,
                    reason,
                    List.of(),
                    null,
                    separation,
                    remarks.isEmpty() ? null : remarks,
                    null);
        }
    }
}
