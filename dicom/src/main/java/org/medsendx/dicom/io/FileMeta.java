package org.medsendx.dicom.io;

import org.jspecify.annotations.Nullable;

/**
 * What of the file meta information (PS3.10, 7.1) the suite uses.
 *
 * @param sopClassUid Media Storage SOP Class UID, or null when missing
 * @param sopInstanceUid Media Storage SOP Instance UID, or null when missing
 * @param transferSyntaxUid transfer syntax of the data set that follows (when the file names none,
 *     as found)
 */
public record FileMeta(
        @Nullable String sopClassUid, @Nullable String sopInstanceUid, String transferSyntaxUid) {}
