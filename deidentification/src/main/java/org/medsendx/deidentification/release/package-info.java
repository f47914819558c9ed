/** One instance from its original to a verified copy: rules, writing, gate. */
@NullMarked
package org.medsendx.deidentification.release;

import org.jspecify.annotations.NullMarked;
