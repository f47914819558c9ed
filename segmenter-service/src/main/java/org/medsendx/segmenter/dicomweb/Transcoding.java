package org.medsendx.segmenter.dicomweb;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.Jpeg2000;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/** A file in Explicit VR Little Endian, its pixels decoded one frame after the other. */
final class Transcoding {

    // The first two are retired, and still found.
    private static final String SPECTRAL_SELECTION = "1.2.840.10008.1.2.4.53";
    private static final String FULL_PROGRESSION = "1.2.840.10008.1.2.4.55";
    private static final String DEFLATED_FRAMES = "1.2.840.10008.1.2.8.1";

    private Transcoding() {}

    /** Decodes a frame, from 1. */
    interface Decoder {
        byte[] decode(Image image, int frame) throws IOException;
    }

    /** Whether pixels of a transfer syntax that have to be decoded are decoded here. */
    static boolean decodes(String transferSyntax) {
        return switch (transferSyntax) {
            case Uid.ExplicitVRBigEndian,
                    Uid.RLELossless,
                    Uid.JPEGBaseline8Bit,
                    Uid.JPEGExtended12Bit,
                    Uid.JPEGLossless,
                    Uid.JPEGLosslessSV1,
                    Uid.JPEGLSLossless,
                    Uid.JPEGLSNearLossless,
                    SPECTRAL_SELECTION,
                    FULL_PROGRESSION,
                    DEFLATED_FRAMES ->
                    true;
            // Where the system has OpenJPEG.
            case Uid.JPEG2000Lossless, Uid.JPEG2000 -> Jpeg2000.here().available();
            default -> false;
        };
    }

    /**
     * How long the decoded pixels are; -1 when frames of single bits do not end with a byte, which
     * a native data set could not have (PS3.5, 8.1.1 and A.4).
     */
    static long bytes(Image image) {
        long samples = (long) image.rows() * image.columns() * image.samplesPerPixel();
        if (image.bitsAllocated() == 1) {
            return samples % 8 == 0 || image.frames() == 1
                    ? (samples + 7) / 8 * image.frames()
                    : -1;
        }
        return samples * (image.bitsAllocated() / 8) * image.frames();
    }

    /** Writes a file; the stream stays open. */
    static void toExplicitLittleEndian(DicomFile file, OutputStream out, Decoder decoder)
            throws IOException {
        var meta =
                new FileMeta(
                        file.meta().sopClassUid(),
                        file.meta().sopInstanceUid(),
                        Uid.ExplicitVRLittleEndian);
        if (Frames.isNative(file)) {
            DicomWriter.write(Channels.newChannel(new Open(out)), meta, file.dataSet());
            return;
        }
        try {
            var image = Image.of(file);
            var before = part(file.dataSet(), true);
            before.putString(
                    Tag.PhotometricInterpretation, VR.CS, image.storedPhotometricInterpretation(0));
            if (image.samplesPerPixel() == 3) {
                before.putInt(Tag.PlanarConfiguration, VR.US, 0);
            }
            out.write(DicomWriter.metaBytes(meta));
            out.write(DicomWriter.dataSetBytes(before, Uid.ExplicitVRLittleEndian));
            writePixels(image, out, decoder);
            var after = part(file.dataSet(), false);
            out.write(DicomWriter.dataSetBytes(after, Uid.ExplicitVRLittleEndian));
        } catch (UnsupportedImageException e) {
            throw new IOException(e.code(), e);
        }
    }

    private static void writePixels(Image image, OutputStream out, Decoder decoder)
            throws IOException {
        long length = bytes(image);
        long padded = length + (length & 1);
        boolean words = image.bitsAllocated() > 8;
        out.write(
                ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putShort((short) 0x7FE0)
                        .putShort((short) 0x0010)
                        .put((byte) 'O')
                        .put((byte) (words ? 'W' : 'B'))
                        .putShort((short) 0)
                        .putInt((int) padded)
                        .array());
        for (int frame = 1; frame <= image.frames(); frame++) {
            out.write(decoder.decode(image, frame));
        }
        if (padded > length) {
            out.write(0);
        }
    }

    /** The elements before the pixels, or those behind; tables of fragments in neither. */
    private static DataSet part(DataSet whole, boolean before) {
        var part = new DataSet(whole.bigEndian());
        for (Element element : whole) {
            int tag = element.tag();
            boolean ofPixels =
                    tag == Tag.PixelData
                            || tag == Tag.ExtendedOffsetTable
                            || tag == Tag.ExtendedOffsetTableLengths;
            if (!ofPixels && Integer.compareUnsigned(tag, Tag.PixelData) < 0 == before) {
                part.putAsRead(element);
            }
        }
        return part;
    }

    /** Keeps the stream open when the channel is closed. */
    private static final class Open extends FilterOutputStream {
        Open(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
