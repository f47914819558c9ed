/** Follows every input through the events of the suite until it is accounted for. */
@NullMarked
package org.medsendx.localstack.follow;

import org.jspecify.annotations.NullMarked;
