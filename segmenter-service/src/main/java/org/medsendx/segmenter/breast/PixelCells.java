package org.medsendx.segmenter.breast;

/**
 * The cell of each pixel of the image is the sum of what its row and its column say.
 *
 * @param ofRow the first cell of each row's cells, or -1 where there are none
 * @param ofColumn what a column adds, from the first to before the end of those with cells
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
record PixelCells(int[] ofRow, int[] ofColumn, int first, int end) {

    static PixelCells of(BreastEdge edge, int rows, int columns) {
        var grid = edge.grid();
        var ofRow = new int[rows];
        for (int row = 0; row < rows; row++) {
            int y = Math.floorDiv(row - grid.top(), grid.reduction());
            ofRow[row] =
                    y < 0 || y >= grid.rows()
                            ? -1
                            : (edge.upsideDown() ? grid.rows() - 1 - y : y) * grid.columns();
        }
        var ofColumn = new int[columns];
        int first = Math.clamp(grid.left(), 0, columns);
        int end =
                (int)
                        Math.clamp(
                                grid.left() + (long) grid.columns() * grid.reduction(),
                                first,
                                columns);
        for (int column = first; column < end; column++) {
            int x = (column - grid.left()) / grid.reduction();
            ofColumn[column] = edge.mirrored() ? grid.columns() - 1 - x : x;
        }
        return new PixelCells(ofRow, ofColumn, first, end);
    }

    /** The pixels of a row whose cells are set; rows of one row of cells are alike. */
    static final class Runs {

        private final PixelCells cells;
        private final boolean[] set;
        // Columns of a cell; the first cell begins with the first column.
        private final int pixels;
        // First column and column after the last of each run.
        final int[] ends;
        private int known = -1;
        private int n;

        Runs(PixelCells cells, boolean[] set, AttenuationGrid grid) {
            this.cells = cells;
            this.set = set;
            this.pixels = grid.reduction();
            this.ends = new int[grid.columns() + 2];
        }

        /** How many numbers there are. */
        int of(int row) {
            int base = cells.ofRow[row];
            if (base == known) {
                return n;
            }
            known = base;
            n = 0;
            boolean inside = false;
            for (int column = cells.first; base >= 0 && column < cells.end; column += pixels) {
                if (set[base + cells.ofColumn[column]] != inside) {
                    ends[n++] = column;
                    inside = !inside;
                }
            }
            if (n % 2 == 1) {
                ends[n++] = cells.end;
            }
            return n;
        }
    }
}
