package org.medsendx.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.Peer;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

/** Grey values and overlays beside pydicom and dcmtk, over the samples. */
class GreyIT {

    @TempDir Path folder;

    private static final List<Image> MONOCHROME = new ArrayList<>();

    @BeforeAll
    static void read_the_samples() throws IOException {
        try (Stream<Path> walk = Files.walk(Peer.samples())) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                try {
                    Image image = Image.of(DicomReader.read(file, ReadLimits.DEFAULT));
                    if (image.photometricInterpretation().startsWith("MONOCHROME")) {
                        MONOCHROME.add(image);
                    }
                } catch (DicomFormatException | UnsupportedImageException e) {
                    // no image
                }
            }
        }
    }

    /** Pydicom has no codecs here, so GDCM decodes what has a table. */
    private Path readable(Image image) throws IOException, InterruptedException {
        DicomFile file = image.file();
        boolean table =
                file.dataSet().contains(Tag.ModalityLUTSequence)
                        || file.dataSet().contains(Tag.VOILUTSequence);
        if (!table || !(file.dataSet().get(Tag.PixelData) instanceof Encapsulated)) {
            return file.path();
        }
        Path raw = Files.createTempFile(folder, "raw", ".dcm");
        Peer.run("gdcmconv", "--raw", file.path().toString(), raw.toString());
        return raw;
    }

    @Test
    void grey_values_and_overlays_are_those_of_pydicom() throws Exception {
        Peer.require("pydicom", Peer.PYTHON, "-c", "import pydicom, numpy");
        Peer.require("gdcmconv", "gdcmconv", "--version");
        List<String> names = new ArrayList<>();
        for (Image image : MONOCHROME) {
            names.add(readable(image).toString());
        }
        Path list = Files.write(folder.resolve("list"), names);
        Path script = folder.resolve("grey.py");
        try (InputStream in = GreyIT.class.getResourceAsStream("grey_pydicom.py")) {
            Files.copy(Objects.requireNonNull(in), script);
        }
        Path out = folder.resolve("out");
        Peer.Result result =
                Peer.run(Peer.PYTHON, script.toString(), list.toString(), out.toString());
        assertThat(result.status()).as("%s", result.lines()).isZero();

        List<String> different = new ArrayList<>();
        int compared = 0;
        int levels = 0;
        try (var theirs = new DataInputStream(Files.newInputStream(out))) {
            for (Image image : MONOCHROME) {
                double pixels = theirs.readDouble();
                if (pixels < 0) {
                    continue;
                }
                compared++;
                Path name = image.file().path().getFileName();
                int step = (int) theirs.readDouble();
                boolean hasVoi = theirs.readDouble() == 1;
                int[] stored = image.stored(0);
                assertThat(stored.length).as("%s", name).isEqualTo((int) pixels);
                var grey = GreyTransformation.of(image, 0);
                double[] modality = apply(grey.modality(), values(stored, step));
                double worst = worst(theirs, modality);
                // pydicom leaves overlays in the pixels that embed them
                // Pillow, where pydicom finds it, stretches single bits
                boolean stretched =
                        image.bitsAllocated() == 1
                                && image.file().dataSet().get(Tag.PixelData)
                                        instanceof Encapsulated;
                if (worst > 1e-6
                        && !stretched
                        && Overlay.of(image).stream().noneMatch(Overlay::embedded)) {
                    different.add(name + " after the modality transformation by " + worst);
                }
                if (hasVoi) {
                    levels++;
                    double[] voi = apply(Objects.requireNonNull(grey.voi()), modality);
                    worst = worst(theirs, voi);
                    if (worst > 1e-6) {
                        different.add(name + " after the VOI transformation by " + worst);
                    }
                }
                int bits = overlayBits(image);
                double expected = theirs.readDouble();
                if (bits != expected) {
                    different.add(name + " overlay has " + bits + " not " + expected);
                }
            }
            assertThat(theirs.read()).isEqualTo(-1);
        }

        assertThat(different).isEmpty();
        assertThat(compared).isGreaterThan(120);
        assertThat(levels).isGreaterThan(80);
    }

    private static double[] values(int[] stored, int step) {
        double[] values = new double[(stored.length + step - 1) / step];
        for (int i = 0; i < values.length; i++) {
            values[i] = stored[i * step];
        }
        return values;
    }

    private static double[] apply(DoubleUnaryOperator operator, double[] values) {
        double[] applied = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            applied[i] = operator.applyAsDouble(values[i]);
        }
        return applied;
    }

    private static double worst(DataInputStream theirs, double[] ours) throws IOException {
        double worst = 0;
        for (double value : ours) {
            worst = Math.max(worst, Math.abs(value - theirs.readDouble()));
        }
        return worst;
    }

    /** Of all frames of the overlay of group 6000 that has data of its own; -1 without one. */
    private static int overlayBits(Image image) throws Exception {
        for (Overlay overlay : Overlay.of(image)) {
            if (overlay.group() == 0x6000 && !overlay.embedded()) {
                int set = 0;
                for (int frame = 0; frame < Math.max(1, overlay.frames()); frame++) {
                    for (byte bit : overlay.bits(image, overlay.firstFrame() + frame)) {
                        set += bit;
                    }
                }
                return set;
            }
        }
        return -1;
    }

    /** A picture of dcmtk's, or null when it has none. */
    private byte @Nullable [] pgm(Image image, String... options) throws Exception {
        Path out = folder.resolve("picture.pgm");
        Files.deleteIfExists(out);
        String program =
                image.file().meta().transferSyntaxUid().startsWith("1.2.840.10008.1.2.4.8")
                        ? "dcml2pnm"
                        : "dcmj2pnm";
        List<String> command = new ArrayList<>(List.of(program, "+op"));
        command.addAll(List.of(options));
        command.add(image.file().path().toString());
        command.add(out.toString());
        Peer.run(command.toArray(String[]::new));
        if (!Files.exists(out)) {
            return null;
        }
        byte[] file = Files.readAllBytes(out);
        int pixels = image.rows() * image.columns();
        return pixels > file.length
                ? null
                : Arrays.copyOfRange(file, file.length - pixels, file.length);
    }

    @Test
    void dcmtk_shows_the_same_overlay_pixels() throws Exception {
        Peer.require("dcmj2pnm", "dcmj2pnm", "--version");
        int compared = 0;
        for (Image image : MONOCHROME) {
            List<Overlay> overlays = Overlay.of(image);
            for (int number = 0; number < overlays.size(); number++) {
                Overlay overlay = overlays.get(number);
                String which = Integer.toString(number + 1);
                byte[] white = pgm(image, "+O", which, "+Omr", "+Osf", "1");
                byte[] black = pgm(image, "+O", which, "+Omr", "+Osf", "0");
                if (white == null || black == null) {
                    continue;
                }
                byte[] shown = new byte[white.length];
                byte[] bits = overlay.bits(image, 0);
                for (int i = 0; i < bits.length; i++) {
                    int y = i / overlay.columns() + overlay.originRow() - 1;
                    int x = i % overlay.columns() + overlay.originColumn() - 1;
                    if (y >= 0 && y < image.rows() && x >= 0 && x < image.columns()) {
                        shown[y * image.columns() + x] = bits[i];
                    }
                }
                byte[] theirs = new byte[white.length];
                for (int i = 0; i < theirs.length; i++) {
                    theirs[i] = (byte) (white[i] == black[i] ? 0 : 1);
                }
                assertThat(shown).as("%s %s", image.file().path(), overlay).isEqualTo(theirs);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(4);
    }

    @Test
    void dcmtk_shows_windowed_compressed_images_within_one_grey_level() throws Exception {
        Peer.require("dcmj2pnm", "dcmj2pnm", "--version");
        int compared = 0;
        List<String> different = new ArrayList<>();
        for (Image image : MONOCHROME) {
            DicomFile file = image.file();
            if (!(file.dataSet().get(Tag.PixelData) instanceof Encapsulated)
                    || Window.of(file.dataSet()) == null) {
                continue;
            }
            byte[] theirs = pgm(image, "-O", "+Wi", "1");
            if (theirs == null) {
                continue;
            }
            byte[] ours;
            try {
                ours = image.render(0).pixels();
            } catch (UnsupportedImageException e) {
                assertThat(e.code()).isEqualTo("transfer-syntax");
                continue;
            }
            int worst = 0;
            for (int i = 0; i < ours.length; i++) {
                worst = Math.max(worst, Math.abs((ours[i] & 0xFF) - (theirs[i] & 0xFF)));
            }
            if (worst > 1) {
                different.add(file.path().getFileName() + " by " + worst);
            }
            compared++;
        }
        assertThat(different).isEmpty();
        assertThat(compared).isGreaterThan(10);
    }
}
