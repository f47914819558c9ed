package org.medsendx.segmenter.web;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.exam.Exam;
import org.medsendx.segmenter.storage.ScanRecord;

/**
 * The exam of one image: where it is among its images, and those beside it.
 *
 * @param date shifted Study Date
 * @param position of the image, from 1
 * @param count how many images there are
 * @param before the image before, or null
 * @param after the image after, or null
 * @param open the next image that nobody decided about, or null
 * @param images those near it, and itself
 */
public record ExamView(
        String date,
        int position,
        int count,
        @Nullable String before,
        @Nullable String after,
        @Nullable String open,
        List<Item> images) {

    private static final int BESIDE = 6;

    /**
     * An image of the strip.
     *
     * @param number from 1
     * @param here whether it is the one that is shown
     * @param style what was decided, else its quality, as a style
     */
    public record Item(String id, int number, String modality, boolean here, String style) {}

    /** The exam of an image; of it alone while the ledger is still being read. */
    static ExamView of(@Nullable Exam exam, ScanRecord line) {
        List<Exam.Scan> scans = exam == null ? List.of() : exam.scans();
        int at = -1;
        for (int i = 0; i < scans.size(); i++) {
            if (scans.get(i).objectId().equals(line.objectId())) {
                at = i;
            }
        }
        if (exam == null || at < 0) {
            return new ExamView("", 1, 1, null, null, null, List.of());
        }
        var images = new ArrayList<Item>();
        int first = Math.max(0, Math.min(at - BESIDE, scans.size() - 2 * BESIDE - 1));
        for (int i = first; i < Math.min(scans.size(), first + 2 * BESIDE + 1); i++) {
            var scan = scans.get(i);
            var decision = scan.decision();
            images.add(
                    new Item(
                            scan.objectId().toString(),
                            i + 1,
                            scan.modality(),
                            i == at,
                            ListQuery.word(decision == null ? scan.verdict() : decision)));
        }
        String open = null;
        for (int step = 1; step < scans.size() && open == null; step++) {
            var scan = scans.get((at + step) % scans.size());
            open = scan.decision() == null ? id(scan.objectId()) : null;
        }
        return new ExamView(
                ListQuery.dashed(exam.date()),
                at + 1,
                scans.size(),
                at > 0 ? id(scans.get(at - 1).objectId()) : null,
                at + 1 < scans.size() ? id(scans.get(at + 1).objectId()) : null,
                open,
                images);
    }

    private static String id(UUID objectId) {
        return objectId.toString();
    }
}
