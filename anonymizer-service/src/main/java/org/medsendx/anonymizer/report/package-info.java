/**
 * The signed verification report of each instance: what was done and checked, and no value of a
 * header.
 */
@NullMarked
package org.medsendx.anonymizer.report;

import org.jspecify.annotations.NullMarked;
