/** The exams of all trucks in the order in which people should look at them. */
@NullMarked
package org.medsendx.readinglist.exam;

import org.jspecify.annotations.NullMarked;
