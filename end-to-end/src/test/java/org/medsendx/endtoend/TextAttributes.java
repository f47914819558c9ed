package org.medsendx.endtoend;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/** The attributes of the dictionary that hold free text. */
final class TextAttributes {

    private static final Set<VR> FREE_TEXT =
            Set.of(VR.AE, VR.LO, VR.LT, VR.PN, VR.SH, VR.ST, VR.UC, VR.UR, VR.UT);

    private TextAttributes() {}

    /** Their tags, in ascending order; the file meta group is left out. */
    static int[] all() {
        return Arrays.stream(Tag.class.getFields())
                .filter(field ->
                        field.getType() == int.class && Modifier.isStatic(field.getModifiers()))
                .mapToInt(field -> {
                    try {
                        return field.getInt(null);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .filter(tag -> tag >>> 16 > 0x0002 && tag >>> 16 < 0xFFFE)
                .filter(tag -> FREE_TEXT.contains(vr(tag)))
                .sorted()
                .toArray();
    }

    static VR vr(int tag) {
        return Dictionary.vr(tag);
    }
}
