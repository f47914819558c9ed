package org.medsendx.segmenter.measure;

import static org.medsendx.segmenter.measure.Measure.COMPRESSED_THICKNESS;
import static org.medsendx.segmenter.measure.Measure.COMPRESSION_FORCE;
import static org.medsendx.segmenter.measure.Measure.CTDI_VOL;
import static org.medsendx.segmenter.measure.Measure.DEVIATION_INDEX;
import static org.medsendx.segmenter.measure.Measure.ENTRANCE_DOSE;
import static org.medsendx.segmenter.measure.Measure.EXPOSURE_INDEX;
import static org.medsendx.segmenter.measure.Measure.GLANDULAR_DOSE;
import static org.medsendx.segmenter.measure.Measure.KILOVOLTS;
import static org.medsendx.segmenter.measure.Measure.PIXEL_SPACING;
import static org.medsendx.segmenter.measure.Measure.SLICE_THICKNESS;
import static org.medsendx.segmenter.measure.Measure.TARGET_EXPOSURE_INDEX;
import static org.medsendx.segmenter.measure.Measure.TUBE_LOAD;

import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Plausible;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;

/**
 * What the header says of exposure, dose and geometry, in the unit of the standard (PS3.3) and
 * within the range in which it is believed; {@code no-tag}, {@code unreadable} or {@code
 * out-of-range} otherwise. Enhanced objects have them in functional groups, of which the shared
 * ones and those of the first frame are read.
 */
final class HeaderMeasures {

    /** Organ Dose (0040,0316) is in dGy. */
    private static final double MILLIGRAY_PER_DECIGRAY = 100;

    private static final double PER_MICRO = 1e-3;

    private HeaderMeasures() {}

    static void read(DataSet header, boolean projection, Readings into) {
        take(header, Tag.ExposureIndex, 1, 1e-3, 1e6, EXPOSURE_INDEX, into);
        take(header, Tag.TargetExposureIndex, 1, 1e-3, 1e6, TARGET_EXPOSURE_INDEX, into);
        take(header, Tag.DeviationIndex, 1, -30, 30, DEVIATION_INDEX, into);
        deviation(into);
        take(header, Tag.CTDIvol, 1, 1e-3, 1000, CTDI_VOL, into);
        take(header, Tag.OrganDose, MILLIGRAY_PER_DECIGRAY, 1e-3, 100, GLANDULAR_DOSE, into);
        take(header, Tag.EntranceDoseInmGy, 1, 1e-3, 1000, ENTRANCE_DOSE, into);
        take(header, Tag.KVP, 1, 10, Math.nextDown(Plausible.KILOVOLTS_BELOW), KILOVOLTS, into);
        take(header, Tag.ExposureInuAs, PER_MICRO, 1e-3, 10_000, TUBE_LOAD, into);
        if (into.value(TUBE_LOAD) == null) {
            take(header, Tag.Exposure, 1, 1e-3, 10_000, TUBE_LOAD, into);
        }
        // Some devices write kgf or daN here, which begins below what a paddle presses with.
        take(header, Tag.CompressionForce, 1, 20, 400, COMPRESSION_FORCE, into);
        take(header, Tag.BodyPartThickness, 1, 5, 200, COMPRESSED_THICKNESS, into);
        take(header, Tag.SliceThickness, 1, 0.05, 50, SLICE_THICKNESS, into);
        if (projection) {
            take(header, Tag.ImagerPixelSpacing, 1, 0.01, 10, PIXEL_SPACING, into);
        }
        if (into.value(PIXEL_SPACING) == null) {
            take(header, Tag.PixelSpacing, 1, 0.01, 10, PIXEL_SPACING, into);
        }
    }

    /** IEC 62494-1: ten times the decimal logarithm of index over target. */
    private static void deviation(Readings into) {
        Double index = into.value(EXPOSURE_INDEX);
        Double target = into.value(TARGET_EXPOSURE_INDEX);
        if (into.value(DEVIATION_INDEX) == null && index != null && target != null) {
            into.put(DEVIATION_INDEX, 10 * Math.log10(index / target));
        }
    }

    private static void take(
            DataSet header,
            int tag,
            double factor,
            double least,
            double most,
            Measure measure,
            Readings into) {
        DataSet holder = holder(header, tag);
        if (holder == null) {
            into.absent("no-tag", measure);
            return;
        }
        double[] values = holder.doubles(tag);
        if (values.length == 0 || !Double.isFinite(values[0])) {
            into.absent(holder.hasUnreadableNumber(tag) ? "unreadable" : "no-tag", measure);
        } else if (values[0] * factor < least || values[0] * factor > most) {
            into.absent("out-of-range", measure);
        } else {
            into.put(measure, values[0] * factor);
        }
    }

    private static @Nullable DataSet holder(DataSet header, int tag) {
        if (header.contains(tag)) {
            return header;
        }
        for (int groups :
                new int[] {
                    Tag.SharedFunctionalGroupsSequence, Tag.PerFrameFunctionalGroupsSequence
                }) {
            var items = header.items(groups);
            if (items.isEmpty()) {
                continue;
            }
            for (Element element : items.getFirst()) {
                if (element instanceof Element.Sequence group
                        && !group.items().isEmpty()
                        && group.items().getFirst().contains(tag)) {
                    return group.items().getFirst();
                }
            }
        }
        return null;
    }
}
