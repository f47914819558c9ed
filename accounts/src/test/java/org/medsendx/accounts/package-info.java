@NullMarked
package org.medsendx.accounts;

import org.jspecify.annotations.NullMarked;
