package org.medsendx.dicom.pixel;

/**
 * JPEG of whatever process its stream is in: what the transfer syntax promises is not always what
 * is there.
 */
final class JpegDecoder implements FrameDecoder {

    @Override
    public int[] decode(byte[] stream, Image image) throws UnsupportedImageException {
        var jpeg = new JpegStream(stream);
        if (jpeg.nextScan() == null) {
            throw JpegStream.broken();
        }
        FrameDecoder decoder = jpeg.lossless() ? new JpegLosslessDecoder() : new JpegDctDecoder();
        return decoder.decode(stream, image);
    }
}
