package org.medsendx.segmenter.highlight;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.picture.Raster;
import org.medsendx.segmenter.tissue.TissueClass;
import org.medsendx.segmenter.tissue.TissueMap;

/**
 * What a side-by-side picture shows.
 *
 * @param modality modality code
 * @param objectPrefix first digits of the random object id
 * @param frame the frame shown, from 0
 * @param frames how many frames the image has
 * @param inverted whether low values are shown bright (MONOCHROME1)
 * @param original the frame as windowed grey
 * @param map the classes of the same frame
 * @param classes the classes in ascending order of stored values: index is the class in the map
 * @param features the features of the scan
 * @param marks lines over both halves, such as the edge of a muscle
 * @param notes lines of text below the legend, in this program's own words
 * @param model name of the model that made the classes; null when they are ranges of values
 */
public record Scene(
        String modality,
        String objectPrefix,
        int frame,
        int frames,
        boolean inverted,
        Raster original,
        TissueMap map,
        List<Shown> classes,
        Features features,
        List<Mark> marks,
        List<String> notes,
        @Nullable String model) {

    public Scene {
        classes = List.copyOf(classes);
        marks = List.copyOf(marks);
        notes = List.copyOf(notes);
        if (original.rows() != map.rows() || original.columns() != map.columns()) {
            throw new IllegalArgumentException("both halves show the same frame");
        }
    }

    /**
     * A class as it is shown.
     *
     * @param centre in the unit of the features
     * @param fraction share of the valid pixels, 0 to 1
     */
    public record Shown(TissueClass tissue, double centre, double fraction) {}

    /**
     * A line over the image.
     *
     * @param title what it shows, as people read it
     * @param rgb its colour, {@code 0xRRGGBB}
     */
    public record Mark(
            String title,
            int rgb,
            double fromRow,
            double fromColumn,
            double toRow,
            double toColumn) {}
}
