package org.medsendx.deidentification.rules;

/**
 * A profile that cannot be used. The message names the file, the line and the key, for a person.
 */
public final class ProfileException extends Exception {

    private static final long serialVersionUID = 1L;

    public ProfileException(String message) {
        super(message);
    }
}
