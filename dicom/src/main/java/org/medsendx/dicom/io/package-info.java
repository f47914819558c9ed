/**
 * Reader and writer of data sets and Part 10 files (PS3.5, PS3.10).
 *
 * <p>Values over a threshold and pixel data stay in their file: they are located when it is read,
 * and go file to file when it is written. Whatever the bytes, reading ends in a data set or in a
 * {@link org.medsendx.dicom.io.DicomFormatException} and holds no more than {@link
 * org.medsendx.dicom.io.ReadLimits} say.
 *
 * {@snippet :
 * import java.nio.file.Path;
 * import org.medsendx.dicom.data.DataSet;
 * import org.medsendx.dicom.dictionary.Tag;
 * import org.medsendx.dicom.dictionary.Uid;
 * import org.medsendx.dicom.dictionary.VR;
 * import org.medsendx.dicom.io.DicomFile;
 * import org.medsendx.dicom.io.DicomReader;
 * import org.medsendx.dicom.io.DicomWriter;
 * import org.medsendx.dicom.io.FileMeta;
 * import org.medsendx.dicom.io.ReadLimits;
 *
 * var scan = new DataSet().putString(Tag.PatientName, VR.PN, "Doe^Jane");
 * var meta = new FileMeta(Uid.CTImageStorage, "2.25.1", Uid.ExplicitVRLittleEndian);
 * Path first = folder.resolve("first.dcm");
 * DicomWriter.write(first, meta, scan);
 *
 * DicomFile file = DicomReader.read(first, ReadLimits.DEFAULT);
 * file.dataSet().putString(Tag.PatientName, VR.PN, "anonymous");
 * Path second = folder.resolve("second.dcm");
 * var implicit = new FileMeta(Uid.CTImageStorage, "2.25.1", Uid.ImplicitVRLittleEndian);
 * DicomWriter.write(second, implicit, file.dataSet());
 *
 * DicomFile again = DicomReader.read(second, ReadLimits.DEFAULT);
 * return again.dataSet().string(Tag.PatientName) + ", " + again.meta().transferSyntaxUid();
 * }
 */
@NullMarked
package org.medsendx.dicom.io;

import org.jspecify.annotations.NullMarked;
