/** Sends files to any node, by C-STORE or STOW-RS: {@code medsendx send}. */
@NullMarked
package org.medsendx.ingest.send;

import org.jspecify.annotations.NullMarked;
