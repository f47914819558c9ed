package org.medsendx.deidentification.pixels;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.pixel.EncodedPixelData;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.JpegBlockBlanking.Part;
import org.medsendx.dicom.pixel.JpegFrameBlanking;
import org.medsendx.dicom.pixel.PixelDataEncoder;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * Blanks masks in pixel data: native data in its cells, JPEG in its blocks where its process allows
 * that, other compressed frames decoded and encoded anew without loss, one at a time.
 */
public final class Blanking {

    /** JPEG processes whose blocks can be blanked where they lie. */
    private static final Set<String> BLOCKS = Set.of(Uid.JPEGBaseline8Bit, Uid.JPEGExtended12Bit);

    private Blanking() {}

    /** How masked frames were written. */
    public enum Encoding {
        JPEG_BLOCKS(Uid.JPEGBaseline8Bit, "Masked JPEG blocks blanked, others kept bit for bit"),
        JPEG_BLOCKS_EXTENDED(Uid.JPEGExtended12Bit, JPEG_BLOCKS.words),
        RLE(Uid.RLELossless, "Masked frames decoded and encoded anew as RLE Lossless"),
        JPEG_LS(Uid.JPEGLSLossless, "Masked frames decoded and encoded anew as JPEG-LS Lossless"),
        NATIVE(Uid.ExplicitVRLittleEndian, "Masked frames decoded and encoded anew as native");

        private final String transferSyntax;
        private final String words;

        Encoding(String transferSyntax, String words) {
            this.transferSyntax = transferSyntax;
            this.words = words;
        }

        /** What the file meta information must name. */
        public String transferSyntax() {
            return transferSyntax;
        }

        /** For Deidentification Method (0012,0063). */
        public String words() {
            return words;
        }
    }

    /** What is said of colour that could only be stored in another way. */
    public static final String RECOLOUR = "recolour";

    /** Whether masks in a transfer syntax may be blanked in the code stream, block by block. */
    public static boolean inBlocks(String transferSyntaxUid) {
        return BLOCKS.contains(transferSyntaxUid);
    }

    /**
     * How far blanking a mask in the blocks of a JPEG may be seen: blocks of 8 pixels for grey, of
     * 16 for colour that may be halved, and the two pixels that smoothed colour reaches.
     */
    public static Rectangle reach(Image image, Rectangle area) {
        int block = image.samplesPerPixel() == 1 ? 8 : 16;
        int smoothed = image.samplesPerPixel() == 1 ? 0 : 2;
        // twice: no colour gets into the mask, and none of the mask's blocks gets out unseen
        Rectangle wide = area.grown(smoothed);
        int x = Math.max(0, wide.x() / block * block - smoothed);
        int y = Math.max(0, wide.y() / block * block - smoothed);
        int right = (wide.right() + block - 1) / block * block + smoothed;
        int bottom = (wide.bottom() + block - 1) / block * block + smoothed;
        return new Rectangle(
                x, y, Math.min(image.columns(), right) - x, Math.min(image.rows(), bottom) - y);
    }

    /**
     * Puts blanked pixel data into the clean data set, with the attributes that follow from how it
     * is encoded now.
     *
     * @param original the instance whose pixels they are, without what no viewer shows
     * @param clean the data set that will be written
     * @param work a file for the pixel data; it must stay until the data set is written
     * @return how the frames were encoded anew; null when they are as they were, but for the masks
     * @throws UnsupportedImageException {@link #RECOLOUR} when its colour would be stored otherwise
     *     and the plan does not allow it; else when a frame cannot be decoded or encoded
     */
    public static @Nullable Encoding apply(
            DicomFile original, PixelPlan.Ready plan, DataSet clean, Path work)
            throws IOException, UnsupportedImageException {
        Image image = Image.of(original);
        List<Mask> masks = plan.work().masks();
        int[] blank = Blank.values(image);
        if (!(original.dataSet().get(PixelData) instanceof Element.Encapsulated)) {
            clean.put(NativeBlanking.write(image, blank, masks, plan.clearsUnusedBits(), work));
            return null;
        }
        return compressed(original, image, plan, blank, clean, work);
    }

    /**
     * Here it is chosen how compressed frames are edited: JPEG in its blocks, so that nothing is
     * lost and no colour stored otherwise; else decoded and encoded anew, without loss.
     */
    private static Encoding compressed(
            DicomFile original,
            Image image,
            PixelPlan.Ready plan,
            int[] blank,
            DataSet clean,
            Path work)
            throws IOException, UnsupportedImageException {
        // Bits beside the stored ones do not leave, whatever the header calls them.
        Image plain = Image.of(withoutOverlays(original));
        if (!plan.clearsUnusedBits() && blocks(plain, plan.work().masks(), clean, work)) {
            boolean baseline = original.meta().transferSyntaxUid().equals(Uid.JPEGBaseline8Bit);
            return baseline ? Encoding.JPEG_BLOCKS : Encoding.JPEG_BLOCKS_EXTENDED;
        }
        if (shownAsDeclared(image)) {
            encodeShown(plain, plan.work().masks(), work).putInto(clean);
            clean.putString(PhotometricInterpretation, VR.CS, image.photometricInterpretation());
            return Encoding.JPEG_LS;
        }
        // YBR is a colour space of RLE, for ultrasound of no other lossless code (C.8.5.6.1.2).
        boolean rle =
                original.meta().transferSyntaxUid().equals(Uid.RLELossless)
                        || image.storedPhotometricInterpretation(0).equals("YBR_FULL");
        Encoding encoding = rle ? Encoding.RLE : Encoding.JPEG_LS;
        List<Mask> masks = plan.work().masks();
        EncodedPixelData encoded;
        try {
            encoded = encode(plain, encoding.transferSyntax(), work, blank, masks);
        } catch (UnsupportedImageException e) {
            // Cells that the code cannot hold, such as 32 bits.
            Files.deleteIfExists(work);
            encoding = Encoding.NATIVE;
            encoded = encode(plain, encoding.transferSyntax(), work, blank, masks);
        }
        encoded.putInto(clean);
        String colour = clean.string(PhotometricInterpretation);
        String before = image.photometricInterpretation();
        // No lossless code can hold YBR_ICT, whose transformation is not reversible (PS3.5, 8.2.4).
        if (!plan.recolours() && !before.equals(colour) && !before.equals("YBR_ICT")) {
            throw new UnsupportedImageException(RECOLOUR);
        }
        if (encoding == Encoding.RLE && image.samplesPerPixel() == 3) {
            // Says nothing of RLE, but for ultrasound it has to be 1 (C.8.5.6.1.16).
            int planar = original.dataSet().intValue(PlanarConfiguration, 0);
            boolean ultrasound = plan.work().kind() == ImageKind.ULTRASOUND;
            clean.putInt(PlanarConfiguration, VR.US, ultrasound ? 1 : planar);
        }
        return encoding;
    }

    /** Whether the masks were blanked in the blocks of a JPEG; if not, nothing was changed. */
    private static boolean blocks(Image image, List<Mask> masks, DataSet clean, Path work)
            throws IOException, UnsupportedImageException {
        // The lowest samples would glare in an image that shows them white.
        if (!inBlocks(image.file().meta().transferSyntaxUid())
                || image.photometricInterpretation().equals("MONOCHROME1")) {
            return false;
        }
        try {
            JpegFrameBlanking.Frames frames =
                    JpegFrameBlanking.blank(image, work, frame -> parts(masks, frame + 1));
            for (int frame = 0; frame < image.frames(); frame++) {
                if (!within(image, frames.changed().get(frame), masks, frame + 1)) {
                    throw new UnsupportedImageException("jpeg-sampling");
                }
            }
            frames.pixels().putInto(clean);
            return true;
        } catch (UnsupportedImageException e) {
            Files.deleteIfExists(work);
            return false;
        }
    }

    private static List<Part> parts(List<Mask> masks, int frame) {
        List<Part> parts = new ArrayList<>();
        for (Mask mask : masks) {
            if (frame >= mask.firstFrame() && frame <= mask.lastFrame()) {
                Rectangle area = mask.area();
                parts.add(new Part(area.y(), area.x(), area.height(), area.width()));
            }
        }
        return parts;
    }

    /** Blocks can be greater than what {@link #reach} expects, which the gate holds us to. */
    private static boolean within(Image image, List<Part> changed, List<Mask> masks, int frame) {
        List<Rectangle> reached =
                masks.stream()
                        .filter(m -> frame >= m.firstFrame() && frame <= m.lastFrame())
                        .map(m -> reach(image, m.area()))
                        .toList();
        for (Part part : changed) {
            Rectangle seen =
                    new Rectangle(part.column(), part.row(), part.columns(), part.rows())
                            .within(image.columns(), image.rows());
            if (seen != null
                    && reached.stream().noneMatch(r -> r.sharedWith(seen) == seen.pixels())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether frames are said to be RGB while their code stream holds YBR: then the RGB that
     * viewers show is stored, and what the header says becomes true.
     */
    public static boolean shownAsDeclared(Image image)
            throws IOException, UnsupportedImageException {
        return image.samplesPerPixel() == 3
                && image.bitsAllocated() == 8
                && image.photometricInterpretation().equals("RGB")
                && image.storedPhotometricInterpretation(0).equals("YBR_FULL");
    }

    private static EncodedPixelData encodeShown(Image image, List<Mask> masks, Path work)
            throws IOException, UnsupportedImageException {
        return PixelDataEncoder.encode(
                image,
                Uid.JPEGLSLossless,
                work,
                (index, stored) -> {
                    byte[] shown;
                    try {
                        shown = image.render(index).pixels();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    for (int i = 0; i < stored.length; i++) {
                        stored[i] = shown[i] & 0xFF;
                    }
                    blank(image, index, stored, new int[3], masks);
                });
    }

    private static void blank(Image image, int index, int[] stored, int[] blank, List<Mask> masks) {
        int samples = image.samplesPerPixel();
        for (Mask mask : masks) {
            if (index + 1 < mask.firstFrame() || index + 1 > mask.lastFrame()) {
                continue;
            }
            Rectangle area = mask.area();
            for (int y = area.y(); y < area.bottom(); y++) {
                int at = (y * image.columns() + area.x()) * samples;
                for (int i = 0; i < area.width() * samples; i++) {
                    stored[at + i] = blank[i % samples];
                }
            }
        }
    }

    private static EncodedPixelData encode(
            Image image, String syntax, Path work, int[] blank, List<Mask> masks)
            throws IOException, UnsupportedImageException {
        return PixelDataEncoder.encode(
                image, syntax, work, (index, stored) -> blank(image, index, stored, blank, masks));
    }

    private static DicomFile withoutOverlays(DicomFile file) {
        DataSet dataSet = file.dataSet().copy();
        for (Element element : dataSet) {
            if (element.tag() >>> 24 == 0x60) {
                dataSet.remove(element.tag());
            }
        }
        return new DicomFile(file.path(), file.meta(), file.dataSetPosition(), dataSet);
    }
}
