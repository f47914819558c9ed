/** C-STORE over the network beside dcmtk. */
@NullMarked
package org.medsendx.benchmarks.net;

import org.jspecify.annotations.NullMarked;
