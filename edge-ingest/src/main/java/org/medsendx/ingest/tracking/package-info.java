/** How far each input has come on the truck, what a person has to look at, and today's exams. */
@NullMarked
package org.medsendx.ingest.tracking;

import org.jspecify.annotations.NullMarked;
