package org.medsendx.journal;

import java.io.IOException;

/**
 * What lies in a folder was not written for this version of the program, or not for this program.
 * Waiting does not mend it; the message says what does. Nothing in the folder was changed.
 */
public final class DataVersionException extends IOException {

    private static final long serialVersionUID = 1L;

    DataVersionException(String message) {
        super(message);
    }
}
