package org.medsendx.dicom.web;

/**
 * What a multipart message may have.
 *
 * @param maxParts parts
 * @param maxHeaderBytes bytes of all headers of one part
 * @param maxPartBytes bytes of the content of one part
 */
public record MultipartLimits(int maxParts, int maxHeaderBytes, long maxPartBytes) {

    /** 10,000 parts, 16 KiB of headers, 4 GiB a part. */
    public static final MultipartLimits DEFAULT = new MultipartLimits(10_000, 16 << 10, 4L << 30);

    public MultipartLimits {
        if (maxParts < 1 || maxHeaderBytes < 0 || maxPartBytes < 0) {
            throw new IllegalArgumentException("a limit is negative, or allows no part");
        }
    }
}
