package org.medsendx.deidentification.rules;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.medsendx.deidentification.pseudonym.UidMapper;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/** Values that tell nothing and are valid for their VR (action D of PS3.15). */
public final class Dummies {

    /** Stands for any text that had to go. */
    static final String TEXT = "ANONYMIZED";

    private static final String DAY = "19000101";

    private Dummies() {}

    /** A dummy element; UIDs are mapped instead, which the caller does. */
    static Element.Value element(int tag, VR vr) {
        return switch (vr) {
            case AE, LO, LT, PN, SH, ST, UC, UT, UN -> text(tag, vr, TEXT);
            case AS -> text(tag, vr, "000D");
            case CS ->
                    text(tag, vr, tag == Tag.ReasonForTheAttributeModification ? "COERCE" : "ANON");
            case DA -> text(tag, vr, DAY);
            case DT -> text(tag, vr, DAY + "000000");
            case TM -> text(tag, vr, "000000");
            case DS, IS -> text(tag, vr, "0");
            case UI -> text(tag, vr, UidMapper.STANDARD_ROOT + "1.1");
            case UR -> text(tag, vr, "urn:anonymized");
            case OB -> new Element.Value(tag, vr, new byte[2]);
            case AT -> new Element.Value(tag, vr, new byte[4]);
            case FD, FL, OD, OF, OL, OV, OW, SL, SS, SV, UL, US, UV ->
                    new Element.Value(tag, vr, new byte[vr.unit()]);
            case SQ -> throw new IllegalArgumentException("a sequence has no dummy value");
        };
    }

    /** Whether a value is the dummy of its VR. */
    public static boolean isDummy(Element.Value value) {
        return value.vr() != VR.SQ
                && Arrays.equals(
                        padded(value.bytes(), value.vr()),
                        padded(element(value.tag(), value.vr()).bytes(), value.vr()));
    }

    /** Whether a text is the dummy for text. */
    public static boolean isDummyText(String text) {
        return text.equals(TEXT);
    }

    /** ASCII text of an element, padded to even length. */
    static Element.Value text(int tag, VR vr, String text) {
        return new Element.Value(tag, vr, padded(text.getBytes(StandardCharsets.US_ASCII), vr));
    }

    private static byte[] padded(byte[] bytes, VR vr) {
        if ((bytes.length & 1) == 0) {
            return bytes;
        }
        byte[] even = Arrays.copyOf(bytes, bytes.length + 1);
        even[bytes.length] = vr.padding();
        return even;
    }
}
