/** Looks into one DICOM file: header as text or JSON, first frame as a picture. */
@NullMarked
package org.medsendx.ingest.inspect;

import org.jspecify.annotations.NullMarked;
