package org.medsendx.dicom.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.ReadLimits;

/**
 * What an origin server said of one instance (PS3.18, 10.5.3). The status line speaks of the whole
 * request; where there is a response document, what it says of the instance counts, and a success
 * that does not name the instance is none.
 */
public sealed interface StowAnswer {

    /**
     * It is stored.
     *
     * @param warning Warning Reason (0008,1196), such as 0xB000 (elements were coerced)
     */
    record Stored(OptionalInt warning) implements StowAnswer {}

    /**
     * It is not.
     *
     * @param reason Failure Reason (0008,1197), such as 0xA900
     */
    record Failed(int reason) implements StowAnswer {}

    /**
     * Nothing was said of it.
     *
     * @param status HTTP status
     */
    record Silent(int status) implements StowAnswer {}

    /** The transfer syntax is not supported (PS3.18, table 10.5.3-3): another one may be. */
    int TRANSFER_SYNTAX_NOT_SUPPORTED = 0xC122;

    /** The document that this much of is read is longer than any about one instance has to be. */
    int LONGEST = 256 << 10;

    private static boolean mayHaveDocument(int status) {
        return status == 200 || status == 202 || status == 409;
    }

    /**
     * Reads an answer.
     *
     * @param body at most {@link #LONGEST} bytes of it
     */
    static StowAnswer of(int status, byte[] body, String sopInstanceUid) {
        if (!mayHaveDocument(status)) {
            return new Silent(status);
        }
        DataSet document;
        try {
            document =
                    DicomJson.read(
                            new ByteArrayInputStream(body),
                            ReadLimits.DEFAULT,
                            DicomJson.BulkValues.REFUSED);
        } catch (IOException | RuntimeException e) {
            return new Silent(status);
        }
        // What is said to have failed has, whatever else is said of it.
        var failed = about(document.items(Tag.FailedSOPSequence), sopInstanceUid);
        if (failed != null) {
            return new Failed(failed.intValue(Tag.FailureReason, 0x0110) & 0xffff);
        }
        var stored = about(document.items(Tag.ReferencedSOPSequence), sopInstanceUid);
        if (stored == null) {
            return new Silent(status);
        }
        int warning = stored.intValue(Tag.WarningReason, 0) & 0xffff;
        return new Stored(warning == 0 ? OptionalInt.empty() : OptionalInt.of(warning));
    }

    private static @Nullable DataSet about(List<DataSet> items, String sopInstanceUid) {
        return items.stream()
                .filter(item -> sopInstanceUid.equals(item.string(Tag.ReferencedSOPInstanceUID)))
                .findFirst()
                .orElse(null);
    }
}
