package org.medsendx.deidentification.vault;

import java.io.IOException;
import java.nio.file.Path;

/** A table cannot be used as it is; the message names the file, never what is in it. */
public final class VaultException extends IOException {

    private static final long serialVersionUID = 1L;

    private VaultException(Path file, String problem) {
        super("table " + file + " " + problem);
    }

    static VaultException wrongKey(Path file) {
        return new VaultException(file, "was not written with this key");
    }

    static VaultException tampered(Path file, long position) {
        return new VaultException(
                file, "was changed: the record at byte " + position + " does not authenticate");
    }

    static VaultException notATable(Path file) {
        return new VaultException(file, "is no table of ours");
    }

    static VaultException inUse(Path file) {
        return new VaultException(file, "is in use by another process");
    }
}
