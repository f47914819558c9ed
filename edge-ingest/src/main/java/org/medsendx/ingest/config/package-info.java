/** Configuration, start and stop (edge). */
@NullMarked
package org.medsendx.ingest.config;

import org.jspecify.annotations.NullMarked;
