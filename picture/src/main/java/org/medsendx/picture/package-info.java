/** Pictures drawn and written as PNG without AWT, the same bytes everywhere. */
@NullMarked
package org.medsendx.picture;

import org.jspecify.annotations.NullMarked;
