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

    private Transcoding() {}

    /** Decodes a frame, from 1. */
    interface Decoder {
        byte[] decode(Image image, int frame) throws IOException;
    }

    /** Whether pixels of an encapsulated transfer syntax are decoded here. */
    static boolean decodes(String transferSyntax) {
        return switch (transferSyntax) {
            case Uid.RLELossless,
                    Uid.JPEGBaseline8Bit,
                    Uid.JPEGExtended12Bit,
                    Uid.JPEGLossless,
                    Uid.JPEGLosslessSV1,
                    Uid.JPEGLSLossless,
                    Uid.JPEGLSNearLossless ->
                    true;
            // Where the system has OpenJPEG.
            case Uid.JPEG2000Lossless, Uid.JPEG2000 -> Jpeg2000.here().available();
            default -> false;
        };
    }

    /** Writes a file; the stream stays open. */
    static void toExplicitLittleEndian(DicomFile file, OutputStream out, Decoder decoder)
            throws IOException {
        var meta =
                new FileMeta(
                        file.meta().sopClassUid(),
                        file.meta().sopInstanceUid(),
                        Uid.ExplicitVRLittleEndian);
        if (Frames.isNative(file.meta().transferSyntaxUid())) {
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
        long samples = (long) image.rows() * image.columns() * image.samplesPerPixel();
        long length = samples * Math.max(8, image.bitsAllocated()) / 8 * image.frames();
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
