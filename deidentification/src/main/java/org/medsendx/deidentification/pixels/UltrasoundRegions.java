package org.medsendx.deidentification.pixels;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.ArrayList;
import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.pixel.Image;

/** The regions of an ultrasound image that hold the examination (PS3.3, C.8.5.5). */
final class UltrasoundRegions {

    private UltrasoundRegions() {}

    /** The regions that the header declares, within the frame; empty when it declares none. */
    static List<Rectangle> of(Image image) {
        List<Rectangle> regions = new ArrayList<>();
        for (DataSet item : image.file().dataSet().items(SequenceOfUltrasoundRegions)) {
            int x0 = item.intValue(RegionLocationMinX0, -1);
            int y0 = item.intValue(RegionLocationMinY0, -1);
            int x1 = Math.min(image.columns() - 1, item.intValue(RegionLocationMaxX1, -1));
            int y1 = Math.min(image.rows() - 1, item.intValue(RegionLocationMaxY1, -1));
            if (x0 >= 0 && y0 >= 0 && x1 >= x0 && y1 >= y0) {
                regions.add(new Rectangle(x0, y0, x1 - x0 + 1, y1 - y0 + 1));
            }
        }
        return regions;
    }

    /** What of a frame lies outside the smallest rectangle around all regions. */
    static List<Rectangle> outside(List<Rectangle> regions, int columns, int rows) {
        List<Rectangle> outside = new ArrayList<>();
        if (regions.isEmpty()) {
            return outside;
        }
        Rectangle inner = regions.getFirst();
        for (Rectangle region : regions) {
            inner = inner.around(region);
        }
        add(outside, 0, 0, columns, inner.y());
        add(outside, 0, inner.bottom(), columns, rows - inner.bottom());
        add(outside, 0, inner.y(), inner.x(), inner.height());
        add(outside, inner.right(), inner.y(), columns - inner.right(), inner.height());
        return outside;
    }

    /**
     * What masks take from the examination: their parts within the regions. Without declared
     * regions all of a frame can be examination.
     */
    static List<Rectangle> within(List<Rectangle> regions, List<Mask> masks) {
        List<Rectangle> areas = masks.stream().map(Mask::area).toList();
        if (regions.isEmpty()) {
            return areas;
        }
        List<Rectangle> within = new ArrayList<>();
        for (Rectangle area : areas) {
            for (Rectangle region : regions) {
                if (area.meets(region)) {
                    within.add(area.common(region));
                }
            }
        }
        return within;
    }

    private static void add(List<Rectangle> to, int x, int y, int width, int height) {
        if (width > 0 && height > 0) {
            to.add(new Rectangle(x, y, width, height));
        }
    }
}
