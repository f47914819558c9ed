/** What every suite measures with: rates of one run, peers as programs, tables. */
@NullMarked
package org.medsendx.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
