/**
 * Measurements beside public peers, as ratios in one run. {@code ./medsendx bench} runs them; a
 * group of them is a {@link org.medsendx.benchmarks.harness.Suite} named in {@link
 * org.medsendx.benchmarks.BenchCommand}.
 */
@NullMarked
package org.medsendx.benchmarks;

import org.jspecify.annotations.NullMarked;
