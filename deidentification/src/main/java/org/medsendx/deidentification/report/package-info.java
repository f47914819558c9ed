/**
 * The signed verification report of each instance: what was done and checked, and no value of a
 * header.
 */
@NullMarked
package org.medsendx.deidentification.report;

import org.jspecify.annotations.NullMarked;
