package org.medsendx.segmenter.segmentation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.instance.SourceInstance;
import org.medsendx.segmenter.segmentation.SourcePlanes.Plane;

/**
 * The functional groups and dimensions of a segmentation (PS3.3, C.7.6.16, C.7.6.17 and A.51.5).
 * The first dimension is the segment, where frames have one; the second is the place of the frame:
 * its position in the patient, or its number in the stack of source frames.
 */
final class FrameGroups {

    private static final String STACK = "1";

    private final SourceInstance source;
    private final List<Integer> frames;
    private final @Nullable SourcePlanes planes;
    private final int segments;
    private final boolean byPosition;

    /**
     * @param frames the frames of the source that have a map, from 0
     * @param planes where they lie, or null
     * @param segments how many segments have frames of their own; 0 when a frame holds all
     */
    FrameGroups(
            SourceInstance source,
            List<Integer> frames,
            @Nullable SourcePlanes planes,
            int segments) {
        this.source = source;
        this.frames = frames;
        this.planes = planes;
        this.segments = segments;
        this.byPosition = planes != null && planes.distinct();
    }

    void putInto(DataSet dataSet, String dimensions) {
        if (planes != null) {
            dataSet.putString(Tag.FrameOfReferenceUID, VR.UI, planes.frameOfReferenceUid());
            dataSet.putString(Tag.PositionReferenceIndicator, VR.LO, "");
        }
        putDimensions(dataSet, dimensions);
        dataSet.putSequence(Tag.SharedFunctionalGroupsSequence, shared());
        var items = new ArrayList<DataSet>();
        for (int segment = 1; segment <= Math.max(1, segments); segment++) {
            for (int i = 0; i < frames.size(); i++) {
                items.add(frame(segment, i));
            }
        }
        dataSet.putSequence(Tag.PerFrameFunctionalGroupsSequence, items.toArray(DataSet[]::new));
    }

    private void putDimensions(DataSet dataSet, String uid) {
        dataSet.putSequence(
                Tag.DimensionOrganizationSequence,
                new DataSet().putString(Tag.DimensionOrganizationUID, VR.UI, uid));
        var indices = new ArrayList<DataSet>();
        if (segments > 0) {
            indices.add(
                    index(
                            uid,
                            Tag.ReferencedSegmentNumber,
                            Tag.SegmentIdentificationSequence,
                            "Segment Number"));
        }
        indices.add(
                byPosition
                        ? index(
                                uid,
                                Tag.ImagePositionPatient,
                                Tag.PlanePositionSequence,
                                "Image Position (Patient)")
                        : index(
                                uid,
                                Tag.InStackPositionNumber,
                                Tag.FrameContentSequence,
                                "Place in Source"));
        dataSet.putSequence(Tag.DimensionIndexSequence, indices.toArray(DataSet[]::new));
    }

    private static DataSet index(String uid, int pointer, int group, String label) {
        return new DataSet()
                .putString(Tag.DimensionOrganizationUID, VR.UI, uid)
                .putInt(Tag.DimensionIndexPointer, VR.AT, pointer)
                .putInt(Tag.FunctionalGroupPointer, VR.AT, group)
                .putString(Tag.DimensionDescriptionLabel, VR.LO, label);
    }

    private DataSet shared() {
        var item = new DataSet();
        if (planes != null) {
            Plane first = planes.frames().getFirst();
            if (planes.sharesMeasures()) {
                item.putSequence(Tag.PixelMeasuresSequence, first.measures().copy());
            }
            if (planes.sharesOrientation()) {
                item.putSequence(Tag.PlaneOrientationSequence, first.orientation().copy());
            }
        }
        return item;
    }

    private DataSet frame(int segment, int at) {
        var item = new DataSet();
        item.putSequence(
                Tag.DerivationImageSequence, SegmentationWriter.derivation(source, frames.get(at)));
        item.putSequence(Tag.FrameContentSequence, content(segment, at));
        if (planes != null) {
            Plane plane = planes.frames().get(at);
            item.putSequence(Tag.PlanePositionSequence, plane.position().copy());
            if (!planes.sharesMeasures()) {
                item.putSequence(Tag.PixelMeasuresSequence, plane.measures().copy());
            }
            if (!planes.sharesOrientation()) {
                item.putSequence(Tag.PlaneOrientationSequence, plane.orientation().copy());
            }
        }
        if (segments > 0) {
            item.putSequence(
                    Tag.SegmentIdentificationSequence,
                    new DataSet().putInt(Tag.ReferencedSegmentNumber, VR.US, segment));
        }
        return item;
    }

    private DataSet content(int segment, int at) {
        var item = new DataSet();
        if (!byPosition) {
            item.putString(Tag.StackID, VR.SH, STACK);
            item.putInt(Tag.InStackPositionNumber, VR.UL, at + 1);
        }
        int place = at + 1;
        item.putInt(
                Tag.DimensionIndexValues,
                VR.UL,
                segments > 0 ? new int[] {segment, place} : new int[] {place});
        return item;
    }
}
