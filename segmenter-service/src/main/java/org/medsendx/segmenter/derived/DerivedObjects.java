package org.medsendx.segmenter.derived;

import java.util.List;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.segmenter.pipeline.Assessment;
import org.medsendx.segmenter.pipeline.Assessment.Measured;
import org.medsendx.segmenter.pipeline.Assessment.NotMeasured;
import org.medsendx.segmenter.pipeline.Assessment.Segmented;

/** Makes the objects that are derived from an assessed scan; the same ones every time. */
public final class DerivedObjects {

    private static final String PNG = "image/png";

    /** The objects of one scan, in the order they are written. */
    public List<DerivedObject> of(Assessment assessment) {
        return switch (assessment) {
            case Segmented segmented ->
                    List.of(
                            new DerivedObject(
                                    DerivedKind.HIGHLIGHT, segmented.highlight(), PNG, true));
            case Measured _, NotMeasured _ -> List.of();
        };
    }
}
