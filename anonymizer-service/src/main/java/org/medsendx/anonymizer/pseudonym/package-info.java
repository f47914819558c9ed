/** Keyed pseudonyms: UIDs, patients, accession numbers, date shifts. */
@NullMarked
package org.medsendx.anonymizer.pseudonym;

import org.jspecify.annotations.NullMarked;
