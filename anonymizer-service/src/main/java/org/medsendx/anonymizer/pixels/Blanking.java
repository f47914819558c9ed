package org.medsendx.anonymizer.pixels;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Uid;
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

    /**
     * Puts blanked pixel data into the clean data set, with the attributes that follow from how it
     * is encoded now.
     *
     * @param original the instance whose pixels they are
     * @param clean the data set that will be written
     * @param work a file for the pixel data; it must stay until the data set is written
     * @return the transfer syntax of the copy
     * @throws UnsupportedImageException when a frame cannot be decoded or encoded
     */
    public static String apply(DicomFile original, PixelPlan.Ready plan, DataSet clean, Path work)
            throws IOException, UnsupportedImageException {
        Image image = Image.of(original);
        List<Mask> masks = plan.work().masks();
        int[] blank = Blank.values(image);
        String syntax = original.meta().transferSyntaxUid();
        if (!(original.dataSet().get(PixelData) instanceof Element.Encapsulated)) {
            clean.put(NativeBlanking.write(image, blank, masks, plan.clearsUnusedBits(), work));
            return syntax;
        }
        EncodedPixelData encoded;
        Image plain = plan.clearsUnusedBits() ? Image.of(withoutOverlays(original)) : image;
        // YBR is a colour space of RLE, for ultrasound of no other lossless code (C.8.5.6.1.2).
        boolean rle =
                syntax.equals(Uid.RLELossless)
                        || image.photometricInterpretation().startsWith("YBR_FULL");
        String target = rle ? Uid.RLELossless : Uid.JPEGLSLossless;
        try {
            encoded = encode(plain, target, work, blank, masks);
        } catch (UnsupportedImageException e) {
            // Cells that the code cannot hold, such as 32 bits.
            Files.deleteIfExists(work);
            encoded = encode(plain, Uid.ExplicitVRLittleEndian, work, blank, masks);
        }
        encoded.putInto(clean);
        return encoded.transferSyntaxUid();
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
