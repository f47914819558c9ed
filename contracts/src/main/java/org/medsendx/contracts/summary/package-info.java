/**
 * What a local run of the suite leaves behind for a person or a script to read. Identified data.
 */
@NullMarked
package org.medsendx.contracts.summary;

import org.jspecify.annotations.NullMarked;
