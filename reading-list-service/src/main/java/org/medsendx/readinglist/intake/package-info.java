/** Which records are believed. */
@NullMarked
package org.medsendx.readinglist.intake;

import org.jspecify.annotations.NullMarked;
