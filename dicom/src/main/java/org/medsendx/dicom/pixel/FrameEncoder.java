package org.medsendx.dicom.pixel;

import org.medsendx.dicom.dictionary.Uid;

/** Encodes frames without loss, each as a code stream of its own. */
public sealed interface FrameEncoder permits RleEncoder, JpegLsEncoder {

    /**
     * The encoder for a transfer syntax: RLE Lossless or JPEG-LS Lossless.
     *
     * @throws UnsupportedImageException {@code transfer-syntax} for any other
     */
    static FrameEncoder of(String transferSyntaxUid) throws UnsupportedImageException {
        return switch (transferSyntaxUid) {
            case Uid.RLELossless -> new RleEncoder();
            case Uid.JPEGLSLossless -> new JpegLsEncoder();
            default -> throw new UnsupportedImageException("transfer-syntax");
        };
    }

    /** Whether frames can be encoded for this transfer syntax. */
    static boolean supports(String transferSyntaxUid) {
        return transferSyntaxUid.equals(Uid.RLELossless)
                || transferSyntaxUid.equals(Uid.JPEGLSLossless);
    }

    /**
     * The code stream of one frame. Decoding it gives the same stored values again.
     *
     * @param stored the values as {@link Image#stored} gives them: sign extended, row by row,
     *     samples interleaved
     * @throws UnsupportedImageException {@code stored-values} when they do not fit the format, or
     *     {@code bits-allocated} when the code has no way to say such values
     */
    byte[] encode(int[] stored, FrameFormat format) throws UnsupportedImageException;
}
