/** Tissue maps by a learned model, in a process of its own that can be ended. */
@NullMarked
package org.medsendx.segmenter.model;

import org.jspecify.annotations.NullMarked;
