/** What became of each instance: the anonymizer's memory, kept in the identified zone. */
@NullMarked
package org.medsendx.anonymizer.ledger;

import org.jspecify.annotations.NullMarked;
