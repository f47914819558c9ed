package org.medsendx.dicom.pixel;

import java.io.IOException;
import java.util.Arrays;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.pixel.LookupTable.Descriptor;

/**
 * The palette of an image, plain (PS3.3, C.7.6.3.1.5 and C.7.6.3.1.6) or in segments (C.7.9.2).
 *
 * @param highest the value of the tables that is shown brightest; the same for all three, so that
 *     colours stay what they are
 */
record Palette(LookupTable red, LookupTable green, LookupTable blue, int highest) {

    /** Ranges that entries have which a descriptor calls wider. */
    private static final int[] NARROWER = {0xFF, 0x3FF, 0xFFF};

    private static final int WORD = 0xFFFF;

    /**
     * The palette of an image.
     *
     * @throws UnsupportedImageException {@code palette} when a table is missing or makes no sense
     */
    static Palette of(Image image) throws IOException, UnsupportedImageException {
        DataSet dataSet = image.file().dataSet();
        LookupTable red =
                table(
                        image,
                        Tag.RedPaletteColorLookupTableDescriptor,
                        Tag.RedPaletteColorLookupTableData,
                        Tag.SegmentedRedPaletteColorLookupTableData);
        LookupTable green =
                table(
                        image,
                        Tag.GreenPaletteColorLookupTableDescriptor,
                        Tag.GreenPaletteColorLookupTableData,
                        Tag.SegmentedGreenPaletteColorLookupTableData);
        LookupTable blue =
                table(
                        image,
                        Tag.BluePaletteColorLookupTableDescriptor,
                        Tag.BluePaletteColorLookupTableData,
                        Tag.SegmentedBluePaletteColorLookupTableData);
        int declared = 0;
        int most = 0;
        for (LookupTable one : new LookupTable[] {red, green, blue}) {
            declared = Math.max(declared, one.highest());
            most = Math.max(most, Arrays.stream(one.entries()).max().orElse(0));
        }
        return new Palette(red, green, blue, highest(declared, most));
    }

    private static int highest(int declared, int most) {
        if (most > declared) {
            return WORD;
        }
        for (int narrower : NARROWER) {
            if (most > 0 && most <= narrower && declared > narrower) {
                return narrower;
            }
        }
        return declared;
    }

    private static LookupTable table(Image image, int descriptorTag, int dataTag, int segmentedTag)
            throws IOException, UnsupportedImageException {
        DataSet dataSet = image.file().dataSet();
        Descriptor descriptor = Descriptor.of(dataSet, descriptorTag, image.signed());
        if (descriptor == null) {
            throw new UnsupportedImageException("palette");
        }
        byte[] plain = LookupTable.bytes(dataSet, dataTag);
        int[] entries =
                plain.length > 0
                        ? LookupTable.entries(plain, descriptor)
                        : PaletteSegments.entries(
                                LookupTable.bytes(dataSet, segmentedTag), descriptor);
        if (entries == null) {
            throw new UnsupportedImageException("palette");
        }
        return new LookupTable(descriptor.first(), entries, descriptor.highest());
    }

    /** The colour of a stored value. */
    void put(int stored, byte[] rgb, int at) {
        rgb[at] = level(red, stored);
        rgb[at + 1] = level(green, stored);
        rgb[at + 2] = level(blue, stored);
    }

    private byte level(LookupTable table, int stored) {
        return (byte) (table.value(stored) * 255 / highest);
    }
}
