package org.medsendx.benchmarks.harness;

import java.io.IOException;

/** A named group of measurements. */
public interface Suite {

    /** What it is called on the command line. */
    String name();

    /** One line for the help text. */
    String what();

    /**
     * Measures and reports. A peer that is not installed is reported as absent, not as an error.
     *
     * @throws IOException when files cannot be made, or a peer fails
     */
    void run(Settings settings, Report report) throws IOException, InterruptedException;
}
