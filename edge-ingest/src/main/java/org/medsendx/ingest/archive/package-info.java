/** The hospital's archive: originals go there, and leave the truck when it keeps them. */
@NullMarked
package org.medsendx.ingest.archive;

import org.jspecify.annotations.NullMarked;
