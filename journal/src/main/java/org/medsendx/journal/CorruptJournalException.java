package org.medsendx.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Records that were on disk cannot be read any more: the disk or a person damaged the file. Nothing
 * is repaired by itself, because that would drop records; a person decides.
 */
public final class CorruptJournalException extends IOException {

    private static final long serialVersionUID = 1L;

    CorruptJournalException(Path segment, long position) {
        super("journal segment " + segment.getFileName() + " is damaged at byte " + position);
    }
}
