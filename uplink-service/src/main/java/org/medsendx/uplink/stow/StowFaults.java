package org.medsendx.uplink.stow;

import java.util.Locale;
import org.medsendx.dicom.web.StowAnswer;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;

/** Whether an answer that is no success parks an object or lets all wait. */
final class StowFaults {

    private StowFaults() {}

    /**
     * What a status without a word about the instance means. Who is not let in waits, however long:
     * a token that has expired is no fault of an object. So does everybody whom a busy, absent or
     * misconfigured server turns away. What is said of this request alone parks the object.
     *
     * @throws StoreRefused {@code stow-400}, {@code stow-409}, {@code stow-413}, {@code stow-415}
     *     and the like
     * @throws StoreUnavailable every other
     */
    static void of(int status) throws StoreRefused, StoreUnavailable {
        String code = "stow-" + status;
        switch (status) {
            case 400, 406, 409, 410, 411, 413, 414, 415, 416, 417, 422, 431 ->
                    throw new StoreRefused(code);
            case 200, 202 -> throw new StoreUnavailable("stow-no-confirmation");
            default -> throw new StoreUnavailable(code);
        }
    }

    /**
     * What a failure reason means (PS3.18, table 10.5.3-3; PS3.4, B.2.3).
     *
     * @throws StoreUnavailable out of resources, a failure in general, or not allowed: it may be
     *     otherwise later
     * @throws StoreRefused every other, such as {@code stow-reason-a900}
     */
    static void of(StowAnswer.Failed failed) throws StoreRefused, StoreUnavailable {
        int reason = failed.reason();
        String code = String.format(Locale.ROOT, "stow-reason-%04x", reason);
        if ((reason & 0xff00) == 0xa700 || reason == 0x0110 || reason == 0x0124) {
            throw new StoreUnavailable(code);
        }
        throw new StoreRefused(code);
    }
}
