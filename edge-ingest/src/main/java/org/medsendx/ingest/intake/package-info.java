/** Receive, store, decide: every input becomes one entry of the ledger. */
@NullMarked
package org.medsendx.ingest.intake;

import org.jspecify.annotations.NullMarked;
