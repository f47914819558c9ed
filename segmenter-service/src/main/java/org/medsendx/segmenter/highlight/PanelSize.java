package org.medsendx.segmenter.highlight;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.medsendx.picture.GreyBoxes;
import org.medsendx.picture.Raster;

/**
 * How an image fills a panel: reduced by a whole factor (mean of each box) or enlarged by a whole
 * factor (each pixel repeated), so that no value is invented and the result is the same everywhere.
 *
 * @param down how many pixels become one, per axis
 * @param up how often a pixel is repeated, per axis; 1 when {@code down} is more than 1
 */
record PanelSize(int down, int up) {

    /** Images are enlarged as far as their longer side stays within this. */
    static final int COMFORTABLE_SIDE = 512;

    static PanelSize of(int rows, int columns, int mostSide) {
        int longer = Math.max(rows, columns);
        if (longer > mostSide) {
            return new PanelSize(Math.ceilDiv(longer, mostSide), 1);
        }
        return new PanelSize(1, Math.max(1, Math.min(mostSide, COMFORTABLE_SIDE) / longer));
    }

    int side(int pixels) {
        return Math.ceilDiv(pixels, down) * up;
    }

    /**
     * The panel of an image.
     *
     * @param pixels row by row, each the number of its colour from 0 to 255
     * @param colours what each number stands for, {@code 0xRRGGBB}; 256 of them
     */
    Raster fill(int rows, int columns, byte[] pixels, int[] colours) {
        if (colours.length != 256 || pixels.length != (long) rows * columns) {
            throw new IllegalArgumentException("256 colours, and rows x columns pixels");
        }
        int height = side(rows);
        int width = side(columns);
        var panel = new byte[height * width * 3];
        var line = new int[width];
        // Levels of grey, which most panels are, need no colours added.
        var greys =
                down > 1 && areGreys(colours) ? new GreyBoxes(pixels, rows, columns, down) : null;
        var boxes = down == 1 || greys != null ? null : new Boxes(colours, width);
        for (int y = 0; y < height; y += up) {
            if (greys != null) {
                greys.means(y, line);
                for (int x = 0; x < width; x++) {
                    line[x] *= 0x010101;
                }
            } else if (boxes == null) {
                int base = y / up * columns;
                for (int x = 0; x < width; x++) {
                    line[x] = colours[pixels[base + x / up] & 0xFF];
                }
            } else {
                boxes.mean(line, y, rows, columns, pixels);
            }
            int at = y * width * 3;
            for (int rgb : line) {
                panel[at++] = (byte) (rgb >> 16);
                panel[at++] = (byte) (rgb >> 8);
                panel[at++] = (byte) rgb;
            }
            for (int repeat = 1; repeat < up; repeat++) {
                System.arraycopy(panel, y * width * 3, panel, (y + repeat) * width * 3, width * 3);
            }
        }
        return new Raster(height, width, 3, panel);
    }

    private static boolean areGreys(int[] colours) {
        boolean greys = true;
        for (int i = 0; i < colours.length; i++) {
            greys &= colours[i] == i * 0x010101;
        }
        return greys;
    }

    /** The mean of each box, row by row as the image lies in memory. */
    private final class Boxes {

        private static final VarHandle TWO =
                MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

        /** The three channels of a colour are added at once, this many bits for each. */
        private static final int BITS = 21;

        private static final int MASK = (1 << BITS) - 1;

        /** Of two neighbours, which cost one look: only those few that occur are in the cache. */
        private final long[] ofTwo = new long[1 << 16];

        private final long[] one = new long[256];
        private final long[] packed;
        private final int[] sums;

        /** Of so many rows of a box each sum fits. */
        private final int fitting = Math.max(1, MASK / (255 * down));

        Boxes(int[] colours, int width) {
            for (int number = 0; number < one.length; number++) {
                one[number] = packed(colours[number]);
            }
            for (int high = 0; high < one.length; high++) {
                for (int low = 0; low < one.length; low++) {
                    ofTwo[high << 8 | low] = one[high] + one[low];
                }
            }
            packed = new long[width];
            sums = new int[3 * width];
        }

        private static long packed(int colour) {
            return (long) (colour >> 16 & 0xFF) << 2 * BITS
                    | (long) (colour >> 8 & 0xFF) << BITS
                    | colour & 0xFF;
        }

        void mean(int[] line, int y, int rows, int columns, byte[] pixels) {
            Arrays.fill(sums, 0);
            int end = Math.min(rows, (y + 1) * down);
            for (int row = y * down; row < end; ) {
                int to = Math.min(end, row + fitting);
                for (; row < to; row++) {
                    add(pixels, row * columns, columns);
                }
                unpack();
            }
            for (int x = 0; x < line.length; x++) {
                int count = (end - y * down) * Math.min(down, columns - x * down);
                int half = count / 2;
                line[x] =
                        ((sums[3 * x] + half) / count) << 16
                                | ((sums[3 * x + 1] + half) / count) << 8
                                | ((sums[3 * x + 2] + half) / count);
            }
        }

        private void add(byte[] pixels, int from, int columns) {
            int at = from;
            int last = from + columns;
            for (int x = 0; x < packed.length; x++) {
                long sum = 0;
                int to = Math.min(last, at + down);
                for (; at + 1 < to; at += 2) {
                    sum += ofTwo[(short) TWO.get(pixels, at) & 0xFFFF];
                }
                for (; at < to; at++) {
                    sum += one[pixels[at] & 0xFF];
                }
                packed[x] += sum;
            }
        }

        private void unpack() {
            for (int x = 0; x < packed.length; x++) {
                long sum = packed[x];
                sums[3 * x] += (int) (sum >>> 2 * BITS);
                sums[3 * x + 1] += (int) (sum >>> BITS) & MASK;
                sums[3 * x + 2] += (int) sum & MASK;
            }
            Arrays.fill(packed, 0);
        }
    }
}
