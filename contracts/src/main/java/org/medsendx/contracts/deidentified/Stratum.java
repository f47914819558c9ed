package org.medsendx.contracts.deidentified;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kind of scan: features are comparable between scanners only within one stratum.
 *
 * <p>The first four parts are the stratum's key. The others tell further what physics differs by;
 * all come from a checked vocabulary or are bands, never the words of a header, and are null in
 * events from before there were any.
 *
 * @param modality Modality (0008,0060), or {@code OT}
 * @param bodyPart Body Part Examined (0018,0015) in upper case, or {@code NONE}
 * @param protocol protocol name in upper case, words joined by {@code _}, or {@code NONE}
 * @param kvBand tube voltage in bands of 10 kV such as {@code 120-129}, or {@code NONE}
 * @param make manufacturer from a list, {@code OTHER} for one that is not on it, or {@code NONE}
 * @param model model from a list, {@code OTHER} for one that is not on it, or {@code NONE}
 * @param kernel reconstruction kernel in a known form, {@code OTHER}, or {@code NONE}
 * @param sliceBand slice thickness in bands of mm such as {@code 1-2}, or {@code NONE}
 * @param contrast {@code YES} when the header names a contrast agent, else {@code NO}; {@code NONE}
 *     where the modality has none
 * @param intent {@code PROCESSING} or {@code PRESENTATION} (0008,0068), or {@code NONE}
 * @param view view from a list such as {@code MLO}, {@code OTHER}, or {@code NONE}
 * @param thicknessBand compressed thickness in bands of 20 mm such as {@code 40-59}, or {@code
 *     NONE}
 */
public record Stratum(
        String modality,
        String bodyPart,
        String protocol,
        String kvBand,
        @Nullable String make,
        @Nullable String model,
        @Nullable String kernel,
        @Nullable String sliceBand,
        @Nullable String contrast,
        @Nullable String intent,
        @Nullable String view,
        @Nullable String thicknessBand) {

    private static final Pattern PART = Pattern.compile("[A-Z0-9][A-Z0-9_-]{0,63}");

    public Stratum {
        for (var part : new String[] {modality, bodyPart, protocol, kvBand}) {
            checked(part);
        }
        for (var part :
                new @Nullable String[] {
                    make, model, kernel, sliceBand, contrast, intent, view, thicknessBand
                }) {
            if (part != null) {
                checked(part);
            }
        }
    }

    /** A stratum that is its key alone. */
    public Stratum(String modality, String bodyPart, String protocol, String kvBand) {
        this(modality, bodyPart, protocol, kvBand, null, null, null, null, null, null, null, null);
    }

    private static void checked(String part) {
        if (!PART.matcher(part).matches()) {
            throw new IllegalArgumentException(
                    "a stratum part is upper case letters, digits, '_' and '-'");
        }
    }

    /** One line that names the stratum, such as {@code CT|CHEST|ROUTINE|120-129}. */
    public String id() {
        return String.join("|", modality, bodyPart, protocol, kvBand);
    }

    /** The key alone: what is said of all scans of {@link #id()} has no further parts. */
    public Stratum key() {
        return new Stratum(modality, bodyPart, protocol, kvBand);
    }

    /**
     * One line with every part, in the order of this record; {@code NONE} stands for one that is
     * not known. Values that hang on physics compare best within it.
     */
    public String fineId() {
        var line = new StringBuilder(id());
        for (var part :
                new @Nullable String[] {
                    make, model, kernel, sliceBand, contrast, intent, view, thicknessBand
                }) {
            line.append('|').append(part == null ? "NONE" : part);
        }
        return line.toString();
    }
}
