package org.medsendx.deidentification.rules;

/** How a profile treats an attribute of the table; what it cannot treat so falls to the table. */
public enum Treatment {
    /** As the Basic Profile says. */
    BASIC,
    /** Stays, by a retain option. */
    KEEP,
    /** Date moved by the patient's shift. */
    SHIFT,
    /** Words of the clinical vocabulary stay, all else goes. */
    CLEAN_WORDS,
    /** Age stays, 90 years and over as 090Y. */
    CAP_AGE,
    /** Stays where it is one of the standard's terms for sex. */
    KEEP_SEX,
    /** The patient's pseudonym. */
    PATIENT,
    /** The accession number's pseudonym. */
    ACCESSION,
    /** The truck's id at top level, the table's action elsewhere. */
    STATION,
    /** Structure, codes of standard schemes and numbers stay; words are cleaned. */
    CLEAN_CONTENT
}
