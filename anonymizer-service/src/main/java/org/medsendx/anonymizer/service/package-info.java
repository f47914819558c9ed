/** Start, stop and wiring (edge). */
@NullMarked
package org.medsendx.anonymizer.service;

import org.jspecify.annotations.NullMarked;
