package org.medsendx.segmenter.model.training;

import java.util.Random;
import org.medsendx.segmenter.Phantom;

/**
 * Slices that the shipped model was not trained on, in Hounsfield units, with their true classes:
 * other shapes than {@link TrainingSlice} draws, and noise between and beyond that of the training.
 */
@SuppressWarnings("ArrayRecordComponent")
record HeldOut(int side, float[] hounsfield, byte[] truth) {

    /** Standard deviations of noise in HU; none is one of {@link TrainingSlice#NOISE}. */
    static final int[] NOISE = {10, 35, 60, 110, 200, 300};

    /** The kinds of slice. */
    enum Kind {
        /** The disc in a disc that the tests of k-means use. */
        DISCS,
        /** The head of Shepp and Logan (IEEE Trans. Nucl. Sci. 21, 1974), its densities as HU. */
        SHEPP_LOGAN,
        /** The chest of the demonstration: lungs, ribs, a spine, fat. */
        CHEST
    }

    static HeldOut of(Kind kind, int side, double noise, long seed) {
        var random = new Random(seed * 31 + kind.ordinal());
        var clean =
                switch (kind) {
                    case DISCS -> discs(side, seed);
                    case SHEPP_LOGAN -> head(side, random);
                    case CHEST -> chest(side, random);
                };
        TrainingSlice.addNoise(clean.hounsfield, side, noise, random.nextDouble(0, 0.8), random);
        for (int i = 0; i < clean.hounsfield.length; i++) {
            // What 12 bits with an intercept of -1024 can hold.
            clean.hounsfield[i] = Math.clamp(Math.round(clean.hounsfield[i]), -1024, 3071);
        }
        return clean;
    }

    private static HeldOut discs(int side, long seed) {
        var phantom = Phantom.discs("CT", side, side, seed, new int[] {24, 1064, 1824}, 0);
        var slice = new HeldOut(side, new float[side * side], new byte[side * side]);
        for (int i = 0; i < slice.truth.length; i++) {
            slice.hounsfield[i] = phantom.stored()[i] - 1024;
            slice.truth[i] = (byte) phantom.truth()[i];
        }
        return slice;
    }

    // Density, half axes, centre, angle in degrees; the contrast of the inside as Toft has it.
    private static final double[][] ELLIPSES = {
        {1, .69, .92, 0, 0, 0},
        {-.8, .6624, .874, 0, -.0184, 0},
        {-.2, .11, .31, .22, 0, -18},
        {-.2, .16, .41, -.22, 0, 18},
        {.1, .21, .25, 0, .35, 0},
        {.1, .046, .046, 0, .1, 0},
        {.1, .046, .046, 0, -.1, 0},
        {.1, .046, .023, -.08, -.605, 0},
        {.1, .023, .023, 0, -.606, 0},
        {.1, .023, .046, .06, -.605, 0}
    };

    private static HeldOut head(int side, Random random) {
        double size = random.nextDouble(0.85, 1.05);
        double turn = random.nextDouble(-20, 20);
        var slice = new HeldOut(side, new float[side * side], new byte[side * side]);
        for (int i = 0; i < slice.truth.length; i++) {
            double x = ((i % side + 0.5) / side * 2 - 1) / size;
            double y = -((i / side + 0.5) / side * 2 - 1) / size;
            double density = 0;
            for (double[] ellipse : ELLIPSES) {
                density += inside(ellipse, x, y, turn) ? ellipse[0] : 0;
            }
            boolean skull = density > 0.9;
            boolean within = inside(ELLIPSES[0], x, y, turn);
            // Skull 900; brain 0.2 to 0.4 is 40 to 60, ventricles 0 are 8.
            slice.hounsfield[i] = (float) (!within ? -1000 : skull ? 900 : 8 + 160 * density);
            slice.truth[i] = (byte) (!within ? 0 : skull ? 2 : 1);
        }
        return slice;
    }

    private static boolean inside(double[] ellipse, double x, double y, double turn) {
        double whole = Math.toRadians(turn);
        double tx = x * Math.cos(whole) + y * Math.sin(whole) - ellipse[3];
        double ty = y * Math.cos(whole) - x * Math.sin(whole) - ellipse[4];
        double own = Math.toRadians(ellipse[5]);
        double u = (tx * Math.cos(own) + ty * Math.sin(own)) / ellipse[1];
        double v = (ty * Math.cos(own) - tx * Math.sin(own)) / ellipse[2];
        return u * u + v * v < 1;
    }

    private static HeldOut chest(int side, Random random) {
        double width = random.nextDouble(0.36, 0.46);
        double height = width * random.nextDouble(0.66, 0.80);
        double lung = random.nextDouble(0.40, 0.50);
        double fat = random.nextDouble(0.03, 0.14);
        double soft = 45 + 6 * random.nextGaussian();
        double air = -840 + 25 * random.nextGaussian();
        double bone = 820 + 70 * random.nextGaussian();
        var slice = new HeldOut(side, new float[side * side], new byte[side * side]);
        for (int i = 0; i < slice.truth.length; i++) {
            double x = (i % side + 0.5) / side - 0.5;
            double y = (i / side + 0.5) / side - 0.5;
            double body = square(x / width) + square(y / height);
            double ring = 1 - fat - body;
            boolean bony =
                    square(x / 0.045) + square((y - height * 0.62) / 0.05) < 1
                            || (ring > 0.04
                                    && ring < 0.11
                                    && Math.sin(Math.atan2(y, x) * 14) > 0.25);
            double dx = Math.abs(x) - width * 0.45;
            boolean lungs =
                    square(dx / (width * lung * 0.72)) + square(y / (height * lung * 1.5)) < 1;
            if (body > 1) {
                slice.hounsfield[i] = -1000;
            } else if (body > 1 - fat) {
                slice.set(i, -100, 1);
            } else if (bony) {
                slice.set(i, bone, 2);
            } else if (lungs) {
                slice.set(i, air, 0);
            } else {
                slice.set(i, soft, 1);
            }
        }
        return slice;
    }

    private void set(int i, double value, int tissue) {
        hounsfield[i] = (float) value;
        truth[i] = (byte) tissue;
    }

    private static double square(double v) {
        return v * v;
    }
}
