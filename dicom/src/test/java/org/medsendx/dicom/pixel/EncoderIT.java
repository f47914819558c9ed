package org.medsendx.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.Peer;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

/** What is encoded here, decoded by GDCM and dcmtk. */
class EncoderIT {

    @TempDir Path folder;

    private void assertDecodes(String syntax, Picture picture, String... command) throws Exception {
        Path file = Picture.rewritten(picture.image(), syntax, folder).file().path();
        Path raw = file.resolveSibling(file.getFileName() + ".raw");
        String[] call = Arrays.copyOf(command, command.length + 2);
        call[command.length] = file.toString();
        call[command.length + 1] = raw.toString();
        Peer.Result result = Peer.run(call);
        assertThat(result.status()).as("%s %s: %s", picture, command[0], result.lines()).isZero();
        assertThat(Files.size(raw)).isPositive();
        Image decoded = Image.of(DicomReader.read(raw, ReadLimits.DEFAULT));
        assertThat(decoded.frames()).isEqualTo(picture.frames());
        for (int frame = 0; frame < picture.frames(); frame++) {
            assertThat(decoded.stored(frame))
                    .as("%s frame %d by %s", picture, frame, command[0])
                    .isEqualTo(picture.values(frame));
        }
    }

    @Test
    void gdcm_decodes_our_jpeg_ls_to_the_bit() throws Exception {
        Peer.require("gdcmconv", "gdcmconv", "--version");
        for (Picture picture : PixelDataEncoderTest.pictures()) {
            // it has no storage class to write many frames of such colour to
            if (picture.frames() == 1 || picture.samples() == 1 || picture.allocated() == 8) {
                assertDecodes(Uid.JPEGLSLossless, picture, "gdcmconv", "--raw");
            }
        }
    }

    @Test
    void dcmtk_decodes_our_jpeg_ls_to_the_bit() throws Exception {
        Peer.require("dcmdjpls", "dcmdjpls", "--version");
        for (Picture picture : PixelDataEncoderTest.pictures()) {
            assertDecodes(Uid.JPEGLSLossless, picture, "dcmdjpls");
        }
    }

    @Test
    void gdcm_and_dcmtk_decode_native_frames_as_jpeg_ls_to_every_allocated_bit() throws Exception {
        Peer.require("gdcmconv", "gdcmconv", "--version");
        Peer.require("dcmdjpls", "dcmdjpls", "--version");
        for (Picture picture : JpegLsFramesTest.pictures()) {
            Image image = picture.image();
            Path file = JpegLsFramesTest.written(image, folder, RowEdit.NONE);
            assertCells(image, file, "dcmdjpls");
            // it has no storage class to write many frames of such colour or grey to
            if (picture.frames() == 1) {
                assertCells(image, file, "gdcmconv", "--raw");
            }
        }
    }

    private static void assertCells(Image image, Path file, String... command) throws Exception {
        Path raw = file.resolveSibling(file.getFileName() + "." + command[0]);
        String[] call = Arrays.copyOf(command, command.length + 2);
        call[command.length] = file.toString();
        call[command.length + 1] = raw.toString();
        Peer.Result result = Peer.run(call);
        assertThat(result.status()).as("%s %s: %s", image, command[0], result.lines()).isZero();
        Image decoded = Image.of(DicomReader.read(raw, ReadLimits.DEFAULT));
        assertThat(decoded.frames()).isEqualTo(image.frames());
        for (int frame = 0; frame < image.frames(); frame++) {
            assertThat(JpegLsFramesTest.cells(decoded, frame))
                    .as("%s frame %d by %s", image, frame, command[0])
                    .isEqualTo(JpegLsFramesTest.cells(image, frame));
        }
    }

    @Test
    void gdcm_decodes_our_rle_to_the_bit() throws Exception {
        Peer.require("gdcmconv", "gdcmconv", "--version");
        for (Picture picture : PixelDataEncoderTest.pictures()) {
            // it mixes up the bytes of wider colour, and stops at bytes that are not all stored
            if (picture.allocated() == 8 ? picture.stored() == 8 : picture.samples() == 1) {
                assertDecodes(Uid.RLELossless, picture, "gdcmconv", "--raw");
            }
        }
    }

    @Test
    void dcmtk_decodes_our_rle_to_the_bit() throws Exception {
        Peer.require("dcmdrle", "dcmdrle", "--version");
        for (Picture picture : PixelDataEncoderTest.pictures()) {
            assertDecodes(Uid.RLELossless, picture, "dcmdrle");
        }
    }
}
