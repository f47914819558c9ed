package org.medsendx.segmenter.series;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.series.Remark.Code;

/**
 * A series of several slices, looked at as a volume.
 *
 * @param seriesInstanceUid pseudonymous
 * @param slices how many are known
 * @param stack null when they do not all share one frame of reference and one orientation, or were
 *     not all looked at; the remarks say why
 * @param remarks what somebody has to know who takes it for a volume; none when all is well
 */
public record SeriesVolume(
        String seriesInstanceUid,
        String modality,
        int slices,
        @Nullable Stack stack,
        List<Remark> remarks) {

    public SeriesVolume {
        remarks = List.copyOf(remarks);
        if (stack == null && remarks.isEmpty()) {
            throw new IllegalArgumentException("no stack and no reason");
        }
    }

    /** Modalities whose slices have positions by their standard; others are asked, not expected. */
    private static final List<String> SLICED = List.of("CT", "MR", "PT");

    /**
     * Puts the files of a series together.
     *
     * @param missing how many files could not be read
     * @return null when there are no several slices, or when it is no stack of slices at all, such
     *     as projections
     */
    static @Nullable SeriesVolume of(
            String series, String modality, Collection<Slices> files, int missing, int most) {
        var planes = new ArrayList<Plane>();
        int images = 0;
        for (var file : files) {
            // A header may say any number of frames.
            images = (int) Math.min(Integer.MAX_VALUE, (long) images + file.images());
            planes.addAll(file.planes());
        }
        int slices = (int) Math.min(Integer.MAX_VALUE, (long) images + missing);
        if (slices < 2 || (planes.isEmpty() && !SLICED.contains(modality))) {
            return null;
        }
        if (images > most) {
            return unread(series, modality, slices, Code.TOO_MANY);
        }
        var remarks = new ArrayList<Remark>();
        if (missing > 0) {
            remarks.add(Remark.of(Code.FILES_MISSING, missing));
        }
        if (images > planes.size()) {
            remarks.add(Remark.of(Code.NO_POSITION, images - planes.size()));
        }
        return new SeriesVolume(series, modality, slices, Stack.of(planes, remarks), remarks);
    }

    /** A series that was not looked at. */
    static SeriesVolume unread(String series, String modality, int slices, Code why) {
        return new SeriesVolume(series, modality, slices, null, List.of(Remark.of(why, slices)));
    }
}
