package org.medsendx.segmenter.pipeline;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.segmenter.breast.Mammogram;
import org.medsendx.segmenter.highlight.Scene;
import org.medsendx.segmenter.marker.MarkerReader;
import org.medsendx.segmenter.marker.MarkerReading;
import org.medsendx.segmenter.marker.MarkerReading.Said;

/**
 * Compares the letter beside the body with the side that a header names. Only a projection whose
 * header names one side is looked at; what is not surely a letter says nothing.
 *
 * @param findings {@code marker-left-header-right}, {@code marker-right-header-left}, or none
 * @param marks a box around the letter of a finding
 */
record SideMarkers(List<String> findings, List<Scene.Mark> marks) {

    private static final SideMarkers NONE = new SideMarkers(List.of(), List.of());

    private static final Set<String> PROJECTIONS = Set.of("MG", "CR", "DX", "RG");
    private static final String TITLE = "Side marker";
    private static final int COLOUR = 0xFF6B6B;

    static SideMarkers of(DataSet header, String modality, int[] values, int rows, int columns) {
        String side = Mammogram.laterality(header);
        if (side == null || !PROJECTIONS.contains(modality)) {
            return NONE;
        }
        var reading = MarkerReader.read(values, rows, columns, modality.equals("MG"));
        var place = reading.marker();
        if (place == null || reading.said() != (side.equals("L") ? Said.RIGHT : Said.LEFT)) {
            return NONE;
        }
        return new SideMarkers(
                List.of(side.equals("L") ? "marker-right-header-left" : "marker-left-header-right"),
                box(place));
    }

    /** Its findings behind others. */
    List<String> with(List<String> others) {
        return joined(others, findings);
    }

    /** Its marks over others. */
    List<Scene.Mark> drawnWith(List<Scene.Mark> others) {
        return joined(others, marks);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static List<Scene.Mark> box(MarkerReading.Place place) {
        int margin = Math.max(2, (place.bottom() - place.top()) / 4);
        double top = place.top() - margin;
        double bottom = place.bottom() + margin;
        double left = place.left() - margin;
        double right = place.right() + margin;
        return List.of(
                new Scene.Mark(TITLE, COLOUR, top, left, top, right),
                new Scene.Mark(TITLE, COLOUR, top, right, bottom, right),
                new Scene.Mark(TITLE, COLOUR, bottom, right, bottom, left),
                new Scene.Mark(TITLE, COLOUR, bottom, left, top, left));
    }
}
