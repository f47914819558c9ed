package org.medsendx.contracts.deidentified;

import java.util.regex.Pattern;

/**
 * The kind of scan: features are comparable between scanners only within one stratum.
 *
 * @param modality Modality (0008,0060), or {@code OT}
 * @param bodyPart Body Part Examined (0018,0015) in upper case, or {@code NONE}
 * @param protocol protocol name in upper case, words joined by {@code _}, or {@code NONE}
 * @param kvBand tube voltage in bands of 10 kV such as {@code 120-129}, or {@code NONE}
 */
public record Stratum(String modality, String bodyPart, String protocol, String kvBand) {

    private static final Pattern PART = Pattern.compile("[A-Z0-9][A-Z0-9_-]{0,63}");

    public Stratum {
        for (var part : new String[] {modality, bodyPart, protocol, kvBand}) {
            if (!PART.matcher(part).matches()) {
                throw new IllegalArgumentException(
                        "a stratum part is upper case letters, digits, '_' and '-'");
            }
        }
    }

    /** One line that names the stratum, such as {@code CT|CHEST|ROUTINE|120-129}. */
    public String id() {
        return String.join("|", modality, bodyPart, protocol, kvBand);
    }
}
