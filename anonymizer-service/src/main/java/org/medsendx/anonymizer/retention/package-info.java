/** What the border keeps no longer than it is needed. */
@NullMarked
package org.medsendx.anonymizer.retention;

import org.jspecify.annotations.NullMarked;
