package org.medsendx.benchmarks.harness;

import java.nio.file.Path;

/**
 * How to measure.
 *
 * @param quick fewer and shorter rounds, for a first look
 * @param scratch an empty folder, deleted after the suite
 * @param samples the folder of real files; it need not exist
 */
public record Settings(boolean quick, Path scratch, Path samples) {}
