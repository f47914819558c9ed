package org.medsendx.segmenter.highlight;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.segmenter.tissue.TissueClass;
import org.medsendx.segmenter.tissue.TissueScheme;

/**
 * The text beside a picture. It is made of class names, numbers and this program's own words only:
 * nothing of the header but the modality code gets into it.
 *
 * @param heading what the picture shows
 * @param lines one per class, in ascending order of the stored values
 * @param remarks what else a reader must know
 */
record Legend(String heading, List<Line> lines, List<String> remarks) {

    static final String NO_DIAGNOSIS =
            "Not a diagnosis. Names stand for ranges of pixel values, not for findings.";

    Legend {
        lines = List.copyOf(lines);
        remarks = List.copyOf(remarks);
    }

    /**
     * One class.
     *
     * @param fraction share of the valid pixels, 0 to 1
     */
    record Line(TissueClass tissue, String centre, String share, double fraction) {}

    static Legend of(Scene scene) {
        var lines = new ArrayList<Line>();
        double fat = 0;
        double fibroglandular = 0;
        for (var entry : scene.classes()) {
            lines.add(
                    new Line(
                            entry.tissue(),
                            number(entry.centre()) + unit(scene.features()),
                            percent(entry.fraction()),
                            entry.fraction()));
            fat += entry.tissue().label().equals("fat") ? entry.fraction() : 0;
            fibroglandular +=
                    entry.tissue().label().equals("fibroglandular") ? entry.fraction() : 0;
        }
        var remarks = new ArrayList<String>();
        remarks.addAll(scene.notes());
        if (fat + fibroglandular > 0 && scene.notes().isEmpty()) {
            remarks.add(
                    "Fibroglandular share of the breast "
                            + percent(TissueScheme.density(fat, fibroglandular)));
        }
        if (scene.inverted()) {
            remarks.add("Low values are shown bright.");
        }
        var model = scene.model();
        remarks.add(
                model == null ? NO_DIAGNOSIS : "Not a diagnosis. Classes by model " + model + ".");
        return new Legend(heading(scene), lines, remarks);
    }

    private static String heading(Scene scene) {
        var heading =
                new StringBuilder(scene.modality())
                        .append("   ")
                        .append(scene.map().columns())
                        .append(" x ")
                        .append(scene.map().rows())
                        .append(" pixels");
        if (scene.frames() > 1) {
            heading.append("   frame ")
                    .append(scene.frame() + 1)
                    .append(" of ")
                    .append(scene.frames());
        }
        return heading.append("   object ").append(scene.objectPrefix()).toString();
    }

    private static String unit(Features features) {
        return features.unit().equals("HU") ? " HU" : "";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.1f" : "%.0f", value);
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
    }
}
