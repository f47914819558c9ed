package org.medsendx.miner.statistics;

import java.time.LocalDate;

/**
 * One day (further back: one week) of one scanner on a control chart.
 *
 * @param day the day, or the first of the week
 * @param exams exams it rests on
 * @param value how far it is from the scanner's own level, in the unit of the evidence
 * @param low lower end of the 95 % band of a scanner that has not moved, around 0
 * @param high its upper end
 * @param cusumUp the cumulative sum for a rise; a signal above {@code cusumLimit}
 * @param cusumDown the same for a fall
 * @param cusumLimit the limit of both
 */
public record ChartPoint(
        LocalDate day,
        int exams,
        double value,
        double low,
        double high,
        double cusumUp,
        double cusumDown,
        double cusumLimit) {}
