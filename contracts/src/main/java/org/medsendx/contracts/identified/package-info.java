/**
 * Events of the identified zone. They never leave the truck, and services past the border may not
 * import them.
 */
@NullMarked
package org.medsendx.contracts.identified;

import org.jspecify.annotations.NullMarked;
