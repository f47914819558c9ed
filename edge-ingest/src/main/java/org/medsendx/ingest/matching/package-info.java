/** Matching of a query's keys (PS3.4, C.2.2.2), the same for orders and for instances. */
@NullMarked
package org.medsendx.ingest.matching;

import org.jspecify.annotations.NullMarked;
