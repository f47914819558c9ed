package org.medsendx.ingest.stow;

import org.medsendx.dicom.web.MultipartLimits;

/**
 * What one request may bring.
 *
 * @param instances parts, or data sets of metadata
 * @param instanceBytes bytes of one part
 * @param requestBytes bytes of the whole message
 */
public record StowLimits(int instances, long instanceBytes, long requestBytes) {

    private static final int HEADER_BYTES = 16 << 10;
    private static final int PARTS_OF_INSTANCE = 16;

    public StowLimits {
        if (instances < 1 || instanceBytes < 1 || requestBytes < instanceBytes) {
            throw new IllegalArgumentException(
                    "a request takes one instance at least, of one byte at least, and is as long as"
                            + " its longest instance");
        }
    }

    /** These, with instances no larger than that. */
    StowLimits withInstances(long largest) {
        return new StowLimits(instances, Math.min(instanceBytes, largest), requestBytes);
    }

    /** Of a message whose bulk data comes in parts of its own, with a part for each frame. */
    MultipartLimits multipartOfMetadata() {
        return new MultipartLimits(
                (int) Math.min(Integer.MAX_VALUE, (long) instances * PARTS_OF_INSTANCE),
                HEADER_BYTES,
                instanceBytes);
    }

    MultipartLimits multipart() {
        return new MultipartLimits(instances, HEADER_BYTES, instanceBytes);
    }
}
