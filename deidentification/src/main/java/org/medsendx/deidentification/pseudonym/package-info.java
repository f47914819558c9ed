/** Keyed pseudonyms: UIDs, patients, accession numbers, date shifts. */
@NullMarked
package org.medsendx.deidentification.pseudonym;

import org.jspecify.annotations.NullMarked;
