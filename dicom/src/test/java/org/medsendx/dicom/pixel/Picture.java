package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;

/**
 * A secondary capture in native pixel data with flat, smooth and noisy parts that reach the lowest
 * and the highest stored value; the same for the same seed.
 */
record Picture(
        int rows,
        int columns,
        int samples,
        int frames,
        int allocated,
        int stored,
        boolean signed,
        boolean planar,
        long seed) {

    static Picture grey(int rows, int columns, int allocated, int stored, boolean signed) {
        return new Picture(rows, columns, 1, 1, allocated, stored, signed, false, 1);
    }

    static Picture colour(int rows, int columns, int allocated, boolean planar) {
        return new Picture(rows, columns, 3, 1, allocated, allocated, false, planar, 2);
    }

    Picture frames(int count) {
        return new Picture(rows, columns, samples, count, allocated, stored, signed, planar, seed);
    }

    FrameFormat format() {
        return new FrameFormat(rows, columns, samples, allocated, stored, signed);
    }

    /** The stored values of a frame, samples interleaved. */
    int[] values(int frame) {
        var random = new Random(seed * 31 + frame);
        long count = 1L << stored;
        int[] values = new int[rows * columns * samples];
        for (int i = 0; i < values.length; i++) {
            int x = i / samples % columns;
            int y = i / samples / columns;
            long level =
                    switch ((x / 16 + y / 8) % 4) {
                        case 0 -> count - 1;
                        case 1 -> (x * 5L + y * 3L + i % samples) * count / 997 + random.nextInt(3);
                        case 2 -> (i % samples) * count / 5;
                        default -> random.nextLong(count);
                    };
            long lowest = signed ? -(count / 2) : 0;
            values[i] = (int) (lowest + Math.floorMod(level, count));
        }
        return values;
    }

    private byte[] pixels() {
        int size = rows * columns * samples;
        if (allocated == 1) {
            byte[] bits = new byte[(size * frames + 15) / 16 * 2];
            for (int i = 0; i < size * frames; i++) {
                bits[i / 8] |= (byte) ((values(i / size)[i % size] & 1) << i % 8);
            }
            return bits;
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(size * frames * allocated / 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int frame = 0; frame < frames; frame++) {
            int[] values = values(frame);
            for (int i = 0; i < size; i++) {
                int plane = size / samples;
                int value = values[planar ? i % plane * samples + i / plane : i];
                switch (allocated) {
                    case 8 -> bytes.put((byte) value);
                    case 16 -> bytes.putShort((short) value);
                    default -> bytes.putInt(value);
                }
            }
        }
        return bytes.array();
    }

    private DataSet dataSet() {
        var dataSet = new DataSet();
        dataSet.putString(Tag.SOPClassUID, VR.UI, Uid.SecondaryCaptureImageStorage);
        dataSet.putString(Tag.SOPInstanceUID, VR.UI, "2.25.1");
        dataSet.putString(Tag.PatientID, VR.LO, "1");
        dataSet.putString(Tag.StudyInstanceUID, VR.UI, "2.25.2");
        dataSet.putString(Tag.SeriesInstanceUID, VR.UI, "2.25.3");
        dataSet.putString(Tag.Modality, VR.CS, "OT");
        dataSet.putInt(Tag.SamplesPerPixel, VR.US, samples);
        dataSet.putString(
                Tag.PhotometricInterpretation, VR.CS, samples == 1 ? "MONOCHROME2" : "RGB");
        if (samples > 1) {
            dataSet.putInt(Tag.PlanarConfiguration, VR.US, planar ? 1 : 0);
        }
        dataSet.putInt(Tag.NumberOfFrames, VR.IS, frames);
        dataSet.putInt(Tag.Rows, VR.US, rows);
        dataSet.putInt(Tag.Columns, VR.US, columns);
        dataSet.putInt(Tag.BitsAllocated, VR.US, allocated);
        dataSet.putInt(Tag.BitsStored, VR.US, stored);
        dataSet.putInt(Tag.HighBit, VR.US, stored - 1);
        dataSet.putInt(Tag.PixelRepresentation, VR.US, signed ? 1 : 0);
        dataSet.put(new Value(Tag.PixelData, allocated > 8 ? VR.OW : VR.OB, pixels()));
        return dataSet;
    }

    private static FileMeta meta(String transferSyntaxUid) {
        return new FileMeta(Uid.SecondaryCaptureImageStorage, "2.25.1", transferSyntaxUid);
    }

    /** As if it had been read from a file. */
    Image image() throws UnsupportedImageException {
        return image(dataSet());
    }

    Image image(DataSet dataSet) throws UnsupportedImageException {
        return Image.of(
                new DicomFile(Path.of("none"), meta(Uid.ExplicitVRLittleEndian), 0, dataSet));
    }

    /** Writes an image in another transfer syntax and reads that again. */
    static Image rewritten(Image image, String transferSyntaxUid, Path folder)
            throws IOException, UnsupportedImageException {
        return rewritten(image, transferSyntaxUid, folder, FrameEdit.NONE);
    }

    static Image rewritten(Image image, String transferSyntaxUid, Path folder, FrameEdit edit)
            throws IOException, UnsupportedImageException {
        String name = "p" + System.nanoTime();
        Path scratch = folder.resolve(name + ".pixels");
        EncodedPixelData pixels = PixelDataEncoder.encode(image, transferSyntaxUid, scratch, edit);
        DataSet dataSet = image.file().dataSet().copy();
        pixels.putInto(dataSet);
        Path written = folder.resolve(name + ".dcm");
        DicomWriter.write(written, meta(pixels.transferSyntaxUid()), dataSet);
        return Image.of(DicomReader.read(written, ReadLimits.DEFAULT));
    }
}
