package org.medsendx.benchmarks.fleet;

import java.util.ArrayList;
import java.util.List;
import org.medsendx.contracts.deidentified.Features.Tissue;

/**
 * The classes that the segmenter would name: three of CT when their centres lie in their bands,
 * else two; three of mammography; low, middle and high of other projections.
 */
final class TissueClasses {

    private static final List<String> CT = List.of("air", "soft-tissue", "bone");
    private static final List<String> MG = List.of("background", "fat", "fibroglandular");
    private static final List<String> OTHER = List.of("low", "middle", "high");

    private TissueClasses() {}

    /** The classes of a mixture of one kind of exam under a gain and an offset. */
    static List<Tissue> of(ExamKind kind, Mixture mixture, double gain, double offset) {
        return switch (kind.modality()) {
            case "CT" -> {
                var three = mixture.classes(starts(gain, offset, 40, 1040, 1500));
                boolean bands =
                        three[0] < -300 && three[1] >= -300 && three[1] < 150 && three[2] >= 150;
                yield bands
                        ? named(CT, three)
                        : named(CT.subList(0, 2), mixture.classes(starts(gain, offset, 40, 1040)));
            }
            case "MG" -> named(MG, mixture.classes(starts(gain, offset, 110, 900, 1900)));
            default -> named(OTHER, mixture.classes(starts(gain, offset, 380, 1400, 2700)));
        };
    }

    private static double[] starts(double gain, double offset, double... signals) {
        var starts = new double[signals.length];
        for (int i = 0; i < signals.length; i++) {
            starts[i] = offset + gain * signals[i];
        }
        return starts;
    }

    private static List<Tissue> named(List<String> labels, double[] classes) {
        var tissues = new ArrayList<Tissue>(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            tissues.add(new Tissue(labels.get(i), classes[i], classes[labels.size() + i]));
        }
        return tissues;
    }
}
