/** What came in and what was decided about it, for ever. */
@NullMarked
package org.medsendx.ingest.ledger;

import org.jspecify.annotations.NullMarked;
