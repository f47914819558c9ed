package org.medsendx.dicom.pixel;

/** Changes the stored values of a frame before they are encoded. */
@FunctionalInterface
public interface FrameEdit {

    /** Leaves every frame as it is. */
    FrameEdit NONE = (index, stored) -> {};

    /**
     * Changes values in place.
     *
     * @param index the frame, from 0
     * @param stored its values as {@link Image#stored} gives them
     * @throws UnsupportedImageException when the frame cannot be changed as it must; nothing is
     *     encoded then
     */
    void edit(int index, int[] stored) throws UnsupportedImageException;
}
