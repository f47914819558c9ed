package org.medsendx.segmenter.tissue;

/** A file of tissue schemes cannot be used; the message names file and key. */
public final class SchemeFileException extends Exception {

    private static final long serialVersionUID = 1L;

    SchemeFileException(String message) {
        super(message);
    }
}
