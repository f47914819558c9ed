package org.medsendx.segmenter.instance;

import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * A coded entry (PS3.3, 8.8).
 *
 * @param value Code Value, at most 16 characters
 * @param scheme Coding Scheme Designator
 * @param meaning Code Meaning, at most 64 characters
 */
public record Code(String value, String scheme, String meaning) {

    /** What no standard scheme has a code for; the values are documented in docs/derived.md. */
    public static final String OWN_SCHEME = "99MEDSENDX";

    private static final int LONGEST_VALUE = 16;
    private static final int LONGEST_MEANING = 64;

    public Code {
        if (value.isBlank() || value.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException("a code value has 1 to 16 characters");
        }
        if (scheme.isBlank() || scheme.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException("a coding scheme has 1 to 16 characters");
        }
        if (meaning.isBlank() || meaning.length() > LONGEST_MEANING) {
            throw new IllegalArgumentException("a code meaning has 1 to 64 characters");
        }
    }

    /** A code of DICOM's own scheme (PS3.16, annex D). */
    public static Code dcm(String value, String meaning) {
        return new Code(value, "DCM", meaning);
    }

    /** A code of SNOMED CT. */
    public static Code sct(String value, String meaning) {
        return new Code(value, "SCT", meaning);
    }

    /** A unit (PS3.16, 7.2.2). */
    public static Code ucum(String value, String meaning) {
        return new Code(value, "UCUM", meaning);
    }

    /** A code of this product; a value that is too long is cut, so it should not be. */
    public static Code own(String value, String meaning) {
        return new Code(cut(value, LONGEST_VALUE), OWN_SCHEME, cut(meaning, LONGEST_MEANING));
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }

    /** What the scheme of our own is, as an item of Coding Scheme Identification Sequence. */
    public static DataSet ownSchemeIdentification() {
        return new DataSet()
                .putString(Tag.CodingSchemeDesignator, VR.SH, OWN_SCHEME)
                .putString(Tag.CodingSchemeName, VR.ST, "Codes of MedSendX Edge")
                .putString(Tag.CodingSchemeResponsibleOrganization, VR.ST, "MedSendX");
    }

    /** It as an item of a code sequence. */
    public DataSet item() {
        return new DataSet()
                .putString(Tag.CodeValue, VR.SH, value)
                .putString(Tag.CodingSchemeDesignator, VR.SH, scheme)
                .putString(Tag.CodeMeaning, VR.LO, meaning);
    }
}
