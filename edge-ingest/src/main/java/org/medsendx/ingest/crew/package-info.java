/** The pages for the crew, in their languages; what is said on them, not how it is sent. */
@NullMarked
package org.medsendx.ingest.crew;

import org.jspecify.annotations.NullMarked;
