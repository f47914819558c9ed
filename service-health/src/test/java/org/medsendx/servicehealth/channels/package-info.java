/** What the channels and relays of every service must hold, for the tests of the services. */
@NullMarked
package org.medsendx.servicehealth.channels;

import org.jspecify.annotations.NullMarked;
