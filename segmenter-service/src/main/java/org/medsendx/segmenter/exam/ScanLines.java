package org.medsendx.segmenter.exam;

import java.io.IOException;
import java.util.List;

/** The scans that were assessed, in the order of their lines in the ledger. */
public interface ScanLines {

    /** Position of the first line that is not forgotten. */
    long first();

    /** How many lines were ever written. */
    long size();

    /** Lines from a position on, at most so many; none when there are no more. */
    List<ScanLine> since(long from, int limit) throws IOException;
}
