package org.medsendx.segmenter.model.training;

import java.util.Random;

/**
 * A part of an invented CT slice and its true classes: a body of soft tissue with fat around it,
 * gas and lung in it, bones with a dense shell and a core that is hardly denser than contrast
 * medium. Shapes are drawn four times as fine and averaged, as a detector does, and noise is as
 * coarse as a kernel makes it. A third is drawn without averaging.
 */
@SuppressWarnings("ArrayRecordComponent")
record TrainingSlice(int side, float[] hounsfield, byte[] truth) {

    /** Standard deviations of noise, in HU; those that the test uses lie between and beyond. */
    static final double[] NOISE = {4, 20, 45, 80, 140, 250};

    static final int AIR = 0;
    static final int SOFT = 1;
    static final int BONE = 2;
    private static final int FINE = 2;

    static TrainingSlice of(int side, Random random) {
        int fine = side * FINE;
        var density = new float[fine * fine];
        var classes = new byte[fine * fine];
        int ground = random.nextInt(10);
        if (ground < 5) {
            paint(density, classes, fine, everything(), -1000, AIR);
            var body = Blob.of(random, fine, 0.6, 1.6);
            paint(density, classes, fine, body, random.nextDouble(-120, -70), SOFT);
            var inner = body.smaller(random.nextDouble(0.8, 0.97));
            paint(density, classes, fine, inner, tissue(random), SOFT);
        } else if (ground < 9) {
            paint(density, classes, fine, everything(), tissue(random), SOFT);
        } else {
            paint(density, classes, fine, everything(), random.nextDouble(160, 900), BONE);
            var beside = Blob.of(random, fine, 0.3, 1.2);
            paint(density, classes, fine, beside, tissue(random), SOFT);
        }
        int organs = random.nextInt(5);
        for (int i = 0; i < organs; i++) {
            var where = Blob.of(random, fine, 0.05, 0.3);
            paintWhere(density, classes, fine, where, tissue(random), SOFT, SOFT);
        }
        int gases = random.nextInt(4);
        for (int i = 0; i < gases; i++) {
            double value = random.nextInt(3) == 0 ? -1000 : random.nextDouble(-930, -720);
            var where = Blob.of(random, fine, 0.03, 0.35);
            paintWhere(density, classes, fine, where, value, AIR, SOFT);
        }
        int bones = random.nextInt(9);
        for (int i = 0; i < bones; i++) {
            bone(density, classes, fine, random);
        }
        return seen(side, density, classes, random);
    }

    private static void bone(float[] density, byte[] classes, int fine, Random random) {
        double shell = random.nextDouble(400, 1300);
        // Most lie in tissue; some border on lung or gas.
        boolean anywhere = random.nextInt(4) == 0;
        if (random.nextBoolean()) {
            var rib = Rib.of(random, fine);
            for (int i = 0; i < density.length; i++) {
                if ((anywhere || classes[i] == SOFT) && rib.holds(i % fine, i / fine)) {
                    density[i] = (float) shell;
                    classes[i] = BONE;
                }
            }
            return;
        }
        double largest = random.nextInt(3) == 0 ? 0.6 : 0.22;
        var where = Blob.of(random, fine, 0.03, largest);
        for (int i = 0; i < density.length; i++) {
            if ((anywhere || classes[i] == SOFT) && where.holds(i % fine, i / fine)) {
                density[i] = (float) shell;
                classes[i] = BONE;
            }
        }
        if (random.nextBoolean()) {
            var core = where.smaller(random.nextDouble(0.5, 0.9));
            paintWhere(density, classes, fine, core, random.nextDouble(150, 420), BONE, BONE);
        }
    }

    private static double tissue(Random random) {
        return random.nextInt(4) == 0 ? random.nextDouble(-120, -70) : random.nextDouble(-10, 95);
    }

    private static Blob everything() {
        return new Blob(0, 0, 1e9, 1, 0, 0, 0, 1);
    }

    private static TrainingSlice seen(int side, float[] density, byte[] classes, Random random) {
        var hounsfield = new float[side * side];
        var truth = new byte[side * side];
        int fine = side * FINE;
        boolean sharp = random.nextInt(3) == 0;
        for (int i = 0; i < hounsfield.length; i++) {
            int row = i / side * FINE;
            int column = i % side * FINE;
            int middle = row * fine + column;
            for (int y = 0; y < FINE; y++) {
                for (int x = 0; x < FINE; x++) {
                    int at = sharp ? middle : middle + y * fine + x;
                    hounsfield[i] += density[at] / (FINE * FINE);
                }
            }
            truth[i] = classes[middle];
        }
        double noise = NOISE[random.nextInt(NOISE.length)];
        addNoise(hounsfield, side, noise, random.nextDouble(0, 1.1), random);
        return new TrainingSlice(side, hounsfield, truth);
    }

    /** Noise of this deviation, smoothed by a Gaussian of this many pixels. */
    static void addNoise(
            float[] values, int side, double deviation, double smoothing, Random random) {
        var noise = new float[values.length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        if (smoothing > 0.2) {
            noise = smooth(smooth(noise, side, smoothing, 1), side, smoothing, side);
        }
        double squares = 0;
        for (float n : noise) {
            squares += n * n;
        }
        double scale = deviation / Math.sqrt(squares / noise.length);
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (scale * noise[i]);
        }
    }

    private static float[] smooth(float[] values, int side, double sigma, int step) {
        int reach = (int) Math.ceil(3 * sigma);
        var result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int position = step == 1 ? i % side : i / side;
            double sum = 0;
            for (int d = -reach; d <= reach; d++) {
                int other = Math.clamp(position + d, 0, side - 1) - position;
                sum += values[i + other * step] * Math.exp(-0.5 * d * d / (sigma * sigma));
            }
            result[i] = (float) sum;
        }
        return result;
    }

    private static void paint(
            float[] density, byte[] classes, int side, Blob where, double value, int tissue) {
        for (int i = 0; i < density.length; i++) {
            if (where.holds(i % side, i / side)) {
                density[i] = (float) value;
                classes[i] = (byte) tissue;
            }
        }
    }

    private static void paintWhere(
            float[] density,
            byte[] classes,
            int side,
            Blob where,
            double value,
            int tissue,
            int over) {
        for (int i = 0; i < density.length; i++) {
            if (classes[i] == over && where.holds(i % side, i / side)) {
                density[i] = (float) value;
                classes[i] = (byte) tissue;
            }
        }
    }

    /** Pieces of a thin ring. */
    private record Rib(
            double x, double y, double radius, double half, double flat, int pieces, double phase) {

        static Rib of(Random random, int side) {
            return new Rib(
                    random.nextDouble() * side,
                    random.nextDouble() * side,
                    random.nextDouble(0.1, 0.7) * side,
                    random.nextDouble(0.8, 5),
                    random.nextDouble(0.5, 1),
                    1 + random.nextInt(14),
                    random.nextDouble(0, 2 * Math.PI));
        }

        boolean holds(double column, double row) {
            double dx = column - x;
            double dy = (row - y) / flat;
            return Math.abs(Math.sqrt(dx * dx + dy * dy) - radius) < half
                    && Math.sin(pieces * Math.atan2(dy, dx) + phase) > 0.2;
        }
    }

    /** An ellipse with a wave around its edge. */
    private record Blob(
            double x,
            double y,
            double radius,
            double flat,
            double angle,
            double wave,
            int waves,
            double size) {

        static Blob of(Random random, int side, double least, double most) {
            return new Blob(
                    random.nextDouble() * side,
                    random.nextDouble() * side,
                    random.nextDouble(least, most) * side / 2,
                    random.nextDouble(0.3, 1),
                    random.nextDouble(0, Math.PI),
                    random.nextDouble(0, 0.2),
                    2 + random.nextInt(4),
                    1);
        }

        Blob smaller(double by) {
            return new Blob(x, y, radius, flat, angle, wave, waves, size * by);
        }

        boolean holds(double column, double row) {
            double dx = column - x;
            double dy = row - y;
            double far = 1.25 * radius * size;
            if (Math.abs(dx) > far || Math.abs(dy) > far) {
                return false;
            }
            double along = dx * Math.cos(angle) + dy * Math.sin(angle);
            double across = (dy * Math.cos(angle) - dx * Math.sin(angle)) / flat;
            double edge = radius * size * (1 + wave * Math.sin(waves * Math.atan2(across, along)));
            return along * along + across * across < edge * edge;
        }
    }
}
