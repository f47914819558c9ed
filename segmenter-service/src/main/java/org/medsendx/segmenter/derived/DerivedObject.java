package org.medsendx.segmenter.derived;

import java.util.Objects;
import org.medsendx.contracts.deidentified.DerivedKind;

/**
 * An object made of a scan, as the bytes of its file.
 *
 * @param kind what it is; a scan has at most one of a kind
 * @param content the file; not to be changed
 * @param contentType media type
 * @param goesUp whether the uplink is to bring it to the cloud
 */
@SuppressWarnings("ArrayRecordComponent") // a file's content; compared nowhere
public record DerivedObject(DerivedKind kind, byte[] content, String contentType, boolean goesUp) {

    public DerivedObject {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(contentType, "contentType");
    }

    /** Its kind and size; never its content. */
    @Override
    public String toString() {
        return "DerivedObject[%s %d bytes]".formatted(kind, content.length);
    }
}
