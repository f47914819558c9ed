/** Takes what was received, and lets across only what passed the gate. */
@NullMarked
package org.medsendx.anonymizer.border;

import org.jspecify.annotations.NullMarked;
