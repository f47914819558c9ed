/** The volumes on disk. */
@NullMarked
package org.medsendx.anonymizer.storage;

import org.jspecify.annotations.NullMarked;
