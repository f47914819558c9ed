package org.medsendx.picture;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * At most 256 colours that a picture of greys and a few other colours is written with: so many even
 * levels of grey, the other colours as they are, and those colours half way to the background,
 * which the edges of letters and lines are made of.
 *
 * <p>A grey becomes a grey, any other colour the nearest of the table by the sum of squares in RGB.
 */
public final class Palette {

    private static final int MOST = 256;

    private static final int SLOT_BITS = 15;

    /** An odd number that brings neighbouring colours into slots that are far apart. */
    private static final int SPREAD = 0x9E3779B1;

    private final int greys;
    private final int[] table;

    private Palette(int greys, int[] table) {
        this.greys = greys;
        this.table = table;
    }

    /**
     * A table.
     *
     * @param greys levels of grey, 2 to 128, black and white among them
     * @param background what letters and lines stand on, {@code 0xRRGGBB}
     * @param colours everything else, {@code 0xRRGGBB}; at most 60
     */
    public static Palette of(int greys, int background, List<Integer> colours) {
        if (greys < 2 || greys > 128 || colours.size() > 60) {
            throw new IllegalArgumentException("2 to 128 greys and 60 colours at most");
        }
        var table = new LinkedHashSet<Integer>();
        for (int level = 0; level < greys; level++) {
            table.add((int) Math.round(255.0 * level / (greys - 1)) * 0x010101);
        }
        table.add(background);
        table.addAll(colours);
        for (int colour : colours) {
            table.add(between(colour, background));
        }
        return new Palette(greys, table.stream().limit(MOST).mapToInt(Integer::intValue).toArray());
    }

    private static int between(int a, int b) {
        // The mean of each byte, without a carry into the next.
        return (a & b) + (((a ^ b) & 0xFEFEFE) >> 1);
    }

    /** How many colours it has. */
    public int size() {
        return table.length;
    }

    /** The colour of an entry, {@code 0xRRGGBB}. */
    public int rgb(int entry) {
        return table[entry];
    }

    /** The entry for each pixel of a picture in RGB, row by row. */
    byte[] entries(Raster rgb) {
        var entries = new byte[rgb.rows() * rgb.columns()];
        // What was looked up last for colours that share a slot.
        var known = new int[1 << SLOT_BITS];
        var found = new byte[known.length];
        Arrays.fill(known, -1);
        var grey = new byte[256];
        for (int level = 0; level < grey.length; level++) {
            grey[level] = (byte) nearest(level * 0x010101);
        }
        byte[] pixels = rgb.pixels();
        for (int i = 0, at = 0; i < entries.length; i++, at += 3) {
            int red = pixels[at];
            int green = pixels[at + 1];
            int blue = pixels[at + 2];
            if (red == green && green == blue) {
                entries[i] = grey[red & 0xFF];
                continue;
            }
            int colour = (red & 0xFF) << 16 | (green & 0xFF) << 8 | blue & 0xFF;
            int slot = colour * SPREAD >>> 32 - SLOT_BITS;
            if (known[slot] != colour) {
                known[slot] = colour;
                found[slot] = (byte) nearest(colour);
            }
            entries[i] = found[slot];
        }
        return entries;
    }

    private int nearest(int colour) {
        int red = colour >> 16;
        int green = colour >> 8 & 0xFF;
        int blue = colour & 0xFF;
        if (red == green && green == blue) {
            return (int) Math.round(red * (greys - 1) / 255.0);
        }
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int entry = 0; entry < table.length; entry++) {
            int r = red - (table[entry] >> 16);
            int g = green - (table[entry] >> 8 & 0xFF);
            int b = blue - (table[entry] & 0xFF);
            int distance = r * r + g * g + b * b;
            if (distance < least) {
                least = distance;
                best = entry;
            }
        }
        return best;
    }
}
