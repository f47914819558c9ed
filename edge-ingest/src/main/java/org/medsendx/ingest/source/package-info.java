/** Which truck and scanner a sender stands for. */
@NullMarked
package org.medsendx.ingest.source;

import org.jspecify.annotations.NullMarked;
