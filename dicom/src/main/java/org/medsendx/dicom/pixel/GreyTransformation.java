package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/**
 * From the stored values of one monochrome frame to what is to be seen (PS3.3, C.11; PS3.4, N.2).
 * Where a frame has functional groups of its own, or the image shared ones, they come first (PS3.3,
 * C.7.6.16).
 *
 * @param modality stored values to those of the modality, such as Hounsfield units
 * @param voi values of the modality to levels from 0 to 1, or null when the header does not say
 * @param inverted whether level 1 is shown black
 * @param remarks what the header says and could not be followed, as codes: {@code modality-lut} and
 *     {@code voi-lut} for tables that make no sense, {@code rescale} for a slope or intercept that
 *     is no number (values of the modality are then the stored ones, and no window or table for
 *     them is used), {@code window} for one that is none
 */
public record GreyTransformation(
        DoubleUnaryOperator modality,
        @Nullable DoubleUnaryOperator voi,
        boolean inverted,
        List<String> remarks) {

    public GreyTransformation {
        remarks = List.copyOf(remarks);
    }

    /**
     * The transformation of a frame: a Modality LUT, else the rescale; the first window, else the
     * first VOI LUT. What makes no sense is passed over with a remark.
     *
     * @param index from 0
     * @throws IOException when a table that is still in the file cannot be read
     */
    public static GreyTransformation of(Image image, int index) throws IOException {
        List<DataSet> tables = image.file().dataSet().items(Tag.ModalityLUTSequence);
        LookupTable table =
                tables.isEmpty() ? null : LookupTable.of(tables.getFirst(), image.signed());
        List<String> remarks = new ArrayList<>();
        if (table == null && !tables.isEmpty()) {
            remarks.add("modality-lut");
        }
        boolean known = table != null || image.hasReadableRescale(index);
        if (!known) {
            remarks.add("rescale");
        }
        double slope = known ? image.rescaleSlope(index) : 1;
        double intercept = known ? image.rescaleIntercept(index) : 0;
        DoubleUnaryOperator modality =
                table == null ? stored -> stored * slope + intercept : table::value;
        // the first input of a VOI LUT is signed when the modality's values can be
        boolean signed = table == null && (image.signed() || intercept < 0);
        DoubleUnaryOperator voi = known ? voi(image, index, signed, remarks) : null;
        return new GreyTransformation(
                image.isUnsigned32()
                        ? stored -> modality.applyAsDouble(unsigned(stored))
                        : modality,
                voi,
                isInverted(image),
                remarks);
    }

    /** Unsigned values of 32 bits come as {@code int}: those from 2^31 on as negative ones. */
    private static double unsigned(double stored) {
        return stored < 0 ? stored + 0x1p32 : stored;
    }

    private static @Nullable DoubleUnaryOperator voi(
            Image image, int index, boolean signed, List<String> remarks) throws IOException {
        DataSet attributes = image.attributes(index, Tag.FrameVOILUTSequence);
        Window window = Window.of(attributes);
        if (window != null) {
            return window::level;
        }
        if (Window.isStated(attributes)) {
            remarks.add("window");
        }
        List<DataSet> tables = attributes.items(Tag.VOILUTSequence);
        LookupTable table = tables.isEmpty() ? null : LookupTable.of(tables.getFirst(), signed);
        if (table == null) {
            if (!tables.isEmpty()) {
                remarks.add("voi-lut");
            }
            return null;
        }
        double top = table.highest();
        return value -> table.value(value) / top;
    }

    /** Presentation LUT Shape (C.11.6), else what MONOCHROME1 means. */
    private static boolean isInverted(Image image) {
        String shape = image.file().dataSet().string(Tag.PresentationLUTShape);
        return shape == null
                ? image.photometricInterpretation().equals("MONOCHROME1")
                : shape.equals("INVERSE");
    }
}
