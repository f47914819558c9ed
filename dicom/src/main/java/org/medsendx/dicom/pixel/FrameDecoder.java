package org.medsendx.dicom.pixel;

/** Decodes the code stream of one frame. */
interface FrameDecoder {

    /**
     * The cells of the frame as native pixel data would have them, row by row, samples interleaved,
     * not yet sign extended.
     *
     * @param stream the code stream; what follows it is ignored
     * @throws UnsupportedImageException {@code code-stream} when it is malformed or does not fit
     *     the image's description, else what of it is not decoded here
     */
    int[] decode(byte[] stream, Image image) throws UnsupportedImageException;
}
