package org.medsendx.anonymizer.pixels;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.pixel.EncodedPixelData;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.PixelDataEncoder;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * Blanks masks in pixel data: native data in its cells, compressed frames decoded and encoded anew
 * without loss, one at a time.
 */
public final class Blanking {

    private Blanking() {}

    /** How masked frames were encoded anew. */
    public enum Encoding {
        RLE(Uid.RLELossless, "RLE Lossless"),
        JPEG_LS(Uid.JPEGLSLossless, "JPEG-LS Lossless"),
        NATIVE(Uid.ExplicitVRLittleEndian, "native");

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
            return "Masked frames decoded and encoded anew as " + words;
        }
    }

    /**
     * Puts blanked pixel data into the clean data set, with the attributes that follow from how it
     * is encoded now.
     *
     * @param original the instance whose pixels they are, without what no viewer shows
     * @param clean the data set that will be written
     * @param work a file for the pixel data; it must stay until the data set is written
     * @return how the frames were encoded anew; null when they are as they were, but for the masks
     * @throws UnsupportedImageException when a frame cannot be decoded or encoded
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
     * Here it is chosen how compressed frames are edited: decoded and encoded anew, without loss.
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
        // YBR is a colour space of RLE, for ultrasound of no other lossless code (C.8.5.6.1.2).
        boolean rle =
                original.meta().transferSyntaxUid().equals(Uid.RLELossless)
                        || image.photometricInterpretation().startsWith("YBR_FULL");
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
        if (encoding == Encoding.RLE && image.samplesPerPixel() == 3) {
            // Says nothing of RLE, but for ultrasound it has to be 1 (C.8.5.6.1.16).
            int before = original.dataSet().intValue(PlanarConfiguration, 0);
            boolean ultrasound = plan.work().kind() == ImageKind.ULTRASOUND;
            clean.putInt(PlanarConfiguration, VR.US, ultrasound ? 1 : before);
        }
        return encoding;
    }

    private static EncodedPixelData encode(
            Image image, String syntax, Path work, int[] blank, List<Mask> masks)
            throws IOException, UnsupportedImageException {
        int samples = image.samplesPerPixel();
        return PixelDataEncoder.encode(
                image,
                syntax,
                work,
                (index, stored) -> {
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
                });
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
