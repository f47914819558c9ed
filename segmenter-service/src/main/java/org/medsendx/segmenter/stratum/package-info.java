/** The kind of scan, read from its header, within which features are comparable. */
@NullMarked
package org.medsendx.segmenter.stratum;

import org.jspecify.annotations.NullMarked;
