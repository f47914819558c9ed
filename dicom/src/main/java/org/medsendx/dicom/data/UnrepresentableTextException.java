package org.medsendx.dicom.data;

import java.io.IOException;
import org.medsendx.dicom.dictionary.Tag;

/** Text that another character set cannot hold, or that has no known one. Never says the text. */
public final class UnrepresentableTextException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int tag;

    UnrepresentableTextException(int tag) {
        super("text cannot be converted in " + Tag.toString(tag));
        this.tag = tag;
    }

    /** The element with the text. */
    public int tag() {
        return tag;
    }
}
