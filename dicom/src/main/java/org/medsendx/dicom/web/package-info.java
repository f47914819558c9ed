/**
 * DICOM JSON and multipart messages as streams (PS3.18, 8.6 and F; RFC 2046, RFC 2387).
 *
 * <p>{@link org.medsendx.dicom.web.StowClient} is the calling side of STOW-RS (PS3.18, 10.5).
 *
 * <p>A message with metadata as its part, written and read:
 *
 * {@snippet :
 * import java.io.ByteArrayInputStream;
 * import java.io.ByteArrayOutputStream;
 * import java.io.OutputStream;
 * import java.nio.charset.StandardCharsets;
 * import java.util.Map;
 * import org.medsendx.dicom.data.DataSet;
 * import org.medsendx.dicom.dictionary.Tag;
 * import org.medsendx.dicom.dictionary.VR;
 * import org.medsendx.dicom.io.ReadLimits;
 * import org.medsendx.dicom.web.DicomJson;
 * import org.medsendx.dicom.web.MultipartLimits;
 * import org.medsendx.dicom.web.MultipartReader;
 * import org.medsendx.dicom.web.MultipartWriter;
 *
 * var scan = new DataSet().putString(Tag.PatientName, VR.PN, "Doe^Jane");
 * var bytes = new ByteArrayOutputStream();
 * var message = new MultipartWriter(bytes, "a-random-boundary", "application/dicom+json");
 * OutputStream content = message.part(Map.of("Content-Type", "application/dicom+json"));
 * content.write(DicomJson.write(scan).getBytes(StandardCharsets.UTF_8));
 * message.close();
 *
 * var in = new ByteArrayInputStream(bytes.toByteArray());
 * var reader = new MultipartReader(in, message.contentType(), MultipartLimits.DEFAULT);
 * MultipartReader.Part part = reader.next(); // null after the last
 * DataSet back =
 *         DicomJson.read(part.content(), ReadLimits.DEFAULT, DicomJson.BulkValues.REFUSED);
 * return part.contentType().name() + ": " + back.string(Tag.PatientName);
 * }
 */
@NullMarked
package org.medsendx.dicom.web;

import org.jspecify.annotations.NullMarked;
