/** The way in over HTTP: STOW-RS (PS3.18, 10.5), from the multipart message to the answer. */
@NullMarked
package org.medsendx.ingest.stow;

import org.jspecify.annotations.NullMarked;
