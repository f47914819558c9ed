/** Instances by files in a watched folder. */
@NullMarked
package org.medsendx.ingest.hotfolder;

import org.jspecify.annotations.NullMarked;
