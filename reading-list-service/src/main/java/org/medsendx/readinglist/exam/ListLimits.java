package org.medsendx.readinglist.exam;

import java.time.Duration;

/**
 * What bounds the list, and its order.
 *
 * @param keep how long an exam stays on it, from when the first event about it was written
 * @param mostImages of all exams together
 * @param mostImagesOfExam of one; of more it is known that there are some
 * @param aging waiting that is worth one point of priority
 * @param urgentFrom the priority from which an exam counts as urgent, 0 to 100
 */
public record ListLimits(
        Duration keep, int mostImages, int mostImagesOfExam, Duration aging, int urgentFrom) {

    public ListLimits {
        if (!keep.isPositive() || !aging.isPositive()) {
            throw new IllegalArgumentException("keep and aging are times above zero");
        }
        if (mostImagesOfExam < 1 || mostImages < mostImagesOfExam) {
            throw new IllegalArgumentException(
                    "images of all exams are at least those of one, and that is at least one");
        }
        if (urgentFrom < 0 || urgentFrom > 100) {
            throw new IllegalArgumentException("a priority is 0 to 100");
        }
    }
}
