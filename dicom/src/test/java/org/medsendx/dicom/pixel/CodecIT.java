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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.Peer;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

/** Every decoder beside GDCM, else dcmtk, over the compressed samples. */
class CodecIT {

    private static final Set<String> LOSSLESS =
            Set.of(
                    Uid.RLELossless,
                    Uid.JPEGLossless,
                    Uid.JPEGLosslessSV1,
                    Uid.JPEGLSLossless,
                    Uid.JPEGLSNearLossless);

    /** With the retired progressive ones. */
    private static final Set<String> LOSSY =
            Set.of(
                    Uid.JPEGBaseline8Bit,
                    Uid.JPEGExtended12Bit,
                    "1.2.840.10008.1.2.4.53",
                    "1.2.840.10008.1.2.4.55");

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

    /** Peers for a transfer syntax: the next one is for what the one before has no answer to. */
    private static List<List<String>> converters(String transferSyntaxUid) {
        List<String> gdcm = List.of("gdcmconv", "--raw");
        return switch (transferSyntaxUid) {
            // gdcmconv mixes up the bytes of RLE colour of more than eight bits
            case Uid.RLELossless -> List.of(List.of("dcmdrle"));
            case Uid.JPEGLSLossless, Uid.JPEGLSNearLossless -> List.of(gdcm, List.of("dcmdjpls"));
            case Uid.JPEG2000Lossless, Uid.JPEG2000 -> List.of(gdcm);
            // without its colour conversion, which GDCM does not do either
            default -> List.of(gdcm, List.of("dcmdjpeg", "+cn"));
        };
    }

    private @Nullable Image reference(DicomFile file)
            throws IOException, InterruptedException, UnsupportedImageException {
        for (List<String> converter : converters(file.meta().transferSyntaxUid())) {
            Path raw = Files.createTempFile(folder, "raw", ".dcm");
            List<String> command = new ArrayList<>(converter);
            command.add(file.path().toString());
            command.add(raw.toString());
            Peer.Result result = Peer.run(command.toArray(String[]::new));
            if (result.status() == 0 && Files.exists(raw) && Files.size(raw) > 0) {
                return Image.of(DicomReader.read(raw, ReadLimits.DEFAULT));
            }
        }
        return null;
    }

    /** The largest difference of any sample of the first frames; -1 when no peer has an answer. */
    private int largestDifference(DicomFile file, Image image)
            throws IOException, InterruptedException, UnsupportedImageException {
        int frames = Math.min(3, image.frames());
        int[][] ours = new int[frames][];
        for (int frame = 0; frame < frames; frame++) {
            ours[frame] = image.stored(frame);
        }
        Image reference = reference(file);
        if (reference == null) {
            return -1;
        }
        int largest = 0;
        for (int frame = 0; frame < frames; frame++) {
            int[] theirs = reference.stored(frame);
            assertThat(ours[frame]).hasSameSizeAs(theirs);
            for (int i = 0; i < theirs.length; i++) {
                largest = Math.max(largest, Math.abs(ours[frame][i] - theirs[i]));
            }
        }
        Files.delete(reference.file().path());
        return largest;
    }

    @Test
    void lossless_codecs_agree_to_the_bit() throws Exception {
        Peer.require("gdcmconv", "gdcmconv", "--version");
        Peer.require("dcmdrle", "dcmdrle", "--version");
        Map<String, Integer> compared = new TreeMap<>();
        List<String> different = new ArrayList<>();
        int unanswered = 0;
        for (DicomFile file : samples(LOSSLESS)) {
            int difference;
            try {
                difference = largestDifference(file, Image.of(file));
            } catch (UnsupportedImageException e) {
                // RLE of single bits is not defined by the standard
                assertThat(e.code()).isIn("no-pixel-data", "bits-allocated");
                continue;
            }
            if (difference > 0) {
                different.add(file.path().getFileName() + " by " + difference);
            }
            if (difference >= 0) {
                compared.merge(file.meta().transferSyntaxUid(), 1, Integer::sum);
            } else {
                unanswered++;
            }
        }

        assertThat(different).isEmpty();
        assertThat(compared.keySet()).containsExactlyInAnyOrderElementsOf(LOSSLESS);
        // one sample has fragments that only we read
        assertThat(unanswered).isLessThan(4);
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
        Peer.require("dcmdjpeg", "dcmdjpeg", "--version");
        List<String> different = new ArrayList<>();
        int compared = 0;
        int unanswered = 0;
        for (DicomFile file : samples(LOSSY)) {
            int difference = largestDifference(file, Image.of(file));
            if (difference > 1) {
                different.add(file.path().getFileName() + " by " + difference);
            }
            compared += difference >= 0 ? 1 : 0;
            unanswered += difference < 0 ? 1 : 0;
        }

        assertThat(different).isEmpty();
        assertThat(compared).isGreaterThan(20);
        // one sample has a broken sequence that only we read over
        assertThat(unanswered).isLessThan(4);
    }
}
