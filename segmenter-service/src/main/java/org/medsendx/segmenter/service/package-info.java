/** Start, stop and how the parts are put together. */
@NullMarked
package org.medsendx.segmenter.service;

import org.jspecify.annotations.NullMarked;
