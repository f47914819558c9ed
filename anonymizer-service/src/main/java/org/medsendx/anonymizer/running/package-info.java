/** The border as it runs: what its rooms may ask of it without knowing how it is put together. */
@NullMarked
package org.medsendx.anonymizer.running;

import org.jspecify.annotations.NullMarked;
