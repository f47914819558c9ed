/** The segmenter's volume: derived files and the ledger. */
@NullMarked
package org.medsendx.segmenter.storage;

import org.jspecify.annotations.NullMarked;
