/** The volume {@code identified} on disk. */
@NullMarked
package org.medsendx.ingest.store;

import org.jspecify.annotations.NullMarked;
