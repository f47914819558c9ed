package org.medsendx.segmenter.series;

import org.jspecify.annotations.Nullable;

/** A place or a direction in the coordinates of the patient (PS3.3, C.7.6.2.1.1); places in mm. */
record Vector(double x, double y, double z) {

    // A patient is no larger; what is farther away is no position.
    private static final double FARTHEST = 100_000;

    /** Three of some values, or null when they are no vector. */
    static @Nullable Vector of(double[] values, int from) {
        for (int i = from; i < from + 3; i++) {
            // Not a number is not below anything.
            if (i >= values.length || !(Math.abs(values[i]) < FARTHEST)) {
                return null;
            }
        }
        return new Vector(values[from], values[from + 1], values[from + 2]);
    }

    double dot(Vector other) {
        return x * other.x + y * other.y + z * other.z;
    }

    Vector cross(Vector other) {
        return new Vector(
                y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
    }

    Vector plus(double times, Vector other) {
        return new Vector(x + times * other.x, y + times * other.y, z + times * other.z);
    }

    double length() {
        return Math.sqrt(dot(this));
    }
}
