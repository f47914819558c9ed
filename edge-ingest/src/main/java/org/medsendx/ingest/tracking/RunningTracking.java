package org.medsendx.ingest.tracking;

import org.medsendx.ingest.tasks.Acts;
import org.medsendx.ingest.tasks.Corrections;
import org.medsendx.ingest.tasks.SeriesGroups;

/**
 * What is followed as it runs, for pages, which do not know how it is put together. While the
 * volume could not be opened both throw what HTTP answers with 503.
 */
public interface RunningTracking {

    /** How far each input has come. */
    Tracking tracking();

    /** What people do about what waits for them. */
    Acts acts();

    /** Which items of the work list are one matter. */
    SeriesGroups groups();

    /** What people do about images that say another patient than their order. */
    Corrections corrections();
}
