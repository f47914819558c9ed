/** Codecs of pixel data: decoding and encoding beside dcmtk and GDCM. */
@NullMarked
package org.medsendx.benchmarks.pixel;

import org.jspecify.annotations.NullMarked;
