package org.medsendx.ingest.tracking;

import java.util.OptionalLong;
import org.medsendx.ingest.tasks.Acts;
import org.medsendx.ingest.tasks.Corrections;

/**
 * What is followed as it runs, for pages, which do not know how it is put together. While the
 * volume could not be opened both throw what HTTP answers with 503.
 */
public interface RunningTracking {

    /** How far each input has come. */
    Tracking tracking();

    /** What people do about what waits for them. */
    Acts acts();

    /** What people do about images that say another patient than their order. */
    Corrections corrections();

    /** How many originals the hospital's archive has not committed itself to; empty without one. */
    OptionalLong archiveWaiting();
}
