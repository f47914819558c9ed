package org.medsendx.dicom.pixel;

import java.io.IOException;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/** Colour images to RGB of eight bits (PS3.3, C.7.6.3.1.2). */
final class ColourRendering {

    private ColourRendering() {}

    static Image.Rendered render(Image image, int index)
            throws IOException, UnsupportedImageException {
        int[] stored = image.stored(index);
        byte[] rgb =
                image.photometricInterpretation().equals("PALETTE COLOR")
                        ? palette(image, stored)
                        : rgb(image, stored);
        return new Image.Rendered(image.rows(), image.columns(), 3, rgb);
    }

    private static byte[] rgb(Image image, int[] stored) {
        int shift = Math.max(0, image.bitsStored() - 8);
        boolean ybr =
                switch (image.photometricInterpretation()) {
                    case "YBR_FULL", "YBR_FULL_422" -> true;
                    default -> false;
                };
        byte[] rgb = new byte[stored.length];
        for (int i = 0; i + 2 < stored.length; i += 3) {
            int first = stored[i] >> shift;
            int second = stored[i + 1] >> shift;
            int third = stored[i + 2] >> shift;
            if (ybr) {
                double cb = second - 128.0;
                double cr = third - 128.0;
                rgb[i] = clamp(first + 1.402 * cr);
                rgb[i + 1] = clamp(first - 0.344136 * cb - 0.714136 * cr);
                rgb[i + 2] = clamp(first + 1.772 * cb);
            } else {
                rgb[i] = (byte) first;
                rgb[i + 1] = (byte) second;
                rgb[i + 2] = (byte) third;
            }
        }
        return rgb;
    }

    private static byte clamp(double value) {
        return (byte) Math.min(255, Math.max(0, Math.round(value)));
    }

    private static byte[] palette(Image image, int[] stored)
            throws IOException, UnsupportedImageException {
        DataSet dataSet = image.file().dataSet();
        LookupTable red =
                LookupTable.of(
                        dataSet,
                        Tag.RedPaletteColorLookupTableDescriptor,
                        Tag.RedPaletteColorLookupTableData);
        LookupTable green =
                LookupTable.of(
                        dataSet,
                        Tag.GreenPaletteColorLookupTableDescriptor,
                        Tag.GreenPaletteColorLookupTableData);
        LookupTable blue =
                LookupTable.of(
                        dataSet,
                        Tag.BluePaletteColorLookupTableDescriptor,
                        Tag.BluePaletteColorLookupTableData);
        if (red == null || green == null || blue == null) {
            throw new UnsupportedImageException("palette");
        }
        byte[] rgb = new byte[stored.length * 3];
        for (int i = 0; i < stored.length; i++) {
            rgb[3 * i] = entry(red, stored[i]);
            rgb[3 * i + 1] = entry(green, stored[i]);
            rgb[3 * i + 2] = entry(blue, stored[i]);
        }
        return rgb;
    }

    private static byte entry(LookupTable table, int stored) {
        return (byte) (table.value(stored) * 255 / table.highest());
    }
}
