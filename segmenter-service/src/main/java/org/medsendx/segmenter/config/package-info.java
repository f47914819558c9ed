/** What an operator can set. */
@NullMarked
package org.medsendx.segmenter.config;

import org.jspecify.annotations.NullMarked;
