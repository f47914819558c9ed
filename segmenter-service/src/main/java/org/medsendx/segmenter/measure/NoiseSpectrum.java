package org.medsendx.segmenter.measure;

/**
 * How noise falls off with frequency: the slope of log power over log frequency between 1/8 and
 * 7/16 cycles per pixel, in squares of 16 pixels that are as flat as the noise allows. White noise
 * has 0; smoothing makes it negative, edge enhancement positive.
 *
 * <p>Power is that of rows and columns after the plane of the square is taken away, averaged over
 * up to 600 squares, under a Hann window (the one-dimensional form of the noise power spectrum of
 * IEC 62220-1 and ICRU 87). The lowest frequency is left out: the plane takes of it.
 */
final class NoiseSpectrum {

    static final int SIDE = 16;

    private static final double FLAT = 1.25;
    private static final int LEAST_SQUARES = 12;
    private static final int MOST_SQUARES = 600;
    private static final int FIRST = 2;
    private static final int LAST = 7;
    private static final double[] COS = new double[SIDE * SIDE];
    private static final double[] SIN = new double[SIDE * SIDE];

    private static final double[] WINDOW = new double[SIDE];

    static {
        for (int i = 0; i < SIDE; i++) {
            WINDOW[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / SIDE);
        }
        for (int k = 0; k < SIDE; k++) {
            for (int i = 0; i < SIDE; i++) {
                COS[k * SIDE + i] = Math.cos(2 * Math.PI * k * i / SIDE);
                SIN[k * SIDE + i] = Math.sin(2 * Math.PI * k * i / SIDE);
            }
        }
    }

    private NoiseSpectrum() {}

    /**
     * The slope; NaN when too few squares are flat.
     *
     * @param noise in stored values
     */
    static double slope(Frame frame, double noise, double least, double most) {
        var power = new double[SIDE / 2];
        var square = new double[SIDE * SIDE];
        int stride = stride(frame);
        int used = 0;
        // Squares that overlap share their sums.
        var band = stride < SIDE ? new BandOfSquares(frame, SIDE) : null;
        for (int top = 0; top + SIDE <= frame.rows() && used < MOST_SQUARES; top += stride) {
            if (band != null) {
                band.moveTo(top);
            }
            for (int left = 0; left + SIDE <= frame.columns(); left += stride) {
                if (used == MOST_SQUARES) {
                    break;
                }
                double spread =
                        band != null
                                ? band.deviation(left, least, most)
                                : Squares.deviation(frame, top, left, SIDE, least, most);
                if (spread > 0 && spread < FLAT * noise && spread > noise / FLAT / FLAT) {
                    flattened(frame, top, left, square);
                    add(square, power);
                    used++;
                }
            }
        }
        return used < LEAST_SQUARES ? Double.NaN : slope(power);
    }

    private static int stride(Frame frame) {
        double pixels = (double) frame.rows() * frame.columns();
        return Math.max(SIDE / 2, (int) Math.ceil(Math.sqrt(pixels / 20_000)));
    }

    private static void flattened(Frame frame, int top, int left, double[] square) {
        double mean = 0;
        double byRow = 0;
        double byColumn = 0;
        double middle = (SIDE - 1) / 2.0;
        for (int r = 0; r < SIDE; r++) {
            for (int c = 0; c < SIDE; c++) {
                double v = frame.stored()[(top + r) * frame.columns() + left + c];
                square[r * SIDE + c] = v;
                mean += v;
                byRow += v * (r - middle);
                byColumn += v * (c - middle);
            }
        }
        double n = (double) SIDE * SIDE;
        double weight = SIDE * (SIDE * (SIDE * (double) SIDE - 1) / 12);
        mean /= n;
        byRow /= weight;
        byColumn /= weight;
        for (int r = 0; r < SIDE; r++) {
            for (int c = 0; c < SIDE; c++) {
                square[r * SIDE + c] -= mean + byRow * (r - middle) + byColumn * (c - middle);
            }
        }
    }

    private static void add(double[] square, double[] power) {
        for (int line = 0; line < SIDE; line++) {
            for (int k = FIRST; k <= LAST; k++) {
                double a = 0;
                double b = 0;
                double c = 0;
                double d = 0;
                for (int i = 0; i < SIDE; i++) {
                    double cos = COS[k * SIDE + i];
                    double sin = SIN[k * SIDE + i];
                    double across = WINDOW[i] * square[line * SIDE + i];
                    double down = WINDOW[i] * square[i * SIDE + line];
                    a += across * cos;
                    b += across * sin;
                    c += down * cos;
                    d += down * sin;
                }
                power[k] += a * a + b * b + c * c + d * d;
            }
        }
    }

    private static double slope(double[] power) {
        double n = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (int k = FIRST; k <= LAST; k++) {
            double lx = Math.log(k);
            double ly = Math.log(power[k]);
            n++;
            x += lx;
            y += ly;
            xx += lx * lx;
            xy += lx * ly;
        }
        return (n * xy - x * y) / (n * xx - x * x);
    }
}
