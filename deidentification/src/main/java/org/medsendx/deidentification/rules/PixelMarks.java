package org.medsendx.deidentification.rules;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.deidentification.pixels.Blanking;
import org.medsendx.deidentification.pixels.PixelPlan;
import org.medsendx.deidentification.pixels.PixelWork;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;

/** What a copy says of its pixels (PS3.15, E.3.1; PS3.3, C.7.6.1.1.5 and C.12.1). */
public final class PixelMarks {

    private static final Set<String> LOSSY =
            Set.of(
                    Uid.JPEGBaseline8Bit,
                    Uid.JPEGExtended12Bit,
                    "1.2.840.10008.1.2.4.53",
                    "1.2.840.10008.1.2.4.55");

    private PixelMarks() {}

    /** Whether frames of a transfer syntax were compressed with loss, whatever the header says. */
    public static boolean lossy(String transferSyntaxUid) {
        return LOSSY.contains(transferSyntaxUid);
    }

    /**
     * Whether the original's statement that nothing is burned in must not be repeated: the copy was
     * not searched as its kind asks for, and nothing is known.
     */
    public static boolean doubted(DataSet original, PixelPlan.Ready plan) {
        PixelWork work = plan.work();
        boolean pixels =
                original.contains(PixelData)
                        || original.contains(FloatPixelData)
                        || original.contains(DoubleFloatPixelData);
        boolean unsearched = work.framesSearched() == 0 || work.kind().hinted();
        return pixels
                && !work.claimed()
                && (unsearched || !work.masks().isEmpty())
                && "NO".equals(original.string(BurnedInAnnotation));
    }

    /**
     * Marks a clean data set.
     *
     * @param original without what no viewer shows
     * @param encoding how masked frames were encoded anew, null when they were not
     */
    public static void put(
            DicomFile original,
            PixelPlan.Ready plan,
            DataSet clean,
            Blanking.@Nullable Encoding encoding) {
        if (plan.work().claimed()) {
            Marks.pixelsCleaned(clean);
        } else if (doubted(original.dataSet(), plan)) {
            String sopClass = clean.string(SOPClassUID);
            boolean mandatory =
                    sopClass != null && sopClass.startsWith("1.2.840.10008.5.1.4.1.1.7.");
            if (mandatory) {
                // Type 1 of multi-frame secondary captures (C.8.6.4): what is not known is feared.
                clean.putString(BurnedInAnnotation, VR.CS, "YES");
            } else {
                clean.remove(BurnedInAnnotation);
            }
        }
        if (encoding != null) {
            Marks.method(clean, encoding.words());
            if (lossy(original.meta().transferSyntaxUid())) {
                clean.putString(LossyImageCompression, VR.CS, "01");
            }
        }
    }
}
