package org.medsendx.segmenter.assess;

import java.util.ArrayList;
import java.util.List;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.segmenter.tissue.TissueScheme;

/**
 * Says what about a scan lies outside fixed bounds, as codes. The bounds are wide and technical:
 * they find a scan that looks unlike others, not a disease. Later the cloud's baselines of the
 * stratum take their place.
 *
 * <ul>
 *   <li>CT: {@code unusual-mean} outside -950 to 500 HU, {@code unusual-maximum} above 4000 HU
 *       (metal), {@code unusual-bone} when more than 40 % of the pixels are bone
 *   <li>mammography: {@code unusual-density} when the fibroglandular share of the breast is below 1
 *       % or above 90 %, {@code unusual-background} when the breast is less than 5 % of the image
 * </ul>
 */
public final class UsualBounds {

    static final double CT_LEAST_MEAN_HU = -950;
    static final double CT_MOST_MEAN_HU = 500;
    static final double CT_MOST_HU = 4000;
    static final double CT_MOST_BONE = 0.40;
    static final double MG_LEAST_DENSITY = 0.01;
    static final double MG_MOST_DENSITY = 0.90;
    static final double MG_LEAST_BREAST = 0.05;

    private UsualBounds() {}

    /** Codes of what is unusual; empty when nothing is, or when there are no bounds. */
    public static List<String> outside(Features features) {
        var codes = new ArrayList<String>();
        if (features.unit().equals("HU")) {
            if (features.mean() < CT_LEAST_MEAN_HU || features.mean() > CT_MOST_MEAN_HU) {
                codes.add("unusual-mean");
            }
            if (features.maximum() > CT_MOST_HU) {
                codes.add("unusual-maximum");
            }
            if (share(features, "bone") > CT_MOST_BONE) {
                codes.add("unusual-bone");
            }
        }
        double fat = share(features, "fat");
        double fibroglandular = share(features, "fibroglandular");
        if (fat + fibroglandular > 0) {
            double density = TissueScheme.density(fat, fibroglandular);
            if (density < MG_LEAST_DENSITY || density > MG_MOST_DENSITY) {
                codes.add("unusual-density");
            }
            if (fat + fibroglandular < MG_LEAST_BREAST) {
                codes.add("unusual-background");
            }
        }
        return codes;
    }

    private static double share(Features features, String label) {
        return features.tissues().stream()
                .filter(tissue -> tissue.label().equals(label))
                .mapToDouble(Features.Tissue::fraction)
                .sum();
    }
}
