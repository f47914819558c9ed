package org.medsendx.ingest.send;

/** Codes of PS3.4, table B.2-1, PS3.7, annex C, and PS3.18, 10.5.3, in words. */
final class Failures {

    private Failures() {}

    /** What a code means, behind a comma; nothing for one that is not known. */
    static String words(int code) {
        if ((code & 0xff00) == 0xa700) {
            return ", out of resources";
        }
        if ((code & 0xff00) == 0xa900) {
            return ", data set does not match its SOP class";
        }
        if (code == 0xc122) {
            return ", transfer syntax not supported";
        }
        if ((code & 0xf000) == 0xc000) {
            return ", cannot understand";
        }
        return switch (code) {
            case 0x0110 -> ", processing failure";
            case 0x0111 -> ", another data set is there under this SOP Instance UID";
            case 0x0117 -> ", invalid object instance";
            case 0x0122 -> ", SOP class not supported";
            case 0x0124 -> ", not authorized";
            default -> "";
        };
    }
}
