/** The gate: reads back what was written and trusts nothing that the engine says. */
@NullMarked
package org.medsendx.deidentification.verify;

import org.jspecify.annotations.NullMarked;
