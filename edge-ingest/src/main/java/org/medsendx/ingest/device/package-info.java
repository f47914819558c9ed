/** Which devices may send, what is done with what they send, and who was turned away. */
@NullMarked
package org.medsendx.ingest.device;

import org.jspecify.annotations.NullMarked;
