package org.medsendx.segmenter.derived;

import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.segmenter.assess.TriageRule;

/**
 * Which images of a series get a side-by-side picture. They come one by one and nobody says how
 * many, so each is judged by its number, in the order they come: the first ones all get a picture,
 * and so a short series has one of each; then half of those that are left, rounded up, go to every
 * sixteenth image, half of the rest to every sixty-fourth, and so on by four. The choice is the
 * same whatever comes later. An image that is unusual, or is to be taken again, gets one whatever
 * its number.
 *
 * @param most of a series, beside the unusual ones; the first two fifths of them, rounded up, go to
 *     the first images
 */
public record PictureChoice(int most) {

    private static final int FIRST_STRIDE = 16;
    private static final int WIDER = 4;

    public PictureChoice {
        if (most < 0) {
            throw new IllegalArgumentException("not fewer than no picture");
        }
    }

    /**
     * Whether an image gets one.
     *
     * @param number the how-manieth of its series it is, from 1
     */
    public boolean picks(int number, Quality quality, Triage triage) {
        return standsOut(quality, triage) || picks(number);
    }

    private static boolean standsOut(Quality quality, Triage triage) {
        var inputs = triage.inputs();
        // What the fleet calls unusual costs the link nothing: a baseline comes from outside.
        return (inputs.contains(TriageRule.UNUSUAL) && !inputs.contains(TriageRule.OF_FLEET))
                || quality.verdict() == Verdict.REPEAT;
    }

    /** Whether an image of which nothing stands out gets one. */
    boolean picks(int number) {
        long each = (2L * most + 4) / 5;
        if (number <= each) {
            return true;
        }
        long begin = each;
        long left = most - each;
        for (long stride = FIRST_STRIDE; left > 0 && begin < number; stride *= WIDER) {
            long count = (left + 1) / 2;
            long end = begin + count * stride;
            if (number <= end) {
                return (number - begin) % stride == 0;
            }
            begin = end;
            left -= count;
        }
        return false;
    }
}
