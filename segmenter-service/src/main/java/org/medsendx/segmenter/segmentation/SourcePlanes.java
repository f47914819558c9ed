package org.medsendx.segmenter.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.instance.SourceInstance;

/**
 * Where the frames of an image lie in the patient: copied from its header or its functional groups
 * (PS3.3, C.7.6.2, C.7.6.16.2.1, 2.3 and 2.4). Projections have no such planes.
 *
 * @param frameOfReferenceUid what the positions are relative to
 * @param frames one for each frame that was asked for
 */
record SourcePlanes(String frameOfReferenceUid, List<Plane> frames) {

    SourcePlanes {
        frames = List.copyOf(frames);
    }

    /**
     * A frame's plane, as items of the three functional groups.
     *
     * @param measures pixel spacing, and thickness where it is known
     */
    record Plane(DataSet measures, DataSet orientation, DataSet position) {}

    /** The planes of some frames; null when there are none, or not of each. */
    static @Nullable SourcePlanes of(SourceInstance source, List<Integer> frames) {
        String uid = source.header().string(Tag.FrameOfReferenceUID);
        if (uid == null) {
            return null;
        }
        var planes = new ArrayList<Plane>();
        for (int frame : frames) {
            var plane = plane(source, frame);
            if (plane == null) {
                return null;
            }
            planes.add(plane);
        }
        return new SourcePlanes(uid, planes);
    }

    private static @Nullable Plane plane(SourceInstance source, int frame) {
        DataSet header = source.header();
        var plane =
                header.contains(Tag.SharedFunctionalGroupsSequence)
                        ? new Plane(
                                copy(group(header, frame, Tag.PixelMeasuresSequence), MEASURES),
                                copy(
                                        group(header, frame, Tag.PlaneOrientationSequence),
                                        Tag.ImageOrientationPatient),
                                copy(
                                        group(header, frame, Tag.PlanePositionSequence),
                                        Tag.ImagePositionPatient))
                        : new Plane(
                                copy(header, MEASURES),
                                copy(header, Tag.ImageOrientationPatient),
                                copy(header, Tag.ImagePositionPatient));
        boolean known =
                plane.measures.doubles(Tag.PixelSpacing).length == 2
                        && plane.orientation.doubles(Tag.ImageOrientationPatient).length == 6
                        && plane.position.doubles(Tag.ImagePositionPatient).length == 3;
        // One position for many frames says nothing of the others.
        boolean each = frame == 0 || header.contains(Tag.PerFrameFunctionalGroupsSequence);
        return known && each ? plane : null;
    }

    private static final int[] MEASURES = {
        Tag.PixelSpacing, Tag.SliceThickness, Tag.SpacingBetweenSlices
    };

    private static DataSet group(DataSet header, int frame, int macro) {
        List<DataSet> perFrame = header.items(Tag.PerFrameFunctionalGroupsSequence);
        List<DataSet> own = frame < perFrame.size() ? perFrame.get(frame).items(macro) : List.of();
        if (!own.isEmpty()) {
            return own.getFirst();
        }
        for (DataSet shared : header.items(Tag.SharedFunctionalGroupsSequence)) {
            List<DataSet> found = shared.items(macro);
            if (!found.isEmpty()) {
                return found.getFirst();
            }
        }
        return new DataSet();
    }

    private static DataSet copy(DataSet from, int... tags) {
        var to = new DataSet();
        for (int tag : tags) {
            List<String> values = from.strings(tag);
            double[] numbers = from.doubles(tag);
            // Some writers give the spacing of slices a sign, which the standard does not.
            boolean negative =
                    tag == Tag.SpacingBetweenSlices && numbers.length > 0 && numbers[0] < 0;
            if (!values.isEmpty() && numbers.length == values.size() && !negative) {
                to.putString(tag, VR.DS, values.toArray(String[]::new));
            }
        }
        return to;
    }

    /** Whether no two frames lie at the same place. */
    boolean distinct() {
        return frames.stream()
                        .map(plane -> plane.position.strings(Tag.ImagePositionPatient))
                        .distinct()
                        .count()
                == frames.size();
    }

    /** Whether a group is the same for all frames, so that it may stand once. */
    private boolean shared(Function<Plane, DataSet> group, int... tags) {
        var first = group.apply(frames.getFirst());
        return frames.stream()
                .allMatch(plane -> {
                    for (int tag : tags) {
                        if (!group.apply(plane).strings(tag).equals(first.strings(tag))) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    boolean sharesMeasures() {
        return shared(Plane::measures, MEASURES);
    }

    boolean sharesOrientation() {
        return shared(Plane::orientation, Tag.ImageOrientationPatient);
    }
}
