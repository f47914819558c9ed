package org.medsendx.segmenter.segmentation;

import java.util.List;
import org.medsendx.segmenter.tissue.TissueMap;
import org.medsendx.segmenter.tissue.TissueMaps;

/** The pixels of segments, as Pixel Data holds them. */
final class SegmentFrames {

    private final TissueMaps maps;
    private final List<Integer> segments;

    /**
     * @param segments the classes that are segments, in the order of segment numbers from 1
     */
    SegmentFrames(TissueMaps maps, List<Integer> segments) {
        this.maps = maps;
        this.segments = List.copyOf(segments);
    }

    /**
     * One bit a pixel, the least significant bit of a byte first, no padding between frames (PS3.5,
     * 8.2 and D.1): all frames of the first segment, then those of the next.
     */
    byte[] bits() {
        int pixels = maps.rows() * maps.columns();
        long bits = (long) pixels * maps.frames().size() * segments.size();
        byte[] packed = new byte[Math.toIntExact((bits + 7) / 8)];
        long at = 0;
        for (int segment : segments) {
            for (var frame : maps.frames()) {
                frame.map().pack(segment, packed, at);
                at += pixels;
            }
        }
        return packed;
    }

    /** One byte a pixel: the number of its segment, 0 where there is none. */
    byte[] labels() {
        int classes = maps.classes().size();
        byte[] numbers = new byte[classes];
        for (int i = 0; i < segments.size(); i++) {
            numbers[segments.get(i)] = (byte) (i + 1);
        }
        int pixels = maps.rows() * maps.columns();
        byte[] labels = new byte[Math.multiplyExact(pixels, maps.frames().size())];
        int at = 0;
        for (var frame : maps.frames()) {
            TissueMap map = frame.map();
            for (int row = 0; row < map.rows(); row++) {
                for (int column = 0; column < map.columns(); column++) {
                    int tissue = map.at(row, column);
                    labels[at++] = tissue == TissueMap.MASKED ? 0 : numbers[tissue];
                }
            }
        }
        return labels;
    }
}
