/** What was done of what was ordered: performed procedure steps (PS3.4, F); identified data. */
@NullMarked
package org.medsendx.ingest.mpps;

import org.jspecify.annotations.NullMarked;
