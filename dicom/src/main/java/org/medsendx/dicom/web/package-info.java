/** DICOM JSON (PS3.18). */
@NullMarked
package org.medsendx.dicom.web;

import org.jspecify.annotations.NullMarked;
