package org.medsendx.readinglist.exam;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.Triage;

/**
 * What was assessed of one image, and by which event.
 *
 * @param origin which event
 * @param notSegmented why there is no tissue map, a code; null when there is one
 * @param expected the objects that are made of it and go up beside it
 */
public record Assessment(
        Origin origin,
        String scanner,
        String modality,
        Triage triage,
        Quality quality,
        @Nullable String notSegmented,
        List<DerivedKind> expected) {

    /**
     * Which event of its writer.
     *
     * @param epoch the life of the writer's outbox
     * @param sequence its number in it
     */
    public record Origin(String epoch, long sequence) {

        /** Whether this one was written before another; of other lives nobody knows. */
        boolean isBefore(Origin other) {
            return epoch.equals(other.epoch) && sequence < other.sequence;
        }
    }

    static Assessment of(ScanAssessed scan, Origin origin) {
        return new Assessment(
                origin,
                scan.scanner().intern(),
                scan.modality().intern(),
                scan.triage(),
                scan.quality(),
                scan.segmentation().reason(),
                scan.derived());
    }
}
