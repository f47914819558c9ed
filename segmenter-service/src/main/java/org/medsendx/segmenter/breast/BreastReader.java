package org.medsendx.segmenter.breast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.breast.BreastReading.ClassValues;
import org.medsendx.segmenter.breast.BreastReading.Mark;
import org.medsendx.segmenter.breast.Mammogram.View;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;

/**
 * Reads density and positioning from one mammogram of a whole breast. Findings:
 *
 * <ul>
 *   <li>{@code pectoral-not-found}: an oblique view without a muscle
 *   <li>{@code pectoral-above-nipple-line}: the muscle ends above where the line from the nipple
 *       meets it
 *   <li>{@code inframammary-fold-not-in-view}: the edge does not come back to the chest wall
 *   <li>{@code breast-cut-off}: the breast reaches the image's far side
 *   <li>{@code skin-fold}: a fold of the skin lies in the picture ({@link SkinFolds})
 * </ul>
 *
 * and those of {@link BreastSide}.
 */
public final class BreastReader {

    /** Skin is 1 to 2 mm thick; with the blur of its edge this much is left out. */
    private static final double SKIN_MM = 3;

    /** What a muscle that was not found adds to the uncertainty of the area, in points. */
    private static final double WITHOUT_MUSCLE = 5;

    /** What the method itself adds, from phantoms whose density is known, in points. */
    private static final double METHOD = 2;

    /** Metal and implants of more than this share of the breast leave no density. */
    private static final double MOST_METAL = 0.05;

    private BreastReader() {}

    /**
     * Reads a mammogram.
     *
     * @param stored its values, row by row
     * @return null when no breast can be told from its surroundings
     */
    public static @Nullable BreastReading read(
            int[] stored, Field field, Padding padding, Mammogram mammogram) {
        var found = BreastEdge.find(AttenuationGrid.of(stored, field, padding, mammogram));
        if (found == null) {
            return null;
        }
        boolean oblique = mammogram.view() == View.MLO;
        var muscles = oblique ? Muscles.of(found) : new Muscles(found, null);
        var edge = muscles.edge;
        var muscle = muscles.muscle;
        var grid = edge.grid();
        int nipple = edge.nippleRow();
        int fold = oblique ? edge.foldRow() : -1;
        float[] depth = Regions.depth(edge.breast(), grid.rows(), grid.columns());
        boolean[] metal = MetalCells.of(edge, stored, field, padding, mammogram);
        double metalShare = share(metal, edge.breast());
        boolean[] tissue = tissue(edge, depth, muscle, fold, metal);
        var skinFolds = SkinFolds.find(edge, depth, oblique, fold, metal);
        var density = metalShare > MOST_METAL ? null : Density.of(edge, tissue, depth, mammogram);
        byte[] ofCell = ofCells(edge, tissue, density);
        return new BreastReading(
                density == null ? null : 100 * density.area(),
                density != null
                        ? ""
                        : metalShare > MOST_METAL ? "implant-or-metal" : "one-kind-of-tissue",
                metalShare > 0,
                density == null ? 0 : uncertainty(density, mammogram, muscle),
                density == null || density.volume() == null ? null : 100 * density.volume(),
                nippleLine(edge, nipple, muscle, mammogram),
                findings(edge, nipple, muscle, fold, mammogram, !skinFolds.isEmpty()),
                classes(edge, ofCell, field, padding, stored),
                values(grid, ofCell),
                marks(edge, nipple, muscle, fold, skinFolds));
    }

    /**
     * The muscle of an oblique view and the breast seen with its head up.
     *
     * @param edge of the breast, turned when the muscle is at the bottom of the image
     */
    private record Muscles(BreastEdge edge, @Nullable PectoralMuscle muscle) {

        /** The armpit reaches so far from the chest wall at least, as a share of the breast. */
        private static final double ARMPIT = 0.25;

        /** By how much it reaches farther than what lies below the fold. */
        private static final double BEYOND_FOLD = 2;

        static Muscles of(BreastEdge edge) {
            var up = PectoralMuscle.find(edge, edge.nippleRow());
            var turned = edge.turned();
            double below = turned.upperWidth();
            if (below < ARMPIT * edge.depth() || below < BEYOND_FOLD * edge.upperWidth()) {
                return new Muscles(edge, up);
            }
            var down = PectoralMuscle.find(turned, turned.nippleRow());
            return down != null && (up == null || down.sure() > up.sure())
                    ? new Muscles(turned, down)
                    : new Muscles(edge, up);
        }
    }

    private static boolean[] tissue(
            BreastEdge edge,
            float[] depth,
            @Nullable PectoralMuscle muscle,
            int fold,
            boolean[] metal) {
        var grid = edge.grid();
        double skin = grid.cells(SKIN_MM, edge.depth());
        var tissue = edge.breast().clone();
        for (int i = 0; i < tissue.length; i++) {
            int row = i / grid.columns();
            tissue[i] &=
                    !metal[i]
                            && depth[i] > skin
                            && (fold < 0 || row < fold)
                            && (muscle == null || !muscle.covers(row, i % grid.columns()));
        }
        return tissue;
    }

    private static double share(boolean[] part, boolean[] whole) {
        double n = 0;
        double all = 0;
        for (int i = 0; i < whole.length; i++) {
            all += whole[i] ? 1 : 0;
            n += part[i] && whole[i] ? 1 : 0;
        }
        return all == 0 ? 0 : n / all;
    }

    private static double uncertainty(
            Density density, Mammogram mammogram, @Nullable PectoralMuscle muscle) {
        double threshold = 50 * (density.areaHigh() - density.areaLow());
        double without = mammogram.view() == View.MLO && muscle == null ? WITHOUT_MUSCLE : 0;
        return Math.sqrt(threshold * threshold + without * without + METHOD * METHOD);
    }

    private static @Nullable Double nippleLine(
            BreastEdge edge, int nipple, @Nullable PectoralMuscle muscle, Mammogram mammogram) {
        double spacing = edge.grid().spacing();
        if (spacing == 0) {
            return null;
        }
        return switch (mammogram.view()) {
            case CC -> edge.width(nipple) * spacing;
            case MLO ->
                    muscle == null ? null : muscle.distance(nipple, edge.width(nipple)) * spacing;
            case LATERAL, OTHER -> null;
        };
    }

    private static List<String> findings(
            BreastEdge edge,
            int nipple,
            @Nullable PectoralMuscle muscle,
            int fold,
            Mammogram mammogram,
            boolean skinFold) {
        var findings = new ArrayList<String>();
        if (mammogram.view() == View.MLO) {
            if (muscle == null) {
                findings.add("pectoral-not-found");
            } else if (muscle.footRow(nipple, edge.width(nipple)) > muscle.bottom()) {
                findings.add("pectoral-above-nipple-line");
            }
            if (fold < 0) {
                findings.add("inframammary-fold-not-in-view");
            }
        }
        if (!edge.framed() && edge.depth() >= edge.grid().columns() - 1) {
            findings.add("breast-cut-off");
        }
        if (skinFold) {
            findings.add("skin-fold");
        }
        findings.addAll(
                BreastSide.findings(
                        mammogram, edge.mirrored(), muscle == null ? null : !edge.upsideDown()));
        return findings;
    }

    private static byte[] ofCells(BreastEdge edge, boolean[] tissue, @Nullable Density density) {
        var ofCell = new byte[tissue.length];
        for (int cell = 0; cell < ofCell.length; cell++) {
            ofCell[cell] =
                    !edge.breast()[cell]
                            ? BreastReading.BACKGROUND
                            : !tissue[cell]
                                    ? BreastReading.OUTSIDE
                                    : density != null && density.dense()[cell]
                                            ? BreastReading.FIBROGLANDULAR
                                            : BreastReading.FAT;
        }
        return ofCell;
    }

    /** Number and mean of the values of each class. */
    private static List<ClassValues> values(AttenuationGrid grid, byte[] ofCell) {
        var sums = new long[BreastReading.FIBROGLANDULAR + 1];
        var counts = new long[sums.length];
        for (int cell = 0; cell < ofCell.length; cell++) {
            if (ofCell[cell] >= 0) {
                sums[ofCell[cell]] += grid.sums()[cell];
                counts[ofCell[cell]] += grid.counts()[cell];
            }
        }
        var values = new ArrayList<ClassValues>();
        for (int i = 0; i < sums.length; i++) {
            values.add(new ClassValues(counts[i], sums[i]));
        }
        return values;
    }

    private static byte[] classes(
            BreastEdge edge, byte[] ofCell, Field field, Padding padding, int[] stored) {
        var classes = new byte[stored.length];
        Arrays.fill(classes, BreastReading.OUTSIDE);
        var cells = PixelCells.of(edge, field.rows(), field.columns());
        // All rows of a row of cells are alike, but for padding.
        var line = new byte[field.columns()];
        int drawn = -1;
        for (int row = 0; row < field.rows(); row++) {
            int cell = cells.ofRow()[row];
            if (cell < 0) {
                continue;
            }
            if (cell != drawn) {
                for (int column = cells.first(); column < cells.end(); column++) {
                    line[column] = ofCell[cell + cells.ofColumn()[column]];
                }
                drawn = cell;
            }
            int base = row * field.columns();
            int[] pieces = field.row(row);
            for (int piece = 0; piece < pieces.length; piece += 2) {
                int from = Math.max(pieces[piece], cells.first());
                int to = Math.min(pieces[piece + 1], cells.end());
                if (from < to) {
                    System.arraycopy(line, from, classes, base + from, to - from);
                    withoutPadding(classes, stored, base + from, base + to, padding);
                }
            }
        }
        return classes;
    }

    private static void withoutPadding(
            byte[] classes, int[] stored, int from, int to, Padding padding) {
        if (padding.equals(Padding.NONE)
                || !padding.reaches(
                        Values.least(stored, from, to), Values.greatest(stored, from, to))) {
            return;
        }
        for (int i = from; i < to; i++) {
            if (padding.contains(stored[i])) {
                classes[i] = BreastReading.OUTSIDE;
            }
        }
    }

    private static List<Mark> marks(
            BreastEdge edge,
            int nipple,
            @Nullable PectoralMuscle muscle,
            int fold,
            List<SkinFolds.Fold> skinFolds) {
        var marks = new ArrayList<Mark>();
        double depth = edge.width(nipple);
        if (muscle == null) {
            marks.add(mark(edge, Mark.Kind.NIPPLE_LINE, nipple, depth, nipple, 0));
        } else {
            marks.add(mark(edge, Mark.Kind.MUSCLE, 0, muscle.top(), muscle.bottom(), 0));
            double foot = muscle.footRow(nipple, depth);
            double column = Math.max(0, muscle.top() * (1 - foot / muscle.bottom()));
            marks.add(mark(edge, Mark.Kind.NIPPLE_LINE, nipple, depth, foot, column));
        }
        if (fold >= 0) {
            marks.add(mark(edge, Mark.Kind.FOLD, fold, 0, fold, edge.width(fold) + depth / 10));
        }
        for (var skinFold : skinFolds) {
            var points = skinFold.points();
            for (int i = 1; i < points.size(); i++) {
                double[] from = points.get(i - 1);
                double[] to = points.get(i);
                marks.add(mark(edge, Mark.Kind.SKIN_FOLD, from[0], from[1], to[0], to[1]));
            }
        }
        return marks;
    }

    private static Mark mark(
            BreastEdge edge,
            Mark.Kind kind,
            double fromRow,
            double fromColumn,
            double toRow,
            double toColumn) {
        return new Mark(
                kind,
                row(edge, fromRow),
                column(edge, fromColumn),
                row(edge, toRow),
                column(edge, toColumn));
    }

    private static double row(BreastEdge edge, double row) {
        var grid = edge.grid();
        return grid.top() + grid.reduction() * (edge.upsideDown() ? grid.rows() - row : row);
    }

    private static double column(BreastEdge edge, double column) {
        var grid = edge.grid();
        return grid.left()
                + grid.reduction() * (edge.mirrored() ? grid.columns() - column : column);
    }
}
