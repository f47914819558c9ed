package org.medsendx.deidentification.rules;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.medsendx.dicom.data.DataSet;

/**
 * Content items of structured reports (PS3.3, C.17.3) and the codes in them: which concepts are
 * about a person, which coding schemes are standard ones, which codes may stay.
 */
public final class ContentItem {

    /** The attributes of a code (PS3.3, 8.8) that hold text. */
    public static final Set<Integer> CODE =
            Set.of(
                    CodeValue,
                    LongCodeValue,
                    URNCodeValue,
                    CodingSchemeDesignator,
                    CodingSchemeVersion,
                    CodeMeaning);

    /** Designators of PS3.16, Table 8-1 that an image or a report of today uses. */
    private static final Set<String> STANDARD =
            Set.of(
                    "ACR",
                    "BARI",
                    "BI",
                    "C4",
                    "C5",
                    "CD2",
                    "CDT",
                    "CTV3",
                    "DCM",
                    "DCMUID",
                    "DC",
                    "FMA",
                    "HL7V3",
                    "HPC",
                    "I10",
                    "I10C",
                    "I10P",
                    "I11",
                    "I9",
                    "I9C",
                    "I9P",
                    "IBSI",
                    "ICDO3",
                    "ISO3166_1",
                    "ISO5218_1",
                    "ISO639_1",
                    "ISO639_2",
                    "ITIS_TSN",
                    "LN",
                    "MA",
                    "MDC",
                    "MDNS",
                    "NCDR",
                    "NCIT",
                    "NCIt",
                    "NCIM",
                    "NDC",
                    "NEU",
                    "NICIP",
                    "PATHLEX",
                    "POS",
                    "PUBCHEM_CID",
                    "RADELEMENT",
                    "RADLEX",
                    "RFC3066",
                    "RFC5646",
                    "RO",
                    "RXNORM",
                    "SCPECG",
                    "SCT",
                    "SDM",
                    "SNM3",
                    "SRT",
                    "UBERON",
                    "UCUM",
                    "UMLS",
                    "UNS",
                    "UPC",
                    "99SDM");

    /** Concepts of PS3.16, Annex D whose value is about a person or an institution (scheme DCM). */
    private static final Set<String> PERSONAL =
            Set.of(
                    "121008", "121009", "121010", "121011", "121012", "121013", "121016", "121017",
                    "121022", "121023", "121024", "121025", "121026", "121027", "121028", "121029",
                    "121030", "121031", "121034", "121035", "121036", "121121", "121152", "121190",
                    "121191", "128774", "128775");

    private static final String AGE = "121033";
    private static final Pattern HARMLESS_CODE = Pattern.compile("[A-Za-z0-9._-]{1,16}");

    private ContentItem() {}

    /**
     * Whether an item's concept is a name, an id, a birth date, a place of a person, a device or an
     * institution: whatever its value type, its value goes.
     */
    public static boolean personal(DataSet item) {
        return concept(item, PERSONAL);
    }

    /** Whether an item says how old the subject is. */
    public static boolean age(DataSet item) {
        return concept(item, Set.of(AGE));
    }

    /** Whether a code's scheme is a standard one, whose triplets are never rewritten. */
    public static boolean standardCode(DataSet code) {
        String scheme = code.string(CodingSchemeDesignator);
        return scheme != null && STANDARD.contains(scheme.strip());
    }

    /** Whether an attribute of a code of a private scheme may stay where words are cleaned. */
    public static boolean harmlessCode(int tag, String text) {
        return CODE.contains(tag) && tag != CodeMeaning && HARMLESS_CODE.matcher(text).matches();
    }

    private static boolean concept(DataSet item, Set<String> concepts) {
        List<DataSet> names = item.items(ConceptNameCodeSequence);
        if (names.size() != 1 || !"DCM".equals(names.getFirst().string(CodingSchemeDesignator))) {
            return false;
        }
        String code = names.getFirst().string(CodeValue);
        return code != null && concepts.contains(code.strip());
    }
}
