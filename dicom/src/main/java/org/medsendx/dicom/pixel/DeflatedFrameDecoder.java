package org.medsendx.dicom.pixel;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Deflated Image Frame Compression (PS3.5, 8.2.16 and A.4.13): the bytes that a frame has in native
 * little endian pixel data, deflated (RFC 1951).
 */
final class DeflatedFrameDecoder implements FrameDecoder {

    /** What deflated bytes can become at most. */
    private static final long MOST = 1032;

    @Override
    public int[] decode(byte[] stream, Image image) throws UnsupportedImageException {
        int length = NativeFrames.lengthOfOne(image);
        if (length > MOST * stream.length) {
            throw new UnsupportedImageException("code-stream");
        }
        byte[] bytes = new byte[length];
        var inflater = new Inflater(true);
        try {
            inflater.setInput(stream);
            int done = 0;
            while (done < length) {
                int count = inflater.inflate(bytes, done, length - done);
                // behind the end, at a dictionary or without input there is nothing more to come
                if (count == 0) {
                    throw new UnsupportedImageException("code-stream");
                }
                done += count;
            }
        } catch (DataFormatException e) {
            throw new UnsupportedImageException("code-stream");
        } finally {
            inflater.end();
        }
        return NativeFrames.cellsOfOne(image, bytes);
    }
}
