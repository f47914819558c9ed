package org.medsendx.dicom.pixel;

import java.util.List;
import org.medsendx.dicom.pixel.JpegDctDecoder.Plane;

/**
 * Components of a JPEG at full size: halved ones by the triangle filter that the usual libraries
 * have, other ratios by repetition.
 */
final class ChromaUpsampling {

    private ChromaUpsampling() {}

    /** The samples of all components, interleaved. */
    static int[] pixels(JpegStream jpeg, List<Plane> planes) {
        int count = planes.size();
        int[] pixels = new int[jpeg.rows * jpeg.columns * count];
        int hMax = 1;
        int vMax = 1;
        for (Plane plane : planes) {
            hMax = Math.max(hMax, plane.component().horizontal());
            vMax = Math.max(vMax, plane.component().vertical());
        }
        for (int i = 0; i < count; i++) {
            Plane plane = planes.get(i);
            int[] line = new int[2 * plane.columns() + 2];
            boolean halved = hMax == 2 * plane.component().horizontal() && plane.columns() > 2;
            for (int y = 0; y < jpeg.rows; y++) {
                int to = y * jpeg.columns * count + i;
                if (halved && vMax == plane.component().vertical()) {
                    horizontal(plane, y, line);
                } else if (halved && vMax == 2 * plane.component().vertical()) {
                    both(plane, y, line);
                } else {
                    int from = y * plane.component().vertical() / vMax * plane.width();
                    for (int x = 0; x < jpeg.columns; x++, to += count) {
                        int column = x * plane.component().horizontal() / hMax;
                        pixels[to] = plane.samples()[from + column];
                    }
                    continue;
                }
                for (int x = 0; x < jpeg.columns; x++, to += count) {
                    pixels[to] = line[x];
                }
            }
        }
        return pixels;
    }

    /** Three quarters of the nearer and one quarter of the farther sample. */
    private static void horizontal(Plane plane, int y, int[] line) {
        int[] samples = plane.samples();
        int from = y * plane.width();
        int last = plane.columns() - 1;
        for (int x = 0; x <= last; x++) {
            int near = 3 * samples[from + x];
            line[2 * x] = x == 0 ? samples[from] : (near + samples[from + x - 1] + 1) >> 2;
            line[2 * x + 1] =
                    x == last ? samples[from + x] : (near + samples[from + x + 1] + 2) >> 2;
        }
    }

    private static void both(Plane plane, int y, int[] line) {
        int nearRow = y / 2;
        int farRow = y % 2 == 0 ? Math.max(0, nearRow - 1) : nearRow + 1;
        int near = nearRow * plane.width();
        int far = Math.min(farRow, plane.rows() - 1) * plane.width();
        int[] samples = plane.samples();
        int last = plane.columns() - 1;
        int before = 0;
        int now = 3 * samples[near] + samples[far];
        for (int x = 0; x <= last; x++) {
            int next = x == last ? 0 : 3 * samples[near + x + 1] + samples[far + x + 1];
            line[2 * x] = x == 0 ? (4 * now + 8) >> 4 : (3 * now + before + 8) >> 4;
            line[2 * x + 1] = x == last ? (4 * now + 7) >> 4 : (3 * now + next + 7) >> 4;
            before = now;
            now = next;
        }
    }
}
