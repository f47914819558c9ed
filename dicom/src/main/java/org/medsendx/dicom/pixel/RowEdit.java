package org.medsendx.dicom.pixel;

/** Changes rows of cells before they are encoded. */
@FunctionalInterface
public interface RowEdit {

    /** Leaves every row as it is. */
    RowEdit NONE = (frame, row, cells) -> {};

    /**
     * Changes cells in place.
     *
     * @param frame the frame, from 0
     * @param row the first of the rows, from 0
     * @param cells whole rows as {@link CellRows} gives them
     */
    void edit(int frame, int row, int[] cells);
}
