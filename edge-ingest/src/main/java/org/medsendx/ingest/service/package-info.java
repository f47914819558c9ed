/** Start, stop and wiring (edge). */
@NullMarked
package org.medsendx.ingest.service;

import org.jspecify.annotations.NullMarked;
