/** What can be configured, as typed and documented keys (edge). */
@NullMarked
package org.medsendx.ingest.config;

import org.jspecify.annotations.NullMarked;
