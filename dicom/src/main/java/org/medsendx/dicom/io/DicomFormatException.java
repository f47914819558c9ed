package org.medsendx.dicom.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Tag;

/**
 * Bytes that are not DICOM as declared. Names the problem, the element and the position, never a
 * value.
 */
public final class DicomFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final @Nullable Integer tag;
    private final long position;

    public DicomFormatException(Problem problem, @Nullable Integer tag, long position) {
        super(
                problem.code()
                        + (tag == null ? "" : " in " + Tag.toString(tag))
                        + " at byte "
                        + position);
        this.problem = problem;
        this.tag = tag;
        this.position = position;
    }

    public Problem problem() {
        return problem;
    }

    /** The element where reading stopped, or null. */
    public @Nullable Integer tag() {
        return tag;
    }

    /** The byte position where reading stopped. */
    public long position() {
        return position;
    }

    /** What is wrong. */
    public enum Problem {
        EMPTY("empty"),
        NOT_DICOM("not-dicom"),
        TRUNCATED("truncated"),
        BAD_LENGTH("bad-length"),
        BAD_VR("bad-vr"),
        BAD_DELIMITER("bad-delimiter"),
        TOO_DEEP("too-deep"),
        TOO_LARGE("too-large"),
        BAD_DEFLATE("bad-deflate"),
        BAD_JSON("bad-json"),
        BAD_MULTIPART("bad-multipart"),
        NO_TRANSFER_SYNTAX("no-transfer-syntax"),
        NO_DATA_SET("no-data-set");

        private final String code;

        Problem(String code) {
            this.code = code;
        }

        /** The code as events and summaries carry it. */
        public String code() {
            return code;
        }
    }
}
