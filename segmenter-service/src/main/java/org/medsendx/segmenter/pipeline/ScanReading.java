package org.medsendx.segmenter.pipeline;

import java.util.function.Function;
import java.util.function.Supplier;
import org.medsendx.segmenter.assess.ScanJudge.Judged;

/**
 * A scan that was read and measured.
 *
 * @param assessment of it, by what was usual when it was read
 * @param judging judges it once more, by what is usual then; holds none of its pixels
 */
public record ScanReading(Assessment assessment, Supplier<Judged> judging) {

    static ScanReading of(Supplier<Judged> judging, Function<Judged, Assessment> assessed) {
        return new ScanReading(assessed.apply(judging.get()), judging);
    }

    /** Of a scan whose judgement hangs on no other. */
    static ScanReading settled(Assessment assessment) {
        var judged = new Judged(assessment.quality(), assessment.triage());
        return new ScanReading(assessment, () -> judged);
    }
}
