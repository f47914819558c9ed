/** A simulated fleet of scanners, and what is told of those who watch it. */
@NullMarked
package org.medsendx.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;
