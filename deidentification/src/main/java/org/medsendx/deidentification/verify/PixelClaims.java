package org.medsendx.deidentification.verify;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.medsendx.deidentification.pixels.PixelPlan;
import org.medsendx.deidentification.rules.PixelMarks;
import org.medsendx.dicom.io.DicomFile;

/** What a copy has to say of its pixels because of what was done about them. */
final class PixelClaims {

    private PixelClaims() {}

    /** Attributes that must have these values, whatever the original had. */
    static Map<Integer, String> expected(DicomFile original, PixelPlan.Ready plan) {
        Map<Integer, String> expected = new HashMap<>();
        if (plan.work().claimed()) {
            expected.put(BurnedInAnnotation, "NO");
        }
        if (plan.changesFrames() && PixelMarks.lossy(original.meta().transferSyntaxUid())) {
            expected.put(LossyImageCompression, "01");
        }
        return expected;
    }

    /**
     * Attributes that are judged elsewhere.
     *
     * @param anew whether native frames were encoded
     */
    static Set<Integer> mayDiffer(DicomFile original, PixelPlan.Ready plan, boolean anew) {
        Set<Integer> tags = new HashSet<>(PixelComparison.mayDiffer(original, plan));
        if (anew) {
            tags.addAll(EncodingComparison.mayDiffer(original));
        }
        if (PixelMarks.doubted(original.dataSet(), plan)) {
            tags.add(BurnedInAnnotation);
        }
        return tags;
    }
}
