package org.medsendx.dicom.pixel;

/**
 * The inverse discrete cosine transform of a block in integers, after Loeffler, Ligtenberg and
 * Moschytz (ICASSP 1989), scaled so that results are those of the usual JPEG libraries.
 */
final class InverseDct {

    private static final int FRACTION = 13;

    // cosines and their sums, times 2^13
    private static final int C0_298 = 2446;
    private static final int C0_390 = 3196;
    private static final int C0_541 = 4433;
    private static final int C0_765 = 6270;
    private static final int C0_899 = 7373;
    private static final int C1_175 = 9633;
    private static final int C1_501 = 12299;
    private static final int C1_847 = 15137;
    private static final int C1_961 = 16069;
    private static final int C2_053 = 16819;
    private static final int C2_562 = 20995;
    private static final int C3_072 = 25172;

    /** Extra bits that the first pass keeps. */
    private final int kept;

    private final int center;
    private final int largest;
    private final int[] workspace = new int[64];
    private final int[] line = new int[8];

    InverseDct(int precision) {
        this.kept = precision == 8 ? 2 : 1;
        this.center = 1 << (precision - 1);
        this.largest = (1 << precision) - 1;
    }

    /** Transforms a block of dequantised coefficients to eight rows of samples. */
    void transform(int[] block, int[] samples, int at, int width) {
        for (int column = 0; column < 8; column++) {
            pass(block, column, 8, FRACTION - kept);
            for (int i = 0; i < 8; i++) {
                workspace[8 * i + column] = line[i];
            }
        }
        for (int row = 0; row < 8; row++) {
            pass(workspace, 8 * row, 1, FRACTION + kept + 3);
            int to = at + row * width;
            for (int i = 0; i < 8; i++) {
                samples[to + i] = Math.min(largest, Math.max(0, line[i] + center));
            }
        }
    }

    private void pass(int[] in, int from, int step, int shift) {
        int even2 = in[from + 2 * step];
        int even6 = in[from + 6 * step];
        int even = (even2 + even6) * C0_541;
        int t2 = even - even6 * C1_847;
        int t3 = even + even2 * C0_765;
        int t0 = (in[from] + in[from + 4 * step]) << FRACTION;
        int t1 = (in[from] - in[from + 4 * step]) << FRACTION;
        int e0 = t0 + t3;
        int e3 = t0 - t3;
        int e1 = t1 + t2;
        int e2 = t1 - t2;

        int o7 = in[from + 7 * step];
        int o5 = in[from + 5 * step];
        int o3 = in[from + 3 * step];
        int o1 = in[from + step];
        int z5 = (o7 + o3 + o5 + o1) * C1_175;
        int z1 = -(o7 + o1) * C0_899;
        int z2 = -(o5 + o3) * C2_562;
        int z3 = z5 - (o7 + o3) * C1_961;
        int z4 = z5 - (o5 + o1) * C0_390;
        o7 = o7 * C0_298 + z1 + z3;
        o5 = o5 * C2_053 + z2 + z4;
        o3 = o3 * C3_072 + z2 + z3;
        o1 = o1 * C1_501 + z1 + z4;

        int half = 1 << (shift - 1);
        line[0] = (e0 + o1 + half) >> shift;
        line[7] = (e0 - o1 + half) >> shift;
        line[1] = (e1 + o3 + half) >> shift;
        line[6] = (e1 - o3 + half) >> shift;
        line[2] = (e2 + o5 + half) >> shift;
        line[5] = (e2 - o5 + half) >> shift;
        line[3] = (e3 + o7 + half) >> shift;
        line[4] = (e3 - o7 + half) >> shift;
    }
}
