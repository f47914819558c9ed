package org.medsendx.ingest.archive;

import java.util.Locale;
import java.util.Set;
import org.medsendx.dicom.net.StoreStatus;

/**
 * Why the archive does not have an original after an attempt.
 *
 * @param code for logs, pages and metrics; nothing of a header is in it
 * @param lasting whether another attempt with the same bytes at the same archive ends the same way:
 *     then it is a person's matter
 */
record Why(String code, boolean lasting) {

    /** The association broke at this instance; which of the two is at fault is not known. */
    static final Why BROKEN = new Why("broken", false);

    /**
     * It accepts no presentation context of this class in this syntax (PS3.8, 9.3.3.2: results 3
     * and 4).
     */
    static final Why NOT_ACCEPTED = new Why("not-accepted", true);

    /** The file is not what was received. */
    static final Why CHANGED = new Why("original-changed", true);

    /** The file is gone. */
    static final Why NO_FILE = new Why("no-file", true);

    /** The disk does not give it, or it cannot be read as an instance. */
    static final Why UNREADABLE = new Why("unreadable", true);

    /**
     * Failures of PS3.7, C.5, that are about this instance: duplicate SOP instance aside, which
     * counts as success here; SOP class not supported, class-instance conflict, no such SOP class,
     * invalid SOP instance, invalid attribute or argument value, missing attribute or its value.
     */
    private static final Set<Integer> ABOUT_IT =
            Set.of(0x0122, 0x0119, 0x0118, 0x0117, 0x0106, 0x0115, 0x0120, 0x0121);

    /**
     * Failure Reasons of PS3.3, C.14.1.1: referenced SOP class not supported, class/instance
     * conflict, and a transaction UID that is in use; each request has one of its own, so an
     * archive that goes on to say so is not helped by another.
     */
    private static final Set<Integer> NEVER_COMMITTED = Set.of(0x0122, 0x0119, 0x0131);

    /**
     * What an answer to C-STORE means (PS3.4, B.2.3). Lasting are A9xx, the data set does not match
     * its SOP class, and Cxxx, cannot understand, and those of PS3.7 that are about the instance;
     * not A7xx, out of resources, nor what we do not know.
     */
    static Why of(StoreStatus status) {
        int code = status.code();
        return new Why(
                String.format(Locale.ROOT, "c-store-%04x", code),
                (code & 0xff00) == 0xa900 || (code & 0xf000) == 0xc000 || ABOUT_IT.contains(code));
    }

    /**
     * What a Failure Reason of a commitment report means: processing failure (0110), no such
     * instance (0112) and resource limitation (0213) may end otherwise after it was sent again.
     */
    static Why notCommitted(int reason) {
        return new Why(
                String.format(Locale.ROOT, "commitment-%04x", reason),
                NEVER_COMMITTED.contains(reason));
    }
}
