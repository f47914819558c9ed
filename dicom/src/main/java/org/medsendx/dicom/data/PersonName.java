package org.medsendx.dicom.data;

/**
 * The component groups of one PN value (PS3.5, 6.2.1.2); each is empty when absent.
 *
 * @param alphabetic such as {@code Yamada^Tarou}
 * @param ideographic the same in ideographs
 * @param phonetic the same in phonetic script
 */
public record PersonName(String alphabetic, String ideographic, String phonetic) {

    /** Splits a value at its equals signs. */
    public static PersonName of(String value) {
        String[] groups = value.split("=", 3);
        return new PersonName(
                groups[0], groups.length > 1 ? groups[1] : "", groups.length > 2 ? groups[2] : "");
    }

    /** Says that there is a name, not which. */
    @Override
    public String toString() {
        return "PersonName[...]";
    }
}
