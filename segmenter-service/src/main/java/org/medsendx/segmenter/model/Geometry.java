package org.medsendx.segmenter.model;

import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/** Spacing and orientation of an image, from its header or its functional groups. */
final class Geometry {

    private final DataSet header;

    Geometry(DataSet header) {
        this.header = header;
    }

    /**
     * Distance of rows and of columns in mm: Pixel Spacing, or Imager Pixel Spacing of a
     * projection; empty when there is none that can be believed.
     */
    double[] pixelSpacing() {
        for (double[] found :
                List.of(
                        header.doubles(Tag.PixelSpacing),
                        group(0, Tag.PixelMeasuresSequence).doubles(Tag.PixelSpacing),
                        header.doubles(Tag.ImagerPixelSpacing))) {
            if (found.length >= 2 && believable(found[0]) && believable(found[1])) {
                return new double[] {found[0], found[1]};
            }
        }
        return new double[0];
    }

    /**
     * Distance of frames in mm: from the positions of the first and the last, else Spacing Between
     * Slices, else Slice Thickness; 0 when there is none.
     */
    double sliceSpacing(int frames) {
        var first = group(0, Tag.PlanePositionSequence).doubles(Tag.ImagePositionPatient);
        var last = group(frames - 1, Tag.PlanePositionSequence).doubles(Tag.ImagePositionPatient);
        if (frames > 1 && first.length == 3 && last.length == 3) {
            double squares = 0;
            for (int i = 0; i < 3; i++) {
                squares += (last[i] - first[i]) * (last[i] - first[i]);
            }
            double spacing = Math.sqrt(squares) / (frames - 1);
            if (believable(spacing)) {
                return spacing;
            }
        }
        var measures = group(0, Tag.PixelMeasuresSequence);
        for (double[] found :
                List.of(
                        header.doubles(Tag.SpacingBetweenSlices),
                        measures.doubles(Tag.SpacingBetweenSlices),
                        header.doubles(Tag.SliceThickness),
                        measures.doubles(Tag.SliceThickness))) {
            if (found.length > 0 && believable(Math.abs(found[0]))) {
                return Math.abs(found[0]);
            }
        }
        return 0;
    }

    /** Towards where columns and rows increase, a letter each; empty when unknown. */
    List<String> orientation() {
        for (double[] cosines :
                List.of(
                        header.doubles(Tag.ImageOrientationPatient),
                        group(0, Tag.PlaneOrientationSequence)
                                .doubles(Tag.ImageOrientationPatient))) {
            if (cosines.length == 6) {
                return List.of(letter(cosines, 0), letter(cosines, 3));
            }
        }
        var words = header.strings(Tag.PatientOrientation);
        if (words.size() == 2 && words.stream().allMatch(word -> word.matches("[LRAPHF].*"))) {
            return words.stream().map(word -> word.substring(0, 1)).toList();
        }
        return List.of();
    }

    // Patient coordinates increase to the left, to posterior and to the head (C.7.6.2.1.1).
    private static String letter(double[] cosines, int from) {
        int axis = 0;
        for (int i = 1; i < 3; i++) {
            if (Math.abs(cosines[from + i]) > Math.abs(cosines[from + axis])) {
                axis = i;
            }
        }
        return String.valueOf("LPHRAF".charAt(axis + (cosines[from + axis] < 0 ? 3 : 0)));
    }

    private static boolean believable(double mm) {
        return mm >= 0.001 && mm <= 100;
    }

    private DataSet group(int frame, int sequence) {
        var perFrame = header.items(Tag.PerFrameFunctionalGroupsSequence);
        if (frame >= 0 && frame < perFrame.size()) {
            var found = perFrame.get(frame).items(sequence);
            if (!found.isEmpty()) {
                return found.getFirst();
            }
        }
        var shared = header.items(Tag.SharedFunctionalGroupsSequence);
        var found = shared.isEmpty() ? List.<DataSet>of() : shared.getFirst().items(sequence);
        return found.isEmpty() ? new DataSet() : found.getFirst();
    }
}
