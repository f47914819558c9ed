package org.medsendx.deidentification.verify;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.deidentification.pixels.Blanking;
import org.medsendx.deidentification.pixels.Mask;
import org.medsendx.deidentification.pixels.PixelPlan;
import org.medsendx.deidentification.pixels.PixelWork;
import org.medsendx.deidentification.pixels.Rectangle;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * Compares the pixels of a copy that was masked with its original's, frame by frame, as they are
 * decoded: the same outside the masks, one constant colour within. Where a JPEG was blanked in its
 * blocks, those that a mask touches may differ around it.
 */
final class PixelComparison {

    /** What depends on how pixel data is encoded, beside the data itself. */
    private static final Set<Integer> ENCODING =
            Set.of(
                    PixelData,
                    PhotometricInterpretation,
                    PlanarConfiguration,
                    BitsStored,
                    HighBit,
                    ExtendedOffsetTable,
                    ExtendedOffsetTableLengths);

    private PixelComparison() {}

    /** The attributes that may differ because of masks; what they say is compared here. */
    static Set<Integer> mayDiffer(DicomFile original, PixelPlan.Ready plan) {
        if (!plan.changesFrames()) {
            return Set.of();
        }
        boolean encapsulated = original.dataSet().get(PixelData) instanceof Element.Encapsulated;
        return encapsulated ? ENCODING : Set.of(PixelData);
    }

    /** Whether a copy may be in its transfer syntax. */
    static boolean syntaxFits(DicomFile original, DicomFile written, PixelPlan.Ready plan) {
        String before = original.meta().transferSyntaxUid();
        String after = written.meta().transferSyntaxUid();
        boolean encapsulated = original.dataSet().get(PixelData) instanceof Element.Encapsulated;
        boolean anew =
                plan.changesFrames()
                        && encapsulated
                        && (after.equals(Uid.JPEGLSLossless)
                                || after.equals(Uid.RLELossless)
                                || after.equals(Uid.ExplicitVRLittleEndian));
        return before.equals(after) || anew;
    }

    /**
     * The attribute that is wrong with the pixels, or null.
     *
     * @param shown the original without what no viewer shows, for one whose frames cannot be told
     *     apart with it
     */
    static @Nullable Integer judge(
            DicomFile original, DicomFile shown, DicomFile written, PixelPlan.Ready plan)
            throws IOException {
        try {
            Image before = decodable(original) ? Image.of(original) : Image.of(shown);
            Image after = Image.of(written);
            if (!alike(before, after)) {
                return PhotometricInterpretation;
            }
            // A copy that stayed JPEG was not decoded and encoded anew.
            boolean blocks = Blanking.inBlocks(written.meta().transferSyntaxUid());
            for (int frame = 0; frame < before.frames(); frame++) {
                int samples = before.samplesPerPixel();
                boolean[] masked = masked(before, plan.work(), frame + 1, false);
                boolean[] free = masked(before, plan.work(), frame + 1, blocks);
                boolean asShown = !blocks && Blanking.shownAsDeclared(before);
                int[] was = asShown ? shown(before, frame) : before.stored(frame);
                if (!same(was, after.stored(frame), masked, free, samples)) {
                    return PixelData;
                }
            }
            return null;
        } catch (UnsupportedImageException e) {
            return PixelData;
        }
    }

    private static int[] shown(Image image, int frame)
            throws IOException, UnsupportedImageException {
        byte[] pixels = image.render(frame).pixels();
        int[] values = new int[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = pixels[i] & 0xFF;
        }
        return values;
    }

    private static boolean decodable(DicomFile file) throws IOException {
        try {
            return Image.of(file).stored(0).length > 0;
        } catch (UnsupportedImageException e) {
            return false;
        }
    }

    private static boolean alike(Image before, Image after)
            throws IOException, UnsupportedImageException {
        // of what is decoded, which a JPEG's markers decide
        String colour = before.storedPhotometricInterpretation(0);
        String now = after.storedPhotometricInterpretation(0);
        return (colour.equals(now) || Blanking.shownAsDeclared(before) && now.equals("RGB"))
                && before.rows() == after.rows()
                && before.columns() == after.columns()
                && before.samplesPerPixel() == after.samplesPerPixel()
                && before.frames() == after.frames()
                && before.bitsStored() == after.bitsStored()
                && before.signed() == after.signed();
    }

    private static boolean[] masked(Image image, PixelWork work, int frame, boolean blocks) {
        var masked = new boolean[image.rows() * image.columns()];
        for (Mask mask : work.masks()) {
            if (frame >= mask.firstFrame() && frame <= mask.lastFrame()) {
                Rectangle area = blocks ? Blanking.reach(image, mask.area()) : mask.area();
                for (int y = area.y(); y < area.bottom(); y++) {
                    int row = y * image.columns();
                    Arrays.fill(masked, row + area.x(), row + area.right(), true);
                }
            }
        }
        return masked;
    }

    /**
     * @param masked what must be blank
     * @param free what need not be as before
     */
    private static boolean same(
            int[] before, int[] after, boolean[] masked, boolean[] free, int samples) {
        if (before.length != after.length) {
            return false;
        }
        int blank = -1;
        for (int pixel = 0; pixel < masked.length; pixel++) {
            int at = pixel * samples;
            if (free[pixel] && !masked[pixel]) {
                continue;
            }
            if (masked[pixel] && blank < 0) {
                blank = at;
            }
            for (int sample = 0; sample < samples; sample++) {
                int expected = masked[pixel] ? after[blank + sample] : before[at + sample];
                if (after[at + sample] != expected) {
                    return false;
                }
            }
        }
        return true;
    }
}
