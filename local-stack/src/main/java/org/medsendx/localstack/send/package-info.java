/**
 * Sends inputs the way a scanner does: C-STORE, and the hot folder for what C-STORE cannot carry.
 */
@NullMarked
package org.medsendx.localstack.send;

import org.jspecify.annotations.NullMarked;
