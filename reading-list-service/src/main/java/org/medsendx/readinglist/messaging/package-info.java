/** Reads the topics of the cloud's broker. */
@NullMarked
package org.medsendx.readinglist.messaging;

import org.jspecify.annotations.NullMarked;
