package org.medsendx.deidentification.unseen;

import static org.medsendx.dicom.dictionary.Tag.*;

import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;

/** How long the attributes around a bulk value say that it is. */
public final class DeclaredLength {

    /** Where nothing says it. */
    public static final long UNKNOWN = -1;

    private static final long MAX = 0xFFFFFFFEL;

    private DeclaredLength() {}

    /**
     * In bytes, without padding; {@link #UNKNOWN} for all but native pixel data, spectra,
     * waveforms, overlays and look-up tables, and for those whose description is incomplete.
     *
     * @param dataSet the data set or item that the element is in
     */
    public static long of(DataSet dataSet, Element element) {
        if (!(element instanceof Element.Value) && !(element instanceof Element.Bulk)) {
            return UNKNOWN;
        }
        int tag = element.tag();
        double length =
                switch (tag) {
                    case PixelData -> pixels(dataSet);
                    case FloatPixelData -> frames(dataSet) * 4;
                    case DoubleFloatPixelData -> frames(dataSet) * 8;
                    case SpectroscopyData ->
                            frames(dataSet)
                                    * dataSet.intValue(DataPointRows, 0)
                                    * dataSet.intValue(DataPointColumns, 0)
                                    * ("COMPLEX".equals(dataSet.string(DataRepresentation))
                                            ? 8
                                            : 4);
                    case WaveformData ->
                            Math.ceil(
                                    1.0
                                            * dataSet.intValue(NumberOfWaveformChannels, 0)
                                            * number(dataSet, NumberOfWaveformSamples)
                                            * dataSet.intValue(WaveformBitsAllocated, 0)
                                            / 8);
                    case RedPaletteColorLookupTableData -> table(dataSet, tag - 0x100);
                    case GreenPaletteColorLookupTableData -> table(dataSet, tag - 0x100);
                    case BluePaletteColorLookupTableData -> table(dataSet, tag - 0x100);
                    case LUTData -> table(dataSet, LUTDescriptor);
                    default ->
                            tag >>> 24 == 0x60 && (tag & 0xFFFF) == 0x3000
                                    ? overlay(dataSet, tag & 0xFFFF0000)
                                    : 0;
                };
        return length < 1 || length > MAX ? UNKNOWN : (long) length;
    }

    /** What native pixel data may be longer by: one byte that makes it even. */
    static long even(long length) {
        return length + (length & 1);
    }

    private static double frames(DataSet dataSet) {
        return 1.0
                * Math.max(1, dataSet.intValue(NumberOfFrames, 1))
                * dataSet.intValue(Rows, 0)
                * dataSet.intValue(Columns, 0);
    }

    private static double pixels(DataSet dataSet) {
        int samples = dataSet.intValue(SamplesPerPixel, 1);
        double bits = frames(dataSet) * samples * dataSet.intValue(BitsAllocated, 0);
        if (samples == 3 && "YBR_FULL_422".equals(dataSet.string(PhotometricInterpretation))) {
            // two pixels share their colour; a row of odd length has half a pair more
            int columns = dataSet.intValue(Columns, 0);
            bits = columns == 0 ? 0 : bits / 3 / columns * (columns + (columns & 1)) * 2;
        }
        return Math.ceil(bits / 8);
    }

    private static double table(DataSet dataSet, int descriptorTag) {
        double[] descriptor = dataSet.doubles(descriptorTag);
        if (descriptor.length < 3) {
            return 0;
        }
        int count = (int) descriptor[0] & 0xFFFF;
        return 2.0 * (count == 0 ? 1 << 16 : count);
    }

    private static double overlay(DataSet dataSet, int group) {
        return Math.ceil(
                1.0
                        * dataSet.intValue(group | OverlayRows & 0xFFFF, 0)
                        * dataSet.intValue(group | OverlayColumns & 0xFFFF, 0)
                        * Math.max(1, dataSet.intValue(group | NumberOfFramesInOverlay & 0xFFFF, 1))
                        / 8);
    }

    private static double number(DataSet dataSet, int tag) {
        double[] values = dataSet.doubles(tag);
        return values.length == 0 ? 0 : values[0];
    }
}
