/**
 * Frames, transfer syntaxes and rendering (PS3.5, 8 and A; PS3.3, C.7.6 and C.11).
 *
 * <p>A file is opened, its first frame shown as a PNG, and its pixel data blanked along the top and
 * compressed without loss, one frame at a time:
 *
 * {@snippet :
 * DicomFile file = DicomReader.read(path, ReadLimits.DEFAULT);
 * Image image = Image.of(file);
 * try (OutputStream png = Files.newOutputStream(folder.resolve("first.png"))) {
 *     Png.write(png, image.render(0));
 * }
 *
 * int header = 2 * image.columns() * image.samplesPerPixel();
 * Path scratch = folder.resolve("frames");
 * EncodedPixelData pixels =
 *         PixelDataEncoder.encode(
 *                 image,
 *                 Uid.JPEGLSLossless,
 *                 scratch,
 *                 (frame, stored) -> Arrays.fill(stored, 0, header, 0));
 * DataSet dataSet = file.dataSet().copy();
 * pixels.putInto(dataSet);
 * FileMeta meta =
 *         new FileMeta(
 *                 file.meta().sopClassUid(),
 *                 file.meta().sopInstanceUid(),
 *                 pixels.transferSyntaxUid());
 * DicomWriter.write(folder.resolve("blanked.dcm"), meta, dataSet);
 * Files.delete(scratch);
 * }
 */
@NullMarked
package org.medsendx.dicom.pixel;

import org.jspecify.annotations.NullMarked;
