/** What is usual for each kind of scan on this truck, learned from its own scans. */
@NullMarked
package org.medsendx.segmenter.usual;

import org.jspecify.annotations.NullMarked;
