/** The QA page and its JSON. */
@NullMarked
package org.medsendx.segmenter.web;

import org.jspecify.annotations.NullMarked;
