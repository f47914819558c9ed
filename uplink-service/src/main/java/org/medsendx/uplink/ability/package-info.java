/** What the object store is able to do, and what the uplink does about what it is not. */
@NullMarked
package org.medsendx.uplink.ability;

import org.jspecify.annotations.NullMarked;
