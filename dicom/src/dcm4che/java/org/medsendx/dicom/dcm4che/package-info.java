/**
 * Our reading, text, editing and writing beside those of dcm4che-core, the reference of the Java
 * world. Compiled by the Maven profile {@code dcm4che} only; what came out is in {@code
 * docs/dcm4che.md}.
 */
@NullMarked
package org.medsendx.dicom.dcm4che;

import org.jspecify.annotations.NullMarked;
