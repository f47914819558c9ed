package org.medsendx.deidentification.pixels;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.Locale;
import java.util.Set;
import org.medsendx.dicom.data.DataSet;

/** What an image's header says about how likely its pixels show names. The first that fits. */
public enum ImageKind {
    /** It says so itself: BurnedInAnnotation is YES. A NO is never believed. */
    BURNED_IN("burned-in", BurnedInAnnotation),
    /** Ultrasound, by SOP class or modality. */
    ULTRASOUND("ultrasound", SOPClassUID),
    /** Image Type says SCREEN SAVE. */
    SCREEN_SAVE("screen-save", ImageType),
    /** Secondary capture, by SOP class or modality; also video and photographs of one. */
    SECONDARY_CAPTURE("secondary-capture", SOPClassUID),
    /**
     * Endoscopy, microscopy, photography and video, and what is of no kind that is known: text is
     * possible. Searched as {@link #OTHER}, in more frames.
     */
    VISIBLE_LIGHT("visible-light", SOPClassUID),
    /** All other images. */
    OTHER("other", SOPClassUID);

    private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";

    /** Secondary capture, single and multi-frame. */
    private static final Set<String> CAPTURES =
            Set.of(
                    STORAGE + "7",
                    STORAGE + "7.1",
                    STORAGE + "7.2",
                    STORAGE + "7.3",
                    STORAGE + "7.4");

    /** Ultrasound, with the retired classes. */
    private static final Set<String> ULTRASOUNDS =
            Set.of(
                    STORAGE + "3",
                    STORAGE + "3.1",
                    STORAGE + "6",
                    STORAGE + "6.1",
                    STORAGE + "6.2",
                    STORAGE + "6.3");

    /** Visible light (PS3.4, B.5): endoscopic, microscopic, photographic, ophthalmic, and video. */
    private static final String VISIBLE = STORAGE + "77.1.";

    private static final Set<String> LIT =
            Set.of("ES", "GM", "XC", "OP", "SM", "DMS", "BMD", "LP", "VIDD", "OPT", "DG", "HC");

    /** Modalities of pictures that are made by rays, magnets and the like. */
    private static final Set<String> SCANNED =
            Set.of(
                    "CR", "CT", "DX", "IO", "MG", "MR", "NM", "PT", "PX", "RF", "RG", "XA", "SEG",
                    "RTDOSE", "RTIMAGE", "OCT", "M3D", "PA", "TG", "BDUS", "BI", "SR", "PR", "KO",
                    "DF", "ANN", "REG", "IVOCT", "OSS", "LS");

    private final String key;
    private final int tag;

    ImageKind(String key, int tag) {
        this.key = key;
        this.tag = tag;
    }

    /** Its key in a profile. */
    public String key() {
        return key;
    }

    /** The attribute that tells. */
    public int tag() {
        return tag;
    }

    /** The kind of an instance. */
    public static ImageKind of(String sopClass, DataSet dataSet) {
        String burnedIn = text(dataSet, BurnedInAnnotation);
        String modality = text(dataSet, Modality);
        if (burnedIn.startsWith("Y")) {
            return BURNED_IN;
        }
        if (ULTRASOUNDS.contains(sopClass) || modality.equals("US") || modality.equals("IVUS")) {
            return ULTRASOUND;
        }
        for (String value : dataSet.strings(ImageType)) {
            if (value.replaceAll("[ _-]", "").equalsIgnoreCase("SCREENSAVE")) {
                return SCREEN_SAVE;
            }
        }
        if (CAPTURES.contains(sopClass) || modality.equals("SC")) {
            return SECONDARY_CAPTURE;
        }
        boolean lit = sopClass.startsWith(VISIBLE) || LIT.contains(modality);
        return lit || !SCANNED.contains(modality) ? VISIBLE_LIGHT : OTHER;
    }

    /** Whether text is likely, not only possible. */
    public boolean hinted() {
        return this != OTHER && this != VISIBLE_LIGHT;
    }

    private static String text(DataSet dataSet, int tag) {
        String text = dataSet.string(tag);
        return text == null ? "" : text.strip().toUpperCase(Locale.ROOT);
    }
}
