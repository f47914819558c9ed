/** Generated scans with invented patients, seeded: the input of the demo and of tests. */
@NullMarked
package org.medsendx.localstack.phantom;

import org.jspecify.annotations.NullMarked;
