package org.medsendx.segmenter.tissue;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tissue maps of an image: one per frame, or of some frames when an image has very many pixels.
 *
 * @param classes what the classes of every map are; a class is its place in this list
 * @param frames the frames that have a map, in ascending order, at least one
 * @param model name, version and digest of the model that made them, 64 characters at most; null
 *     when the classes are ranges of values
 */
public record TissueMaps(List<TissueClass> classes, List<Frame> frames, @Nullable String model) {

    public TissueMaps {
        classes = List.copyOf(classes);
        frames = List.copyOf(frames);
        if (classes.isEmpty() || frames.isEmpty()) {
            throw new IllegalArgumentException("tissue maps have classes and frames");
        }
        var first = frames.getFirst().map();
        var seen = new HashSet<Integer>();
        int before = -1;
        for (var frame : frames) {
            if (!seen.add(frame.index()) || frame.index() < before) {
                throw new IllegalArgumentException("frames are in ascending order");
            }
            before = frame.index();
            if (frame.map().rows() != first.rows() || frame.map().columns() != first.columns()) {
                throw new IllegalArgumentException("frames of an image have one size");
            }
        }
    }

    /** Maps of ranges of values. */
    public TissueMaps(List<TissueClass> classes, List<Frame> frames) {
        this(classes, frames, null);
    }

    /**
     * The map of one frame.
     *
     * @param index the frame of the image, from 0
     */
    public record Frame(int index, TissueMap map) {

        public Frame {
            if (index < 0) {
                throw new IllegalArgumentException("frames are counted from 0");
            }
        }
    }

    /** Height of every map, in pixels. */
    public int rows() {
        return frames.getFirst().map().rows();
    }

    /** Width of every map, in pixels. */
    public int columns() {
        return frames.getFirst().map().columns();
    }
}
