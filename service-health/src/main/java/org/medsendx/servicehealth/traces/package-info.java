/** Traces of an instance through the stages of a truck; see docs/decisions/0025-eyes.md. */
@NullMarked
package org.medsendx.servicehealth.traces;

import org.jspecify.annotations.NullMarked;
