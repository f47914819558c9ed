/** Instances by C-STORE (PS3.4, B). */
@NullMarked
package org.medsendx.ingest.dicom;

import org.jspecify.annotations.NullMarked;
