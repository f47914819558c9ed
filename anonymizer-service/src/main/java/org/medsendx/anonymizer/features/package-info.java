/** Measurements of the clean zone become feature records with a real day. */
@NullMarked
package org.medsendx.anonymizer.features;

import org.jspecify.annotations.NullMarked;
