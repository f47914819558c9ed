/** An append-only, fsynced log of records on disk: what ledgers and outboxes are kept in. */
@NullMarked
package org.medsendx.journal;

import org.jspecify.annotations.NullMarked;
