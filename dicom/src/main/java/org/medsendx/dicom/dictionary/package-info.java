/**
 * Tags, value representations and UIDs of the standard (PS3.6).
 *
 * <p>What the standard says of an attribute, by keyword or by tag:
 *
 * {@snippet :
 * import org.medsendx.dicom.dictionary.Dictionary;
 * import org.medsendx.dicom.dictionary.Tag;
 *
 * Dictionary.Entry entry = Dictionary.entry("PatientName"); // null for no keyword
 * return Tag.toString(entry.tag()) + " " + entry.vrs().getFirst() + " " + entry.vm();
 * }
 */
@NullMarked
package org.medsendx.dicom.dictionary;

import org.jspecify.annotations.NullMarked;
