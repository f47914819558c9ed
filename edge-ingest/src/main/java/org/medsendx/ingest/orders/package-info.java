/** What was ordered: who is to be examined, how, and how urgent it is; identified data. */
@NullMarked
package org.medsendx.ingest.orders;

import org.jspecify.annotations.NullMarked;
