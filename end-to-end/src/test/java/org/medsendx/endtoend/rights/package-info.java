/** Who may do what on the brokers, tried on real ones. */
@NullMarked
package org.medsendx.endtoend.rights;

import org.jspecify.annotations.NullMarked;
