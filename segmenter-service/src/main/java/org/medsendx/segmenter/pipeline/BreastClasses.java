package org.medsendx.segmenter.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.BreastDensity;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.segmenter.breast.BreastReader;
import org.medsendx.segmenter.breast.BreastReading;
import org.medsendx.segmenter.breast.BreastReading.ClassValues;
import org.medsendx.segmenter.breast.Mammogram;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;
import org.medsendx.segmenter.feature.ValueScale;
import org.medsendx.segmenter.highlight.Scene;
import org.medsendx.segmenter.tissue.TissueClass;
import org.medsendx.segmenter.tissue.TissueMap;

/** The classes of a mammogram of one whole breast: air, fat and fibroglandular tissue. */
final class BreastClasses {

    /** How events name this way of finding classes; no scheme of a file. */
    static final String SCHEME = "breast";

    private static final List<TissueClass> CLASSES =
            List.of(
                    new TissueClass("background", "Background", 0x1E2438),
                    new TissueClass("fat", "Fat", 0xF2C14E),
                    new TissueClass("fibroglandular", "Fibroglandular", 0xD1495B));

    private BreastClasses() {}

    /**
     * The classes of a mammogram.
     *
     * @param total how many valid pixels it has
     * @return null when no breast can be told from its surroundings
     */
    static @Nullable Classes find(
            int[] values,
            Field field,
            Padding padding,
            ValueScale scale,
            DataSet header,
            boolean inverted,
            long total) {
        var mammogram = Mammogram.read(header, inverted);
        var reading = BreastReader.read(values, field, padding, mammogram);
        if (reading == null) {
            return null;
        }
        Double area = reading.area();
        if (area == null) {
            return new Classes.Refused(
                    "unreliable", null, List.of(reading.reason()), reading.findings());
        }
        byte[] found = reading.classes();
        var counts = reading.values().stream().mapToLong(ClassValues::count).toArray();
        // Sums of whole numbers below 2^53, so these are exact.
        var sums = reading.values().stream().mapToDouble(ClassValues::sum).toArray();
        // A class without pixels is none: the air of many mammograms is padding.
        var order = new ArrayList<Integer>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                order.add(i);
            }
        }
        order.sort(Comparator.comparingDouble(i -> sums[i] / counts[i]));
        var place = new byte[CLASSES.size()];
        var shown = new ArrayList<Scene.Shown>();
        for (int i : order) {
            place[i] = (byte) shown.size();
            shown.add(
                    new Scene.Shown(
                            CLASSES.get(i),
                            scale.apply(sums[i] / counts[i]),
                            (double) counts[i] / total));
        }
        var map = TissueMap.of(field.rows(), field.columns(), placed(found, place));
        return new Classes.Found(
                shown,
                ignored -> map,
                SCHEME,
                null,
                remarks(reading),
                density(reading, area, mammogram),
                reading.findings(),
                reading.marks().stream().map(BreastClasses::mark).toList());
    }

    /** The classes in the order of their values, in place. */
    private static byte[] placed(byte[] found, byte[] place) {
        boolean moved = false;
        for (int i = 0; i < place.length; i++) {
            moved |= place[i] != i;
        }
        for (int i = 0; moved && i < found.length; i++) {
            // what has no class is below 0 in either
            found[i] = found[i] < 0 ? (byte) TissueMap.MASKED : place[found[i]];
        }
        return found;
    }

    private static List<String> remarks(BreastReading reading) {
        var remarks = new ArrayList<String>();
        remarks.add("skin-and-muscle-left-out");
        if (reading.metal()) {
            remarks.add("metal-left-out");
        }
        return remarks;
    }

    private static BreastDensity density(BreastReading reading, double area, Mammogram mammogram) {
        double uncertainty = Math.min(100, reading.areaUncertainty());
        return new BreastDensity(
                area,
                uncertainty,
                reading.volume(),
                BreastDensity.gradeOf(area),
                BreastDensity.gradeOf(Math.max(0, area - uncertainty)),
                BreastDensity.gradeOf(Math.min(100, area + uncertainty)),
                mammogram.laterality(),
                mammogram.view().name(),
                reading.nippleLine(),
                List.of());
    }

    private static Scene.Mark mark(BreastReading.Mark mark) {
        return new Scene.Mark(
                switch (mark.kind()) {
                    case MUSCLE -> "Pectoral muscle";
                    case NIPPLE_LINE -> "Posterior nipple line";
                    case FOLD -> "Inframammary fold";
                    case SKIN_FOLD -> "Fold of the skin";
                },
                switch (mark.kind()) {
                    case MUSCLE -> 0x6FC3FF;
                    case NIPPLE_LINE -> 0xB7F07A;
                    case FOLD -> 0xFFFFFF;
                    case SKIN_FOLD -> 0xFF8AD8;
                },
                mark.fromRow(),
                mark.fromColumn(),
                mark.toRow(),
                mark.toColumn());
    }
}
