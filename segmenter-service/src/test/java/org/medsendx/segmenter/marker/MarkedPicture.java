package org.medsendx.segmenter.marker;

import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Random;
import java.util.SplittableRandom;
import org.medsendx.segmenter.breast.BreastPhantom;

/**
 * A generated projection with writing beside the body: a breast phantom, as it is or enlarged, or a
 * limb in air, all with noise; letters in a font of the JDK, of some size, turned, mirrored,
 * blurred, brighter than the air or, in a picture that is turned into its negative, darker.
 *
 * @param values row by row, 12 bits
 */
@SuppressWarnings("ArrayRecordComponent") // made to be read
public record MarkedPicture(int rows, int columns, int[] values) {

    private static final int MOST = 4095;

    /**
     * Writing.
     *
     * @param size height of its capitals in pixels
     * @param blur standard deviation in pixels
     * @param contrast of the ink against the air, in shares of the whole range
     */
    public record Writing(
            String text,
            String font,
            int style,
            int size,
            double degrees,
            boolean mirrored,
            double blur,
            double contrast) {}

    /** A breast, from the side that is asked for, enlarged by a whole factor. */
    public static MarkedPicture breast(long seed, boolean right, int times) {
        int[] small =
                BreastPhantom.of(new BreastPhantom.Spec(seed, seed % 2 == 0, right, 0.2, false))
                        .stored();
        int rows = 600 * times;
        int columns = 420 * times;
        var values = new int[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                values[row * columns + column] =
                        60 + small[row / times * 420 + column / times] * 3700 / 4095;
            }
        }
        return new MarkedPicture(rows, columns, values);
    }

    /** A limb that runs from above to below, with its bones. */
    public static MarkedPicture limb(int rows, int columns, long seed) {
        var random = new SplittableRandom(seed);
        double middle = columns * (0.45 + 0.1 * random.nextDouble());
        double wide = columns * (0.14 + 0.06 * random.nextDouble());
        double lean = 0.1 * (random.nextDouble() - 0.5);
        var values = new int[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double x = (column - middle - lean * (row - rows / 2.0)) / wide;
                double flesh = Math.abs(x) < 1 ? Math.sqrt(1 - x * x) : 0;
                double bone = Math.abs(Math.abs(x) - 0.4) < 0.22 ? 1 : 0;
                values[row * columns + column] =
                        (int) (300 + 0.02 * row + 1400 * flesh + 1300 * bone * flesh);
            }
        }
        return new MarkedPicture(rows, columns, values);
    }

    /** The same with more noise. */
    public MarkedPicture noisy(double deviation, long seed) {
        var random = new Random(seed);
        var noisy = new int[values.length];
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] =
                    (int)
                            Math.clamp(
                                    Math.round(values[i] + deviation * random.nextGaussian()),
                                    0,
                                    MOST);
        }
        return new MarkedPicture(rows, columns, noisy);
    }

    /** Its negative. */
    public MarkedPicture negative() {
        var turned = new int[values.length];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = MOST - values[i];
        }
        return new MarkedPicture(rows, columns, turned);
    }

    /** With writing whose middle is at a place. */
    public MarkedPicture with(Writing writing, int row, int column) {
        var font = new Font(writing.font(), writing.style(), 100);
        var probe = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY).createGraphics();
        var glyphs = font.createGlyphVector(probe.getFontRenderContext(), writing.text());
        probe.dispose();
        var box = glyphs.getVisualBounds();
        double scale = writing.size() / box.getHeight();
        int side =
                (int) Math.ceil(Math.hypot(box.getWidth(), box.getHeight()) * scale)
                        + 2 * (int) Math.ceil(4 * writing.blur())
                        + 6;
        var image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        var graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.translate(side / 2.0, side / 2.0);
        graphics.rotate(Math.toRadians(writing.degrees()));
        graphics.scale(writing.mirrored() ? -scale : scale, scale);
        graphics.translate(-box.getCenterX(), -box.getCenterY());
        graphics.fill(glyphs.getOutline());
        graphics.dispose();
        double[] ink = blurred(image, writing.blur());
        var marked = values.clone();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int r = row + y - side / 2;
                int c = column + x - side / 2;
                if (r >= 0 && c >= 0 && r < rows && c < columns) {
                    int at = r * columns + c;
                    double more = writing.contrast() * MOST * ink[y * side + x];
                    marked[at] = (int) Math.clamp(Math.round(marked[at] + more), 0, MOST);
                }
            }
        }
        return new MarkedPicture(rows, columns, marked);
    }

    private static double[] blurred(BufferedImage image, double sigma) {
        int side = image.getWidth();
        var values = new double[side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.getRaster().getSample(i % side, i / side, 0) / 255.0;
        }
        if (sigma == 0) {
            return values;
        }
        for (boolean along : new boolean[] {true, false}) {
            values = blurred(values, side, sigma, along);
        }
        return values;
    }

    private static double[] blurred(double[] values, int side, double sigma, boolean along) {
        int reach = (int) Math.ceil(3 * sigma);
        var blurred = new double[values.length];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double sum = 0;
                double weights = 0;
                for (int k = -reach; k <= reach; k++) {
                    int y = along ? row : row + k;
                    int x = along ? column + k : column;
                    double weight = Math.exp(-k * k / (2 * sigma * sigma));
                    weights += weight;
                    if (y >= 0 && x >= 0 && y < side && x < side) {
                        sum += weight * values[y * side + x];
                    }
                }
                blurred[row * side + column] = sum / weights;
            }
        }
        return blurred;
    }
}
