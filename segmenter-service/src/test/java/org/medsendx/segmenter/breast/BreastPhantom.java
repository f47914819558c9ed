package org.medsendx.segmenter.breast;

import java.util.Arrays;
import java.util.Random;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.Phantom;

/**
 * An invented compressed breast whose tissue is known everywhere, imaged by rays of two energies: a
 * curved outline with skin, thickness that rolls off towards it and falls towards the nipple, fat
 * with strands, a fibroglandular region with the texture of noise at three scales, in an oblique
 * view a bent pectoral muscle and the strip of the abdomen below the fold, the heel of the anode,
 * quanta, a 14-bit detector; or the same as a vendor would make it for people (thickness equalised,
 * an S-shaped curve, 12 bits, air at 0).
 *
 * <p>It knows nothing of the code that is tested with it: outline, roll-off, energies, curve and
 * texture are drawn anew for each seed, within what is published of breasts. There is no scatter.
 */
public final class BreastPhantom {

    static final int ROWS = 600;
    static final int COLUMNS = 420;
    static final double SPACING = 0.4;
    static final double SKIN = 1.6;

    private final Random random;
    private final Spec spec;
    private final BreastLines lines;
    private final boolean[] breast = new boolean[ROWS * COLUMNS];
    private final boolean[] muscle = new boolean[ROWS * COLUMNS];
    private final double[] fibroglandular = new double[ROWS * COLUMNS];
    private final double[] thickness = new double[ROWS * COLUMNS];
    private final int[] stored = new int[ROWS * COLUMNS];
    private int fold = ROWS;
    private int nipple;
    private float[] depth = new float[0];

    /**
     * What is imaged.
     *
     * @param mlo an oblique view, else craniocaudal
     * @param right the right breast
     * @param target about which share of the breast's area is dense
     * @param processing values of the detector, else for presentation
     */
    public record Spec(long seed, boolean mlo, boolean right, double target, boolean processing) {}

    private BreastPhantom(Spec spec, BreastLines lines) {
        this.spec = spec;
        this.lines = lines;
        this.random = new Random(spec.seed * 31 + (spec.mlo ? 7 : 0));
        outline();
        depth = distances();
        thickness();
        if (spec.mlo) {
            muscle();
        }
        tissue();
        lines.draw(depth, fibroglandular, thickness, nipple, fold, spec);
        image();
    }

    public static BreastPhantom of(Spec spec) {
        return new BreastPhantom(spec, BreastLines.NONE);
    }

    /** One with vessels or a fold of the skin. */
    static BreastPhantom of(Spec spec, BreastLines lines) {
        return new BreastPhantom(spec, lines);
    }

    /** Values as stored, row by row. */
    public int[] stored() {
        return stored;
    }

    /** Share of the breast without skin and muscle in which more than 30 % of the way is dense. */
    public double area() {
        double all = 0;
        double dense = 0;
        for (int i = 0; i < breast.length; i++) {
            if (counts(i)) {
                all++;
                dense += fibroglandular[i] >= 0.30 ? 1 : 0;
            }
        }
        return dense / all;
    }

    /** Fibroglandular share of the volume of the same part. */
    public double volume() {
        double all = 0;
        double dense = 0;
        for (int i = 0; i < breast.length; i++) {
            if (counts(i)) {
                all += thickness[i];
                dense += thickness[i] * fibroglandular[i];
            }
        }
        return dense / all;
    }

    private boolean counts(int i) {
        return breast[i] && !muscle[i] && depth[i] * SPACING > SKIN && i / COLUMNS < fold;
    }

    /** Share of cells of a mask on which a found one agrees with breast and no muscle. */
    public double overlap(byte[] classes) {
        double both = 0;
        double either = 0;
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                boolean truth = counts(row * COLUMNS + column);
                int at = row * COLUMNS + (spec.right ? COLUMNS - 1 - column : column);
                boolean found = classes[at] > 0;
                both += truth && found ? 1 : 0;
                either += truth || found ? 1 : 0;
            }
        }
        return both / either;
    }

    /**
     * How far below the lower end of the muscle the line from the nipple meets it, in millimetres;
     * positive when the muscle is too short.
     */
    public double muscleShortBy() {
        double tip = 0;
        for (int column = 0; column < COLUMNS; column++) {
            tip = breast[nipple * COLUMNS + column] ? column : tip;
        }
        double length = Math.hypot(1 / muscleTop, 1 / muscleBottom);
        double away = (tip / muscleTop + nipple / muscleBottom - 1) / length;
        return (nipple - away / muscleBottom / length - muscleBottom) * SPACING;
    }

    public int nippleRow() {
        return nipple;
    }

    private void outline() {
        double anterior = (95 + 35 * random.nextDouble()) / SPACING;
        if (spec.mlo) {
            nipple = (int) ((0.52 + 0.1 * random.nextDouble()) * ROWS);
            fold = (int) ((0.84 + 0.06 * random.nextDouble()) * ROWS);
            double axilla = (0.35 + 0.2 * random.nextDouble()) * anterior;
            for (int row = 0; row < ROWS; row++) {
                double reach;
                if (row <= nipple) {
                    double up = Math.sin(Math.PI / 2 * Math.pow((double) row / nipple, 1.3));
                    reach = axilla + (anterior - axilla) * up;
                } else if (row <= fold) {
                    double down = (double) (row - nipple) / (fold - nipple);
                    reach = Math.max(12, anterior * Math.pow(1 - Math.pow(down, 2.4), 1 / 1.8));
                } else {
                    reach = 12 + 18.0 * (row - fold) / (ROWS - fold);
                }
                fill(row, reach);
            }
            return;
        }
        nipple = (int) ((0.44 + 0.12 * random.nextDouble()) * ROWS);
        double half = (80 + 20 * random.nextDouble()) / SPACING;
        double exponent = 2 + 0.5 * random.nextDouble();
        double phase = 2 * Math.PI * random.nextDouble();
        for (int row = 0; row < ROWS; row++) {
            double off = Math.abs(row - nipple) / half;
            if (off < 1) {
                double wave = 1 + 0.015 * Math.sin(6 * off + phase);
                fill(row, wave * anterior * Math.pow(1 - Math.pow(off, exponent), 1 / exponent));
            }
        }
    }

    private void fill(int row, double reach) {
        for (int column = 0; column < Math.min(COLUMNS - 4, reach); column++) {
            breast[row * COLUMNS + column] = true;
        }
    }

    /**
     * Exact distance to the nearest cell that is no breast, over the nearest edge cells of rows.
     */
    private float[] distances() {
        var found = new float[breast.length];
        var reach = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            int column = 0;
            while (column < COLUMNS && breast[row * COLUMNS + column]) {
                column++;
            }
            reach[row] = column;
        }
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < reach[row]; column++) {
                double least = reach[row] - column;
                for (int other = Math.max(0, row - 120);
                        other < Math.min(ROWS, row + 121);
                        other++) {
                    double across = Math.max(0, reach[other] - column);
                    double away = Math.hypot(across, other - row);
                    least = Math.min(least, away);
                }
                found[row * COLUMNS + column] = (float) least;
            }
        }
        return found;
    }

    private double compressed;

    private void thickness() {
        compressed = 40 + 30 * random.nextDouble();
        double roll = (0.8 + 0.3 * random.nextDouble()) * compressed / 2 / SPACING;
        double power = 1.9 + 0.6 * random.nextDouble();
        double tilt = 0.06 * random.nextDouble();
        for (int i = 0; i < breast.length; i++) {
            if (breast[i]) {
                double inward = Math.min(1, depth[i] / roll);
                double rounded = Math.pow(1 - Math.pow(1 - inward, power), 1 / power);
                double along = (double) (i % COLUMNS) / COLUMNS;
                thickness[i] = compressed * rounded * (1 + tilt * (0.5 - along));
            }
        }
    }

    private double muscleTop = 1;
    private double muscleBottom = 1;

    private void muscle() {
        double top = (0.35 + 0.25 * random.nextDouble()) * 60 / SPACING;
        double bottom = (0.55 + 0.4 * random.nextDouble()) * nipple;
        muscleTop = top;
        muscleBottom = bottom;
        double bow = 6 / SPACING * random.nextDouble();
        for (int row = 0; row < bottom; row++) {
            double share = row / bottom;
            double edge = top * (1 - share) + bow * Math.sin(Math.PI * share);
            for (int column = 0; column < edge; column++) {
                muscle[row * COLUMNS + column] = breast[row * COLUMNS + column];
            }
        }
    }

    private void tissue() {
        double[] coarse = noise(34 / SPACING);
        double[] middle = noise(12 / SPACING);
        double[] fine = noise(4 / SPACING);
        double tip = 0;
        for (int column = 0; column < COLUMNS; column++) {
            tip = breast[nipple * COLUMNS + column] ? column : tip;
        }
        double[] field = new double[breast.length];
        double[] inside = new double[breast.length];
        int n = 0;
        double shallow = (4 + 6 * random.nextDouble()) / SPACING;
        for (int i = 0; i < breast.length; i++) {
            double row = (double) (i / COLUMNS - nipple) / (0.30 * ROWS);
            double column = (i % COLUMNS - 0.55 * tip) / (0.5 * tip);
            field[i] =
                    -1.2 * (row * row + column * column)
                            + 0.9 * coarse[i]
                            + 0.55 * middle[i]
                            + 0.25 * fine[i]
                            - 2 * Math.max(0, 1 - depth[i] / shallow);
            if (counts(i)) {
                inside[n++] = field[i];
            }
        }
        var sorted = Arrays.copyOf(inside, n);
        Arrays.sort(sorted);
        double cut = sorted[(int) Math.clamp((1 - spec.target) * (n - 1), 0, n - 1)];
        double plateau = 0.60 + 0.2 * random.nextDouble();
        double strands = 0.03 + 0.04 * random.nextDouble();
        for (int i = 0; i < breast.length; i++) {
            if (!breast[i]) {
                continue;
            }
            double t = Math.clamp((field[i] - cut) / 0.35 + 0.5, 0, 1);
            double smooth = t * t * (3 - 2 * t);
            double gland = plateau * smooth * (0.8 + 0.12 * middle[i] + 0.08 * fine[i]);
            double strand = strands * Math.max(0, fine[i]);
            fibroglandular[i] = Math.clamp(Math.max(gland, strand), 0, 1);
            if (muscle[i]) {
                fibroglandular[i] = 0.92 + 0.03 * fine[i];
            }
            if (depth[i] * SPACING <= SKIN) {
                fibroglandular[i] = 1;
            }
        }
    }

    /**
     * Noise of one scale, of mean 0 and deviation about 1: values on a lattice, smoothly joined.
     */
    private double[] noise(double cell) {
        int across = (int) (COLUMNS / cell) + 3;
        int down = (int) (ROWS / cell) + 3;
        var lattice = new double[across * down];
        for (int i = 0; i < lattice.length; i++) {
            lattice[i] = 1.5 * random.nextGaussian();
        }
        var noise = new double[ROWS * COLUMNS];
        for (int row = 0; row < ROWS; row++) {
            int y = (int) (row / cell);
            double v = ease(row / cell - y);
            for (int column = 0; column < COLUMNS; column++) {
                int x = (int) (column / cell);
                double u = ease(column / cell - x);
                int at = y * across + x;
                double upper = (1 - u) * lattice[at] + u * lattice[at + 1];
                double lower = (1 - u) * lattice[at + across] + u * lattice[at + across + 1];
                noise[row * COLUMNS + column] = (1 - v) * upper + v * lower;
            }
        }
        return noise;
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }

    private void image() {
        // two lines for a spectrum of 28 to 32 kV behind rhodium; per mm, Johns and Yaffe 1987
        double soft = 0.45 + 0.1 * random.nextDouble();
        double heel = 0.06 + 0.08 * random.nextDouble();
        double quanta = 6_000 + 6_000 * random.nextDouble();
        double curve = 1.1 + 0.5 * random.nextDouble();
        for (int i = 0; i < stored.length; i++) {
            double fat = thickness[i] * (1 - fibroglandular[i]);
            double dense = thickness[i] * fibroglandular[i];
            double passed =
                    soft * Math.exp(-0.0558 * fat - 0.1028 * dense)
                            + (1 - soft) * Math.exp(-0.0400 * fat - 0.0680 * dense);
            double along = 1 - heel * (i % COLUMNS) / COLUMNS;
            double counted = quanta * 40 * passed * along;
            counted += Math.sqrt(counted) * random.nextGaussian();
            int row = i / COLUMNS;
            int column = i % COLUMNS;
            int at = row * COLUMNS + (spec.right ? COLUMNS - 1 - column : column);
            double exposure = Math.max(1, counted) / (quanta * 40);
            stored[at] = spec.processing ? raw(exposure) : shown(exposure, i, curve);
        }
    }

    private static int raw(double exposure) {
        return (int) Math.clamp(Math.round(12_000 * exposure), 0, 16_383);
    }

    private int shown(double exposure, int i, double curve) {
        if (!breast[i]) {
            return 0;
        }
        // what a vendor's peripheral equalisation adds back, most of it
        double equal = -Math.log(exposure) + 0.85 * 0.046 * (compressed - thickness[i]);
        double middle = 0.058 * compressed;
        double s = 1 / (1 + Math.exp(-curve * 2.2 * (equal - middle)));
        return (int) Math.clamp(Math.round(200 + 3700 * s), 1, 4095);
    }

    /** The image as a DICOM data set. */
    public DataSet dataSet() {
        var set = new DataSet();
        set.putString(
                Tag.SOPClassUID,
                VR.UI,
                spec.processing ? "1.2.840.10008.5.1.4.1.1.1.2.1" : "1.2.840.10008.5.1.4.1.1.1.2");
        set.putString(Tag.SOPInstanceUID, VR.UI, "2.25." + (spec.seed + 1));
        set.putString(Tag.Modality, VR.CS, "MG");
        set.putString(Tag.BodyPartExamined, VR.CS, "BREAST");
        set.putString(Tag.ViewPosition, VR.CS, spec.mlo ? "MLO" : "CC");
        set.putString(Tag.ImageLaterality, VR.CS, spec.right ? "R" : "L");
        set.putString(
                Tag.PatientOrientation,
                VR.CS,
                spec.right ? "P" : "A",
                (spec.mlo ? "F" : "") + (spec.right ? "L" : "R"));
        set.putString(
                Tag.PresentationIntentType,
                VR.CS,
                spec.processing ? "FOR PROCESSING" : "FOR PRESENTATION");
        set.putString(Tag.KVP, VR.DS, "30");
        set.putString(Tag.AnodeTargetMaterial, VR.CS, "RHODIUM");
        set.putString(Tag.BodyPartThickness, VR.DS, String.valueOf(Math.round(compressed)));
        set.putString(Tag.ImagerPixelSpacing, VR.DS, "0.4", "0.4");
        set.putInt(Tag.SamplesPerPixel, VR.US, 1);
        set.putString(
                Tag.PhotometricInterpretation,
                VR.CS,
                spec.processing ? "MONOCHROME1" : "MONOCHROME2");
        set.putString(Tag.PixelIntensityRelationship, VR.CS, spec.processing ? "LIN" : "LOG");
        set.putInt(Tag.PixelIntensityRelationshipSign, VR.SS, spec.processing ? 1 : -1);
        set.putInt(Tag.Rows, VR.US, ROWS);
        set.putInt(Tag.Columns, VR.US, COLUMNS);
        set.putInt(Tag.BitsAllocated, VR.US, 16);
        set.putInt(Tag.BitsStored, VR.US, spec.processing ? 14 : 12);
        set.putInt(Tag.HighBit, VR.US, spec.processing ? 13 : 11);
        set.putInt(Tag.PixelRepresentation, VR.US, 0);
        set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(stored)));
        return set;
    }
}
