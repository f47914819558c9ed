package org.medsendx.dicom.io;

import java.io.IOException;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFormatException.Problem;

/**
 * Where an element's value begins, how long it is and of which VR (PS3.5, 7.1).
 *
 * @param unknown whether the header says UN, or a VR that nobody knows
 */
record ElementHeader(int tag, VR vr, long position, long length, boolean unknown) {

    /** The length that says that a delimiter ends the value. */
    static final long UNDEFINED = 0xFFFFFFFFL;

    boolean undefined() {
        return length == UNDEFINED;
    }

    long end() {
        return position + length;
    }

    /** Whether an undefined length means fragments here, and no sequence (PS3.5, A.4). */
    boolean mayBeFragmented() {
        return switch (vr) {
            case OB, OD, OF, OL, OV, OW -> true;
            default -> tag == Tag.PixelData;
        };
    }

    /**
     * Reads a header. At least eight bytes are there.
     *
     * @param dataSet what was read before it, which may say what an implicit VR is
     */
    static ElementHeader read(
            Input input, DataSet dataSet, long begin, long end, TransferSyntax syntax)
            throws IOException {
        boolean bigEndian = syntax.bigEndian();
        int tag = input.tag(begin, bigEndian);
        int first = syntax.implicitVr() ? 0 : input.u8(begin + 4);
        int second = syntax.implicitVr() ? 0 : input.u8(begin + 5);
        if (!isLetter(first) || !isLetter(second)) {
            long length = input.u32(begin + 4, bigEndian);
            boolean fits = length == UNDEFINED || length <= end - begin - 8;
            if (!fits && isPrintable(first) && isPrintable(second)) {
                // not a length, so two spaces or the like where the VR belongs
                int shortLength = input.u16(begin + 6, bigEndian);
                return new ElementHeader(tag, VR.UN, begin + 8, shortLength, true);
            }
            VR vr = shown(input, ImplicitVr.of(tag, dataSet), begin + 8, length, end, bigEndian);
            return new ElementHeader(tag, vr, begin + 8, length, false);
        }
        VR vr = VR.of(first, second);
        int shortLength = input.u16(begin + 6, bigEndian);
        boolean longForm = vr != null && vr.longForm();
        if (vr == null && shortLength == 0 && end - begin >= 12) {
            // a VR of a later edition has the long form (PS3.5, 6.2); of a broken file, the short
            long length = input.u32(begin + 8, bigEndian);
            longForm = length > 0 && length <= end - begin - 12;
        }
        boolean unknown = vr == null || vr == VR.UN;
        VR known = vr == null ? VR.UN : vr;
        if (!longForm) {
            return new ElementHeader(tag, known, begin + 8, shortLength, unknown);
        }
        if (end - begin < 12) {
            throw new DicomFormatException(Problem.TRUNCATED, tag, begin);
        }
        long length = input.u32(begin + 8, bigEndian);
        return new ElementHeader(tag, known, begin + 12, length, unknown);
    }

    /** The VR that an implicit header's value has, when it contradicts the dictionary. */
    private static VR shown(
            Input input, VR vr, long position, long length, long end, boolean bigEndian)
            throws IOException {
        if (vr == VR.UN && length == UNDEFINED) {
            return VR.SQ;
        }
        boolean items =
                vr != VR.SQ
                        || length == 0
                        || length == UNDEFINED
                        || (end - position >= 8 && input.u16(position, bigEndian) == 0xFFFE);
        return items ? vr : VR.UN;
    }

    private static boolean isPrintable(int c) {
        return c >= ' ' && c <= '~';
    }

    private static boolean isLetter(int c) {
        return c >= 'A' && c <= 'Z';
    }
}
