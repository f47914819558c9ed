package org.medsendx.ingest.stow;

import org.medsendx.dicom.web.MultipartLimits;

/**
 * What one request may bring.
 *
 * @param instances parts
 * @param instanceBytes bytes of one part
 * @param requestBytes bytes of the whole message
 */
public record StowLimits(int instances, long instanceBytes, long requestBytes) {

    private static final int HEADER_BYTES = 16 << 10;

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

    MultipartLimits multipart() {
        return new MultipartLimits(instances, HEADER_BYTES, instanceBytes);
    }
}
