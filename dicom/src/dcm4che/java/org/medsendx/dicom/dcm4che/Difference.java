package org.medsendx.dicom.dcm4che;

/**
 * One thing that the two toolkits see differently.
 *
 * @param path the element, with those of the sequences around it, such as {@code
 *     00081115/00080018}; never a value
 */
record Difference(Kind kind, String path) {

    enum Kind {
        /** Only dcm4che has the element. */
        ONLY_THEIRS,
        /** Only we have the element. */
        ONLY_OURS,
        /** Another value representation. */
        VR,
        /** A sequence here, a value or fragments there. */
        STRUCTURE,
        /** Other bytes of a value or a fragment. */
        BYTES,
        /** The same bytes, but other text. */
        TEXT,
        /** The same text, but dcm4che strips more from its ends than padding. */
        SPACES,
        /** The same bytes, but other numbers. */
        NUMBERS,
        /** Another number of items. */
        ITEMS
    }
}
