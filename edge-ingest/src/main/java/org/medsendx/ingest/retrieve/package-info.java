/** What the truck holds, as queries and retrieves see it (PS3.4, C): which instances, of whom. */
@NullMarked
package org.medsendx.ingest.retrieve;

import org.jspecify.annotations.NullMarked;
