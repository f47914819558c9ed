/** What is made of an assessed scan: the objects that lie and go up beside its instance. */
@NullMarked
package org.medsendx.segmenter.derived;

import org.jspecify.annotations.NullMarked;
