package org.medsendx.segmenter.measure;

/**
 * Some neighbouring rows of a frame that move down it. Where every pixel is measured they are the
 * frame's own; else copies, in which {@link Frame#MASKED} stands for what is not, with the pieces
 * that are.
 */
final class RowsInTurn {

    private final Frame frame;
    private final boolean all;
    private final int[][] lines;
    private final int[][] pieces;
    private final int[] numbers;
    private int next;

    /**
     * @param held how many rows can be asked for at once
     */
    RowsInTurn(Frame frame, int held) {
        this.frame = frame;
        this.all = frame.allMeasured();
        this.lines = all ? new int[][] {frame.stored()} : new int[held][frame.columns()];
        this.pieces = all ? new int[][] {{0, frame.columns()}} : new int[held][frame.columns() + 1];
        this.numbers = new int[all ? 1 : held];
        if (all) {
            numbers[0] = 2;
        }
    }

    /** Reads on, so that this row is the last of those that can be asked for. */
    void upTo(int row) {
        for (; !all && next <= row; next++) {
            int at = next % lines.length;
            frame.row(next, lines[at]);
            numbers[at] = Frame.pieces(lines[at], frame.columns(), pieces[at]);
        }
    }

    /** Where a row lies; it begins at {@link #base}. Not to be changed. */
    int[] line(int row) {
        return lines[all ? 0 : row % lines.length];
    }

    /** The index of a row's first pixel in its {@link #line}. */
    int base(int row) {
        return all ? row * frame.columns() : 0;
    }

    /** How many pieces of a row are measured. */
    int pieces(int row) {
        return numbers[all ? 0 : row % lines.length] / 2;
    }

    /** The first column of a piece. */
    int from(int row, int piece) {
        return pieces[all ? 0 : row % lines.length][2 * piece];
    }

    /** The column after a piece. */
    int to(int row, int piece) {
        return pieces[all ? 0 : row % lines.length][2 * piece + 1];
    }

    /** Whether every pixel of a row is measured. */
    boolean whole(int row) {
        return pieces(row) == 1 && from(row, 0) == 0 && to(row, 0) == frame.columns();
    }
}
