package org.medsendx.deidentification.verify;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.deidentification.pixels.FrameForm;
import org.medsendx.deidentification.pixels.LosslessFrames;
import org.medsendx.deidentification.pixels.Mask;
import org.medsendx.deidentification.pixels.PixelPlan;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.unseen.UnusedBits;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.pixel.CellRows;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * Compares native frames with those of a copy that holds them as JPEG-LS: each cell, all the bits
 * that are allocated, of each frame; within masks one constant colour. Memory holds rows.
 */
final class EncodingComparison {

    private EncodingComparison() {}

    /** Whether a copy holds native frames as JPEG-LS because the profile wants that. */
    static boolean applies(Profile profile, DicomFile original, DicomFile written) {
        return profile.frames() == FrameForm.JPEG_LS
                && LosslessFrames.isNative(original.dataSet())
                && written.meta().transferSyntaxUid().equals(Uid.JPEGLSLossless);
    }

    /** The attributes that may differ because of it; what they say is compared here. */
    static Set<Integer> mayDiffer(DicomFile original) {
        var tags =
                new HashSet<>(Set.of(PixelData, ExtendedOffsetTable, ExtendedOffsetTableLengths));
        if (original.dataSet().intValue(SamplesPerPixel, 1) == 3) {
            tags.add(PlanarConfiguration);
        }
        return tags;
    }

    /** Judges the frames of a copy; the attributes that describe them are the original's. */
    static void run(DicomFile original, DicomFile written, PixelPlan.Ready plan, Findings findings)
            throws IOException {
        findings.runs(Check.ENCODING, Check.UNSEEN_BITS);
        try {
            Image before = Image.of(original);
            Image after = Image.of(written);
            if (after.samplesPerPixel() == 3
                    && written.dataSet().intValue(PlanarConfiguration, -1) != 0) {
                findings.fail(Check.ENCODING, PlanarConfiguration);
            }
            var bits = UnusedBits.of(written.dataSet());
            for (int frame = 0; frame < before.frames(); frame++) {
                frame(before, after, frame, plan.work().masks(), bits, findings);
            }
        } catch (UnsupportedImageException e) {
            findings.fail(Check.ENCODING, Tag.PixelData);
        }
    }

    private static void frame(
            Image before,
            Image after,
            int frame,
            List<Mask> all,
            UnusedBits bits,
            Findings findings)
            throws IOException, UnsupportedImageException {
        var masks = new Masks(before, all, frame + 1);
        CellRows was = CellRows.of(before, frame);
        CellRows now = CellRows.of(after, frame);
        for (int y = 0; y < before.rows(); y++) {
            int[] expected = was.next();
            int[] there = now.next();
            if (!masks.same(y, expected, there)) {
                findings.fail(Check.ENCODING, Tag.PixelData);
                return;
            }
            if (bits.hold(there)) {
                findings.fail(Check.UNSEEN_BITS, Tag.PixelData);
                return;
            }
        }
    }

    /** What masks cover of a frame. */
    private static final class Masks {

        private final List<Mask> masks;
        private final int samples;
        private int @Nullable [] blank;

        private Masks(Image image, List<Mask> all, int frame) {
            samples = image.samplesPerPixel();
            masks =
                    all.stream()
                            .filter(one -> frame >= one.firstFrame() && frame <= one.lastFrame())
                            .toList();
        }

        /** Whether a row is the same but for masks, and of one colour within. */
        private boolean same(int y, int[] expected, int[] there) {
            boolean[] masked = null;
            for (Mask mask : masks) {
                if (y >= mask.area().y() && y < mask.area().bottom()) {
                    masked = masked == null ? new boolean[there.length / samples] : masked;
                    Arrays.fill(masked, mask.area().x(), mask.area().right(), true);
                }
            }
            if (masked == null) {
                return Arrays.equals(expected, there);
            }
            for (int x = 0; x < masked.length; x++) {
                int from = x * samples;
                int to = from + samples;
                int[] one = masked[x] ? blank(there, from, to) : null;
                boolean right =
                        one == null
                                ? Arrays.equals(expected, from, to, there, from, to)
                                : Arrays.equals(one, 0, samples, there, from, to);
                if (!right) {
                    return false;
                }
            }
            return expected.length == there.length;
        }

        private int[] blank(int[] there, int from, int to) {
            int[] known = blank;
            if (known == null) {
                known = Arrays.copyOfRange(there, from, to);
                blank = known;
            }
            return known;
        }
    }
}
