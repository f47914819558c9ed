/** All topics of both zones, their schemas, and who may write and read each. */
@NullMarked
package org.medsendx.contracts.catalogue;

import org.jspecify.annotations.NullMarked;
