package org.medsendx.deidentification.pixels;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.medsendx.deidentification.pixels.StoredFrames.Cause;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.pixel.EncodedPixelData;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.JpegLsFrames;
import org.medsendx.dicom.pixel.RowEdit;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * Encodes native frames as JPEG-LS Lossless, masks blanked on the way. What cannot be encoded to
 * the bit, or would not be smaller, stays as it is, with its cause. Memory holds rows.
 */
public final class LosslessFrames {

    private LosslessFrames() {}

    /**
     * Encodes the frames of an image into a file; {@link JpegLsFrames#encode} says what it owes.
     */
    @FunctionalInterface
    public interface Encoder {
        EncodedPixelData encode(Image image, Path file, RowEdit edit)
                throws IOException, UnsupportedImageException;
    }

    /** Whether a data set has frames that are not compressed. */
    public static boolean isNative(DataSet dataSet) {
        Element pixels = dataSet.get(PixelData);
        return pixels instanceof Element.Bulk || pixels instanceof Element.Value;
    }

    /**
     * Puts the frames into the clean data set as JPEG-LS, with the attributes that follow from it;
     * what they show, and whether they were ever compressed with loss, stays as it is.
     *
     * @param original the instance whose pixels they are, without what no viewer shows
     * @param clean the data set that will be written; as it was when frames stay as they came
     * @param work a file for the frames that does not exist; when they are encoded it must stay
     *     until the data set is written
     * @param encoder may fail: then frames stay as they came
     */
    public static StoredFrames put(
            DicomFile original, PixelPlan.Ready plan, DataSet clean, Path work, Encoder encoder)
            throws IOException {
        DataSet dataSet = original.dataSet();
        if (dataSet.contains(FloatPixelData) || dataSet.contains(DoubleFloatPixelData)) {
            return new StoredFrames.Kept(Cause.CELLS);
        }
        if (!dataSet.contains(PixelData)) {
            return new StoredFrames.AsTheyCame();
        }
        if (original.meta().transferSyntaxUid().equals(Uid.DeflatedExplicitVRLittleEndian)) {
            return new StoredFrames.Kept(Cause.DEFLATED);
        }
        if (plan.clearsUnusedBits()) {
            return new StoredFrames.Kept(Cause.UNUSED_BITS);
        }
        try {
            Image image = Image.of(original);
            List<Mask> masks = plan.work().masks();
            int[] blank = masks.isEmpty() ? new int[0] : Blank.values(image);
            EncodedPixelData encoded =
                    encoder.encode(
                            image,
                            work,
                            (frame, row, cells) ->
                                    blank(image, masks, blank, frame + 1, row, cells));
            encoded.putFramesInto(clean);
            if (image.samplesPerPixel() == 3) {
                clean.putInt(PlanarConfiguration, VR.US, 0);
            }
            return new StoredFrames.JpegLs(length(dataSet), encoded.bytes());
        } catch (UnsupportedImageException e) {
            Files.deleteIfExists(work);
            return new StoredFrames.Kept(Cause.of(e.code()));
        } catch (RuntimeException e) {
            // A defect of ours: fewer bytes are not worth an image.
            Files.deleteIfExists(work);
            return new StoredFrames.Kept(Cause.FAILED);
        }
    }

    private static long length(DataSet dataSet) {
        return switch (dataSet.get(PixelData)) {
            case Element.Bulk bulk -> bulk.length();
            case Element.Value value -> value.bytes().length;
            case null, default -> 0;
        };
    }

    /** Blanks what masks cover of some rows. */
    private static void blank(
            Image image, List<Mask> masks, int[] values, int frame, int first, int[] cells) {
        int samples = image.samplesPerPixel();
        int length = image.columns() * samples;
        int last = first + cells.length / length;
        int allocated = (int) ((1L << image.bitsAllocated()) - 1);
        for (Mask mask : masks) {
            if (frame < mask.firstFrame() || frame > mask.lastFrame()) {
                continue;
            }
            Rectangle area = mask.area();
            for (int y = Math.max(first, area.y()); y < Math.min(last, area.bottom()); y++) {
                int at = (y - first) * length + area.x() * samples;
                for (int i = 0; i < area.width() * samples; i++) {
                    cells[at + i] = values[i % samples] & allocated;
                }
            }
        }
    }
}
