/** What people decide about scans: accepted, or rejected with a reason. */
@NullMarked
package org.medsendx.segmenter.review;

import org.jspecify.annotations.NullMarked;
