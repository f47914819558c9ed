package org.medsendx.dicom.net;

/**
 * A status of the Storage service class (PS3.4, B.2.3; PS3.7, C).
 *
 * @param code such as 0x0000 (success), 0xA700 (out of resources), 0xA900 (data set does not match
 *     SOP class), 0xC000 (cannot understand), 0x0111 (duplicate SOP instance)
 * @param comment Error Comment (0000,0902), at most 64 characters, never a header value; empty for
 *     none
 */
public record StoreStatus(int code, String comment) {

    public static final StoreStatus SUCCESS = new StoreStatus(0x0000, "");

    public StoreStatus {
        if (code < 0 || code > 0xffff) {
            throw new IllegalArgumentException("a status has 16 bits");
        }
        if (comment.length() > 64) {
            throw new IllegalArgumentException("an error comment has at most 64 characters");
        }
    }

    public boolean success() {
        return code == 0;
    }

    /** Stored, but the peer has a remark, such as 0xB000 (coercion of data elements). */
    public boolean warning() {
        return (code & 0xf000) == 0xb000;
    }
}
