/**
 * What the services say to each other: events, their topics and their encoding. The two zones are
 * two packages: {@code identified} never leaves the truck's identified zone, {@code deidentified}
 * is what may cross the border.
 */
@NullMarked
package org.medsendx.contracts;

import org.jspecify.annotations.NullMarked;
