package org.medsendx.segmenter.series;

import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.pixel.Image;

/**
 * Where one slice lies (PS3.3, C.7.6.2.1.1).
 *
 * @param frameOfReference pseudonymous Frame of Reference UID, or null when the header names none
 * @param row direction of a row, a unit vector
 * @param column direction of a column, a unit vector at a right angle to it
 * @param position centre of the first pixel
 */
record Plane(@Nullable String frameOfReference, Vector row, Vector column, Vector position) {

    /** How far lengths and the right angle of directions may be off: some headers have 3 digits. */
    private static final double SLACK = 0.01;

    /** How far the same direction may differ: 0.06 degrees. */
    private static final double SAME = 0.001;

    /** The plane of a frame, or null when the header does not say it, or no such plane can be. */
    static @Nullable Plane of(DataSet header, int frame) {
        double[] cosines =
                Image.attributes(header, frame, Tag.PlaneOrientationSequence)
                        .doubles(Tag.ImageOrientationPatient);
        double[] place =
                Image.attributes(header, frame, Tag.PlanePositionSequence)
                        .doubles(Tag.ImagePositionPatient);
        Vector row = Vector.of(cosines, 0);
        Vector column = Vector.of(cosines, 3);
        Vector position = Vector.of(place, 0);
        if (row == null || column == null || position == null) {
            return null;
        }
        boolean possible =
                Math.abs(row.length() - 1) < SLACK
                        && Math.abs(column.length() - 1) < SLACK
                        && Math.abs(row.dot(column)) < SLACK;
        return possible
                ? new Plane(header.string(Tag.FrameOfReferenceUID), row, column, position)
                : null;
    }

    /** At a right angle to the plane, a unit vector. */
    Vector normal() {
        Vector across = row.cross(column);
        return new Vector(0, 0, 0).plus(1 / across.length(), across);
    }

    boolean isParallelTo(Plane other) {
        return row.plus(-1, other.row).length() < SAME
                && column.plus(-1, other.column).length() < SAME;
    }
}
