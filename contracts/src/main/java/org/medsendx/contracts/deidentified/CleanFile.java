package org.medsendx.contracts.deidentified;

import org.medsendx.contracts.Checks;

/**
 * A file of the clean zone. In JSON its fields may stand among those of its holder.
 *
 * @param file path below its volume
 * @param sha256 of its content, lower-case hex
 * @param bytes size of its content
 */
public record CleanFile(String file, String sha256, long bytes) {

    public CleanFile {
        Checks.relativePath(file);
        Checks.sha256(sha256);
        Checks.bytes(bytes);
    }
}
