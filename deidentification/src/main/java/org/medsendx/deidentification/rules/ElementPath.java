package org.medsendx.deidentification.rules;

import java.util.HexFormat;

/**
 * Where an element stands in an instance: tags of eight hex digits with slashes between, and the
 * numbers of items from 0, such as {@code /0040A730[2]/0040A160}. No values.
 */
public final class ElementPath {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ElementPath() {}

    /**
     * The path of an element.
     *
     * @param item of the item it stands in; empty for the outermost data set
     */
    public static String of(String item, int tag) {
        return item + '/' + HEX.toHexDigits(tag);
    }

    /** The path of an item of a sequence. */
    public static String item(String item, int sequence, int number) {
        return of(item, sequence) + "[" + number + "]";
    }
}
