package org.medsendx.dicom.pixel;

/** There is no image, or it cannot be decoded here; the code says which and why, never a value. */
public final class UnsupportedImageException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    public UnsupportedImageException(String code) {
        super(code);
        this.code = code;
    }

    /** Such as {@code no-pixel-data} or {@code transfer-syntax}. */
    public String code() {
        return code;
    }
}
