package org.medsendx.deidentification.rules;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.VR;

/**
 * What Clean Graphics (PS3.15, E.3.3) leaves of overlays: regions of interest with their geometry
 * and statistics, their words cleaned. Overlays of type graphics often hold burned-in text, and
 * curves may hold sound, so these go.
 */
final class Graphics {

    private static final int FIRST_GROUP = 0x60000000;

    private static final Set<Integer> WORDS =
            Set.of(OverlayDescription, OverlaySubtype, OverlayLabel, OverlayComments);

    private static final Set<Integer> GEOMETRY =
            Set.of(
                    OverlayRows,
                    OverlayColumns,
                    NumberOfFramesInOverlay,
                    OverlayType,
                    OverlayOrigin,
                    ImageFrameOrigin,
                    OverlayBitsAllocated,
                    OverlayBitPosition,
                    ROIArea,
                    ROIMean,
                    ROIStandardDeviation,
                    OverlayData);

    private Graphics() {}

    /** Whether an element of an overlay group stays, cleaned or not. */
    static boolean overlayStays(DataSet dataSet, int tag) {
        int group = tag & 0xFFFF0000;
        int first = FIRST_GROUP | tag & 0xFFFF;
        String type = dataSet.string(group | OverlayType & 0xFFFF);
        return "R".equals(type)
                && dataSet.intValue(group | OverlayBitsAllocated & 0xFFFF, 0) == 1
                && (GEOMETRY.contains(first) || WORDS.contains(first));
    }

    /** The rule for words of an overlay, or null. */
    static Profile.@Nullable Rule rule(int tag) {
        int first = FIRST_GROUP | tag & 0xFFFF;
        return tag >>> 24 == 0x60 && WORDS.contains(first)
                ? new Profile.Rule(
                        Treatment.CLEAN_WORDS,
                        BasicAction.X,
                        first == OverlayComments ? VR.LT : VR.LO)
                : null;
    }
}
