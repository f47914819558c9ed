package org.medsendx.dicom.data;

import java.util.List;

/**
 * The character sets of the Java runtime that DICOM's own are read with (PS3.3, C.12.1.1.2).
 *
 * <p>A runtime may lack some: one that was linked without the module {@code jdk.charsets}, or a
 * native executable that was built without all character sets. With such a one names in kanji, Thai
 * or Cyrillic would be read as other letters than they are, and would not be found where a
 * patient's name is looked for. So it is asked before the first file.
 */
public final class CharacterSets {

    private CharacterSets() {}

    /** The names of those that this runtime lacks, such as {@code TIS-620}. */
    public static List<String> missing() {
        return CodeElement.missingCharsets();
    }

    /**
     * Passes where all are there.
     *
     * @throws IllegalStateException when one is missing; the message names them and says what to do
     */
    public static void requireAll() {
        var missing = missing();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "this Java runtime lacks character sets that DICOM needs ("
                            + String.join(", ", missing)
                            + "): take one with the module jdk.charsets, or build the native"
                            + " executable with quarkus.native.add-all-charsets=true");
        }
    }
}
