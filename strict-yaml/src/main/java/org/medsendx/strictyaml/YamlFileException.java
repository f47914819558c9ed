package org.medsendx.strictyaml;

/**
 * A file that cannot be used. The message names the file, the line and the key, and says what is
 * expected there, for a person.
 */
public final class YamlFileException extends Exception {

    private static final long serialVersionUID = 1L;

    public YamlFileException(String message) {
        super(message);
    }
}
