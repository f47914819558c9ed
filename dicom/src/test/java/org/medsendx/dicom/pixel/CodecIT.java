package org.medsendx.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.Peer;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

/** Every decoder beside GDCM (RLE: dcmtk), over the compressed samples. */
class CodecIT {

    private static final Set<String> LOSSLESS =
            Set.of(
                    Uid.RLELossless,
                    Uid.JPEGLossless,
                    Uid.JPEGLosslessSV1,
                    Uid.JPEGLSLossless,
                    Uid.JPEGLSNearLossless);

    @TempDir Path folder;

    private static List<DicomFile> samples(Set<String> syntaxes) throws IOException {
        List<DicomFile> found = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(Peer.samples())) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                try {
                    if (!syntaxes.contains(DicomReader.readMeta(file).meta().transferSyntaxUid())) {
                        continue;
                    }
                    found.add(DicomReader.read(file, ReadLimits.DEFAULT));
                } catch (DicomFormatException e) {
                    // not every sample is DICOM, and some are cut off
                }
            }
        }
        return found;
    }

    /**
     * The largest difference of any sample of any of the first frames; -1 when GDCM has no answer.
     */
    private int largestDifference(DicomFile file, Image image)
            throws IOException, InterruptedException, UnsupportedImageException {
        Path raw = Files.createTempFile(folder, "raw", ".dcm");
        // gdcmconv mixes up the bytes of RLE colour of more than eight bits
        String[] converter =
                file.meta().transferSyntaxUid().equals(Uid.RLELossless)
                        ? new String[] {"dcmdrle"}
                        : new String[] {"gdcmconv", "--raw"};
        List<String> command = new ArrayList<>(List.of(converter));
        command.add(file.path().toString());
        command.add(raw.toString());
        Peer.Result result = Peer.run(command.toArray(String[]::new));
        if (result.status() != 0 || Files.size(raw) == 0) {
            return -1;
        }
        Image reference = Image.of(DicomReader.read(raw, ReadLimits.DEFAULT));
        int largest = 0;
        for (int frame = 0; frame < Math.min(3, image.frames()); frame++) {
            int[] ours = image.stored(frame);
            int[] theirs = reference.stored(frame);
            assertThat(ours).hasSameSizeAs(theirs);
            for (int i = 0; i < ours.length; i++) {
                largest = Math.max(largest, Math.abs(ours[i] - theirs[i]));
            }
        }
        Files.delete(raw);
        return largest;
    }

    @Test
    void lossless_codecs_agree_to_the_bit() throws Exception {
        Peer.require("gdcmconv", "gdcmconv", "--version");
        Peer.require("dcmdrle", "dcmdrle", "--version");
        Map<String, Integer> compared = new TreeMap<>();
        List<String> different = new ArrayList<>();
        for (DicomFile file : samples(LOSSLESS)) {
            Image image;
            try {
                image = Image.of(file);
            } catch (UnsupportedImageException e) {
                assertThat(e.code()).isIn("no-pixel-data", "bits-allocated");
                continue;
            }
            // RLE of single bits is not defined by the standard
            int difference = image.bitsAllocated() == 1 ? -1 : largestDifference(file, image);
            if (difference > 0) {
                different.add(file.path().getFileName() + " by " + difference);
            }
            if (difference >= 0) {
                compared.merge(file.meta().transferSyntaxUid(), 1, Integer::sum);
            }
        }

        assertThat(different).isEmpty();
        assertThat(compared.keySet()).containsExactlyInAnyOrderElementsOf(LOSSLESS);
    }

    @Test
    void jpeg_2000_agrees_where_openjpeg_is_installed() throws Exception {
        Peer.require("gdcmconv", "gdcmconv", "--version");
        Set<String> codes = new TreeSet<>();
        List<String> different = new ArrayList<>();
        for (DicomFile file : samples(Set.of(Uid.JPEG2000Lossless, Uid.JPEG2000))) {
            try {
                if (largestDifference(file, Image.of(file)) > 0) {
                    different.add(file.path().getFileName().toString());
                }
            } catch (UnsupportedImageException e) {
                codes.add(e.code());
            }
        }

        assertThat(different).isEmpty();
        // one sample's code stream has foreign bytes in it; single bits are not for JPEG 2000
        assertThat(codes).isSubsetOf("code-stream", "bits-allocated", "jpeg-2000-not-available");
    }

    @Test
    void jpeg_of_eight_and_twelve_bits_agrees_within_one_grey_level() throws Exception {
        Peer.require("gdcmconv", "gdcmconv", "--version");
        List<String> different = new ArrayList<>();
        int compared = 0;
        for (DicomFile file : samples(Set.of(Uid.JPEGBaseline8Bit, Uid.JPEGExtended12Bit))) {
            int difference;
            try {
                difference = largestDifference(file, Image.of(file));
            } catch (UnsupportedImageException e) {
                // a few are progressive, whatever their transfer syntax says
                assertThat(e.code()).isEqualTo("jpeg-process");
                continue;
            }
            if (difference > 1) {
                different.add(file.path().getFileName() + " by " + difference);
            }
            compared += difference >= 0 ? 1 : 0;
        }

        assertThat(different).isEmpty();
        assertThat(compared).isGreaterThan(15);
    }
}
