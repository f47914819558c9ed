package org.medsendx.segmenter.segmentation;

/**
 * Colours as Recommended Display CIELab Value (0062,000D) has them: L*, a* and b* of the profile
 * connection space (D50), each in 16 bits (PS3.3, C.10.7.1.1).
 */
final class CieLab {

    /** The white of D50, as ICC profiles have it. */
    private static final double[] WHITE = {0.9642, 1.0, 0.8249};

    /** Linear sRGB to XYZ, adapted from D65 to D50 (Bradford). */
    private static final double[][] TO_XYZ = {
        {0.4360747, 0.3850649, 0.1430804},
        {0.2225045, 0.7168786, 0.0606169},
        {0.0139322, 0.0971045, 0.7141733}
    };

    private CieLab() {}

    /** Of an sRGB colour {@code 0xRRGGBB}. */
    static int[] of(int rgb) {
        double[] linear = new double[3];
        for (int i = 0; i < 3; i++) {
            double value = (rgb >> (16 - 8 * i) & 0xFF) / 255.0;
            linear[i] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
        }
        double[] f = new double[3];
        for (int i = 0; i < 3; i++) {
            double[] row = TO_XYZ[i];
            double xyz = row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2];
            f[i] = root(xyz / WHITE[i]);
        }
        double lightness = 116 * f[1] - 16;
        double a = 500 * (f[0] - f[1]);
        double b = 200 * (f[1] - f[2]);
        return new int[] {
            scaled(lightness / 100 * 0xFFFF),
            scaled((a + 128) / 255 * 0xFFFF),
            scaled((b + 128) / 255 * 0xFFFF)
        };
    }

    private static double root(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    private static int scaled(double value) {
        return (int) Math.clamp(Math.round(value), 0, 0xFFFF);
    }
}
