/** De-identification of whole files beside public peers. */
@NullMarked
package org.medsendx.benchmarks.deid;

import org.jspecify.annotations.NullMarked;
