/** The whole way of scans through the suite's own processes, timed from outside. */
@NullMarked
package org.medsendx.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
