/** Matching of queries for the worklist (PS3.4, C.2.2.2 and K). */
@NullMarked
package org.medsendx.ingest.worklist;

import org.jspecify.annotations.NullMarked;
