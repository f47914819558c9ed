package org.medsendx.segmenter.service;

import java.util.List;
import org.medsendx.segmenter.assess.KindRule;
import org.medsendx.segmenter.assess.QualityLimits;
import org.medsendx.segmenter.assess.TriageWeights;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.usual.UsualLimits;

/** Limits and weights of the judgement from the configuration. */
final class Judging {

    private Judging() {}

    static QualityLimits limits(SegmenterConfig config) {
        var quality = config.quality();
        return new QualityLimits(
                quality.clippedLook(),
                quality.clippedRepeat(),
                quality.fewValues(),
                quality.lowContrast(),
                quality.leastValid(),
                quality.cutOff(),
                quality.defectLines(),
                quality.defectPixels(),
                quality.gridPeak(),
                quality.ringScore(),
                quality.deviation(),
                quality.motion());
    }

    static TriageWeights weights(SegmenterConfig config) {
        var triage = config.triage();
        return new TriageWeights(
                triage.base(),
                triage.stat(),
                triage.high(),
                triage.low(),
                triage.repeat(),
                triage.look(),
                triage.unusual(),
                triage.unusualFrom(),
                triage.unusualFull(),
                triage.rules().orElse(List.of()).stream().map(KindRule::parse).toList());
    }

    static UsualLimits usual(SegmenterConfig config) {
        var triage = config.triage();
        return new UsualLimits(
                triage.leastScans(), triage.keptScans(), triage.kinds(), triage.unusualFrom());
    }
}
