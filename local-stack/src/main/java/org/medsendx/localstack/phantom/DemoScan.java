package org.medsendx.localstack.phantom;

import java.time.LocalDate;

/**
 * What a scan of the demo is.
 *
 * @param number counts all scans of the run, from 0
 * @param scanner scanner id
 * @param day acquisition day
 * @param gain the scanner's gain on that day
 */
public record DemoScan(
        int number, Kind kind, String truck, String scanner, LocalDate day, double gain) {

    /** The kinds of scan every truck makes. */
    public enum Kind {
        CT_CHEST,
        MAMMOGRAPHY,
        DX_CHEST
    }
}
