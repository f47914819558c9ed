package org.medsendx.segmenter.tissue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/**
 * Mammograms that do not show one whole breast and nothing else: paddles, needles, implants and
 * cut-outs are as bright as glands, so that a density of them would say nothing.
 */
public final class PartialBreast {

    /** Contact views have about 1.05; magnification stands begin at 1.5. */
    private static final double MAGNIFIED = 1.3;

    /** View modifiers of PS3.16, CID 4015, in SNOMED CT and SRT, by what they mean here. */
    private static final Map<String, String> MODIFIERS =
            Map.of(
                    "399163009", "magnified-view",
                    "R-102D6", "magnified-view",
                    "399055006", "spot-view",
                    "R-102D7", "spot-view",
                    "399209000", "implant",
                    "R-102D5", "implant",
                    "127457009", "specimen",
                    "G-8310", "specimen");

    /** Breast Tomosynthesis Image Storage. */
    private static final String TOMOSYNTHESIS = "1.2.840.10008.5.1.4.1.1.13.1.3";

    private PartialBreast() {}

    /**
     * Why the density of a mammogram has no meaning: {@code stereo-view}, {@code spot-view}, {@code
     * magnified-view}, {@code specimen}, {@code implant}, {@code biopsy} or {@code tomosynthesis};
     * null when nothing in its header says so.
     */
    public static @Nullable String reason(DataSet header) {
        if (header.intValue(Tag.NumberOfFrames, 1) > 1
                || TOMOSYNTHESIS.equals(header.string(Tag.SOPClassUID))) {
            // a slice shows what is sharp in its plane; its share of the breast is no density
            return "tomosynthesis";
        }
        if (has(header.strings(Tag.ImageType), "STEREO")
                || has(header.strings(Tag.DetectorMode), "STEREO")) {
            return "stereo-view";
        }
        if (has(header.strings(Tag.BreastImplantPresent), "YES")) {
            return "implant";
        }
        for (DataSet view : header.items(Tag.ViewCodeSequence)) {
            String reason = ofCode(view);
            for (DataSet modifier : view.items(Tag.ViewModifierCodeSequence)) {
                reason = reason == null ? ofCode(modifier) : reason;
            }
            if (reason != null) {
                return reason;
            }
        }
        double[] magnified = header.doubles(Tag.EstimatedRadiographicMagnificationFactor);
        if (magnified.length > 0 && magnified[0] >= MAGNIFIED) {
            return "magnified-view";
        }
        for (int words :
                new int[] {
                    Tag.PaddleDescription, Tag.ProtocolName, Tag.SeriesDescription, Tag.ViewPosition
                }) {
            for (String text : header.strings(words)) {
                String reason = ofWords(text);
                if (reason != null) {
                    return reason;
                }
            }
        }
        return null;
    }

    private static @Nullable String ofCode(DataSet code) {
        String value = code.string(Tag.CodeValue);
        String reason = value == null ? null : MODIFIERS.get(value.strip());
        String meaning = code.string(Tag.CodeMeaning);
        return reason == null && meaning != null ? ofWords(meaning) : reason;
    }

    private static @Nullable String ofWords(String text) {
        String words = text.toLowerCase(Locale.ROOT);
        if (words.contains("stereo")) {
            return "stereo-view";
        }
        if (words.contains("biops") || words.contains("needle")) {
            return "biopsy";
        }
        if (words.contains("specimen")) {
            return "specimen";
        }
        if (words.contains("implant")) {
            return "implant";
        }
        if (words.contains("magnif")) {
            return "magnified-view";
        }
        return words.contains("spot") ? "spot-view" : null;
    }

    private static boolean has(List<String> values, String value) {
        return values.stream().anyMatch(one -> one.strip().equals(value));
    }
}
