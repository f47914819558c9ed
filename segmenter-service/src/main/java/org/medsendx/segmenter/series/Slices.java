package org.medsendx.segmenter.series;

import java.util.ArrayList;
import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/**
 * The slices of one file: one, or as many as an enhanced object has frames.
 *
 * @param sopInstanceUid pseudonymous; of two files with the same one the later counts
 * @param images how many there are
 * @param planes of those that say where they lie, in their order; none when there are too many
 */
record Slices(String sopInstanceUid, int images, List<Plane> planes) {

    Slices {
        planes = List.copyOf(planes);
        if (images < 1 || planes.size() > images) {
            throw new IllegalArgumentException("more planes than images, or no image");
        }
    }

    /** Reads them from a header; planes of at most so many frames. */
    static Slices of(String sopInstanceUid, DataSet header, int mostFrames) {
        int images = Math.max(1, header.intValue(Tag.NumberOfFrames, 1));
        // One position for many frames says nothing of the others.
        boolean each = images == 1 || header.contains(Tag.PerFrameFunctionalGroupsSequence);
        var planes = new ArrayList<Plane>();
        for (int frame = 0; frame < images && each && images <= mostFrames; frame++) {
            var plane = Plane.of(header, frame);
            if (plane != null) {
                planes.add(plane);
            }
        }
        return new Slices(sopInstanceUid, images, planes);
    }
}
