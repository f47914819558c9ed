/**
 * Data sets, elements, sequences and character sets (PS3.5).
 *
 * <p>A data set with an item, and the same in another character set:
 *
 * {@snippet :
 * import org.medsendx.dicom.data.CharacterSetConversion;
 * import org.medsendx.dicom.data.DataSet;
 * import org.medsendx.dicom.dictionary.Tag;
 * import org.medsendx.dicom.dictionary.VR;
 *
 * var protocol = new DataSet().putString(Tag.CodeMeaning, VR.LO, "Thorax");
 * var latin = new DataSet()
 *         .putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 100") // before any text
 *         .putString(Tag.PatientName, VR.PN, "M\u00fcller^J\u00f6rg")
 *         .putInt(Tag.Rows, VR.US, 512)
 *         .putSequence(Tag.RequestedProcedureCodeSequence, protocol);
 * DataSet unicode = CharacterSetConversion.convert(latin, "ISO_IR 192"); // or refuses
 * return unicode.string(Tag.PatientName)
 *         + " in " + unicode.string(Tag.SpecificCharacterSet)
 *         + ", " + unicode.items(Tag.RequestedProcedureCodeSequence).getFirst()
 *                 .string(Tag.CodeMeaning);
 * }
 */
@NullMarked
package org.medsendx.dicom.data;

import org.jspecify.annotations.NullMarked;
