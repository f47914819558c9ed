/** Tests; {@link org.medsendx.webguard.WebSurface} is used by those of the services too. */
@NullMarked
package org.medsendx.webguard;

import org.jspecify.annotations.NullMarked;
