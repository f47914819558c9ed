package org.medsendx.segmenter.web;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.series.Remark;
import org.medsendx.segmenter.series.SeriesVolume;
import org.medsendx.segmenter.series.Stack;

/**
 * A series as a volume, in words.
 *
 * @param here whether the image of the page is of it
 * @param stack whether its slices are one stack; else the other texts are empty
 * @param spacing between neighbours, or null when all lie in one place
 * @param extent from the first to the last
 */
public record SeriesRow(
        String modality,
        int slices,
        boolean here,
        boolean stack,
        @Nullable String spacing,
        String extent,
        List<Remark> remarks) {

    static SeriesRow of(SeriesVolume volume, String here) {
        var stack = volume.stack();
        return new SeriesRow(
                volume.modality(),
                volume.slices(),
                volume.seriesInstanceUid().equals(here),
                stack != null,
                stack == null ? null : spacing(stack.spacing()),
                stack == null ? "" : mm(stack.extentMm()),
                volume.remarks());
    }

    private static @Nullable String spacing(Stack.@Nullable Spacing spacing) {
        if (spacing == null) {
            return null;
        }
        String least = mm(spacing.least());
        String greatest = mm(spacing.greatest());
        return least.equals(greatest)
                ? mm(spacing.median())
                : "%s (%s to %s)".formatted(mm(spacing.median()), least, greatest);
    }

    private static String mm(double length) {
        return String.format(Locale.ROOT, "%.2f mm", length);
    }
}
