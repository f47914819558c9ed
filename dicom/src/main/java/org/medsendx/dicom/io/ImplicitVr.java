package org.medsendx.dicom.io;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/** The VR of an element whose encoding does not carry it (PS3.5, A.1). */
final class ImplicitVr {

    private ImplicitVr() {}

    /** The dictionary's; US or SS is decided by Pixel Representation here or around. */
    static VR of(int tag, DataSet dataSet) {
        if (!Tag.isPrivate(tag)) {
            Dictionary.Entry entry = Dictionary.entry(tag);
            List<VR> vrs = entry == null ? List.of() : entry.vrs();
            if (vrs.size() == 2 && vrs.contains(VR.SS)) {
                return isSigned(dataSet) ? VR.SS : VR.US;
            }
        }
        return Dictionary.vr(tag);
    }

    private static boolean isSigned(DataSet dataSet) {
        for (@Nullable DataSet at = dataSet; at != null; at = at.parent()) {
            if (at.contains(Tag.PixelRepresentation)) {
                return at.intValue(Tag.PixelRepresentation, 0) == 1;
            }
        }
        return false;
    }
}
