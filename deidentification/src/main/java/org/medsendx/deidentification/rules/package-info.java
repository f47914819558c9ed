/** The table of PS3.15 Annex E as data, the profile that chooses from it, and its execution. */
@NullMarked
package org.medsendx.deidentification.rules;

import org.jspecify.annotations.NullMarked;
