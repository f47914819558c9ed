package org.medsendx.deidentification.release;

import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;

/** Pixel data in items of sequences: pictures that nothing here looks at. */
final class NestedPixels {

    private NestedPixels() {}

    /** Its tag; null when there is none. */
    static @Nullable Integer in(DataSet dataSet) {
        return in(dataSet, 0);
    }

    private static @Nullable Integer in(DataSet dataSet, int depth) {
        for (Element element : dataSet) {
            if (depth > 0 && element.tag() >>> 16 == 0x7FE0) {
                return element.tag();
            }
            if (element instanceof Element.Sequence sequence) {
                for (DataSet item : sequence.items()) {
                    Integer found = in(item, depth + 1);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }
}
