/** DICOM files: parsing, editing and writing beside pydicom, dcmtk and plain copying. */
@NullMarked
package org.medsendx.benchmarks.files;

import org.jspecify.annotations.NullMarked;
