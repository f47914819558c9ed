/**
 * What a native executable has to be told, and what its image must not hold, without building one.
 */
@NullMarked
package org.medsendx.endtoend.nativeimage;

import org.jspecify.annotations.NullMarked;
