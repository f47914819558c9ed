package org.medsendx.uplink.upload;

import java.time.Duration;

/**
 * In which order objects go.
 *
 * @param priorityWait how long an object waits for its scan's assessment at most
 * @param aging waiting that is worth one point of priority
 * @param urgentFrom the priority from which a study is urgent, 0 to 100
 * @param urgentInARow so many urgent objects pass an older one; then one of the others has its turn
 */
public record UploadOrder(Duration priorityWait, Duration aging, int urgentFrom, int urgentInARow) {

    /** Triage's 50 points of every scan, and 15: unusual for its kind, or more than that. */
    public static final int URGENT_FROM = 65;

    /** A fifth of the turns is left to what is not urgent, whatever comes. */
    public static final int URGENT_IN_A_ROW = 4;

    public UploadOrder {
        if (!aging.isPositive()) {
            throw new IllegalArgumentException("a point of priority is worth some waiting");
        }
        if (urgentFrom < 0 || urgentFrom > 100) {
            throw new IllegalArgumentException("a priority is 0 to 100");
        }
        if (urgentInARow < 1) {
            throw new IllegalArgumentException("one urgent object in a row at least");
        }
    }

    /** As shipped, but for the two times. */
    public static UploadOrder of(Duration priorityWait, Duration aging) {
        return new UploadOrder(priorityWait, aging, URGENT_FROM, URGENT_IN_A_ROW);
    }
}
