package org.medsendx.segmenter.stratum;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Plausible;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/**
 * Reads the stratum of a scan from its de-identified header: modality, body part, protocol and kV
 * band, which are its key, and the further parts of {@link StratumParts}. Values are brought into
 * the form that {@link Stratum} allows; what is missing is {@code NONE}.
 *
 * <p>The protocol is Protocol Name (0018,1030), which de-identification has cleaned to words of a
 * clinical vocabulary; projection radiographs without one take their View Position (0018,5101), and
 * CT localizers are {@code LOCALIZER}, because they share their protocol's name with slices.
 */
public final class StratumReader {

    /** What stands for a missing part. */
    public static final String NONE = "NONE";

    /** What stands for a missing modality. */
    public static final String OTHER = "OT";

    private static final Set<String> PROJECTIONS = Set.of("CR", "DX", "MG", "RG", "IO", "PX");
    private static final int KV_BAND = 10;
    private static final int LONGEST_PART = 64;
    private static final int LONGEST_MODALITY = 16;

    private StratumReader() {}

    /** The stratum of a header. */
    public static Stratum read(DataSet header) {
        var modality = modality(header);
        return new Stratum(
                modality,
                part(header.string(Tag.BodyPartExamined)),
                protocol(header),
                kvBand(header.doubles(Tag.KVP)),
                StratumParts.make(header),
                StratumParts.model(header),
                StratumParts.kernel(header),
                StratumParts.sliceBand(header),
                StratumParts.contrast(header, modality),
                StratumParts.intent(header),
                StratumParts.view(header),
                StratumParts.thicknessBand(header, modality));
    }

    /** Whether a modality makes projection radiographs. */
    public static boolean projection(String modality) {
        return PROJECTIONS.contains(modality);
    }

    /** Modality (0008,0060) as a code of upper case letters and digits, or {@link #OTHER}. */
    public static String modality(DataSet header) {
        var raw = header.string(Tag.Modality);
        if (raw == null) {
            return OTHER;
        }
        var code = raw.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return code.isEmpty()
                ? OTHER
                : code.substring(0, Math.min(code.length(), LONGEST_MODALITY));
    }

    /** Whether the image is a CT localizer (scout): third value of Image Type (0008,0008). */
    public static boolean localizer(DataSet header) {
        var type = header.strings(Tag.ImageType);
        return type.size() > 2 && type.get(2).equals("LOCALIZER");
    }

    private static String protocol(DataSet header) {
        if (localizer(header)) {
            return "LOCALIZER";
        }
        var name = part(header.string(Tag.ProtocolName));
        return name.equals(NONE) && PROJECTIONS.contains(modality(header))
                ? part(header.string(Tag.ViewPosition))
                : name;
    }

    private static String kvBand(double[] kv) {
        if (kv.length == 0 || !Plausible.kilovolts(kv[0])) {
            return NONE;
        }
        int band = ((int) kv[0]) / KV_BAND * KV_BAND;
        return band + "-" + (band + KV_BAND - 1);
    }

    /** Upper case words joined by {@code _}; accents dropped. */
    static String part(@Nullable String text) {
        if (text == null) {
            return NONE;
        }
        var plain =
                Normalizer.normalize(text, Normalizer.Form.NFD)
                        .replaceAll("\\p{M}", "")
                        .toUpperCase(Locale.ROOT)
                        .replaceAll("[^A-Z0-9-]+", "_")
                        .replaceAll("^[_-]+", "");
        var cut = plain.substring(0, Math.min(plain.length(), LONGEST_PART));
        var trimmed = cut.replaceAll("[_-]+$", "");
        return trimmed.isEmpty() ? NONE : trimmed;
    }
}
