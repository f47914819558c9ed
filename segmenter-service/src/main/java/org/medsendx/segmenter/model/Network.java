package org.medsendx.segmenter.model;

/** A network that says for every pixel of a patch how well each label fits. */
public interface Network {

    /**
     * Runs the network once.
     *
     * @param patch normalised values, last axis fastest
     * @param shape the sides of the patch: rows and columns, or slices, rows and columns
     * @return logits: for each label a block of the patch's shape
     * @throws ModelFailure when there is no answer, or none of that shape
     */
    float[] run(float[] patch, int[] shape) throws ModelFailure;
}
