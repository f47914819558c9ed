package org.medsendx.segmenter.pipeline;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.Images;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.breast.BreastPhantom;
import org.medsendx.segmenter.breast.BreastPhantom.Spec;
import org.medsendx.segmenter.derived.DerivedChoice;
import org.medsendx.segmenter.derived.DerivedChoice.Modalities;
import org.medsendx.segmenter.derived.DerivedChoice.SegmentationCoding;
import org.medsendx.segmenter.derived.DerivedObjects;
import org.medsendx.segmenter.derived.PictureChoice;
import org.medsendx.segmenter.instance.DerivedInstance.Form;
import org.medsendx.segmenter.instance.MakingDevice;
import org.medsendx.segmenter.measure.Exposed;

/**
 * Writes what is made of many images, a line each: all that is said of one, and the digest of each
 * object that is derived. Whoever makes the segmenter faster compares the lines of before and
 * after; they are to be the same.
 *
 * <p>Generated images are always among them, with padding, collimation and either side up; files of
 * the folders that are named come after.
 */
public final class AssessmentDump {

    private static final Set<DerivedKind> KINDS =
            Set.of(
                    DerivedKind.SEGMENTATION,
                    DerivedKind.MEASUREMENTS,
                    DerivedKind.THUMBNAIL,
                    DerivedKind.HIGHLIGHT);

    private final ScanAssessor assessor = new ScanAssessor(new AssessLimits(100_000_000, 8, 800));
    private final DerivedObjects objects;
    private final PrintStream out;

    private AssessmentDump(PrintStream out) {
        this.out = out;
        var all = new Modalities(Set.of("ALL"), Set.of("ALL"));
        var made = new EnumMap<DerivedKind, Modalities>(DerivedKind.class);
        KINDS.forEach(kind -> made.put(kind, all));
        objects =
                new DerivedObjects(
                        new DerivedChoice(
                                Map.copyOf(made),
                                new PictureChoice(20),
                                SegmentationCoding.SMALLER,
                                Form.DEFLATED,
                                128),
                        new MakingDevice("1"));
    }

    /** Arguments: the file to write, a folder for generated images, then folders with DICOM. */
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[1]);
        try (var out =
                new PrintStream(
                        Files.newOutputStream(Path.of(arguments[0])),
                        false,
                        StandardCharsets.UTF_8)) {
            var dump = new AssessmentDump(out);
            int number = 0;
            for (var set : generated()) {
                Path own = Files.createDirectories(folder.resolve(Integer.toString(number)));
                dump.say("generated " + number++, Phantom.write(own, set));
            }
            for (String named : List.of(arguments).subList(2, arguments.length)) {
                var root = Path.of(named);
                try (Stream<Path> walk = Files.walk(root)) {
                    for (var file : walk.filter(Files::isRegularFile).sorted().toList()) {
                        dump.say(root.relativize(file).toString(), file);
                    }
                }
            }
        }
    }

    private void say(String name, Path file) {
        var assessment = assessor.assess(file, new UUID(1, 2));
        out.printf(
                "%s%n  %s%n  %s %s%n",
                name, assessment.segmentation(), assessment.quality(), assessment.triage());
        switch (assessment) {
            case Assessment.Segmented one -> out.printf("  %s%n", one.features());
            case Assessment.Measured one -> out.printf("  %s%n", one.features());
            case Assessment.NotMeasured one -> out.printf("  %s%n", one.reason());
        }
        var made = objects.of("", assessment, 1);
        for (var object : made.objects()) {
            out.printf(
                    "  %s %d %s%n",
                    object.kind(), object.content().length, Sha256.of(object.content()));
        }
        out.printf("  missing %s%n", new TreeMap<>(made.missing()));
    }

    private static List<DataSet> generated() {
        var sets = new ArrayList<DataSet>();
        for (int i = 0; i < 24; i++) {
            var spec =
                    new Spec(
                            900 + i,
                            i % 2 == 0,
                            i % 4 < 2,
                            new double[] {0.05, 0.2, 0.45, 0.7}[i / 2 % 4],
                            i % 3 != 0);
            for (int variant = 0; variant < 4; variant++) {
                var set = BreastPhantom.of(spec).dataSet();
                set.putString(Tag.StudyInstanceUID, VR.UI, "2.25.100");
                set.putString(Tag.SeriesInstanceUID, VR.UI, "2.25.101");
                sets.add(variant(set, variant));
            }
        }
        for (int i = 0; i < 6; i++) {
            for (int variant = 0; variant < 4; variant++) {
                sets.add(variant(Images.ctSlice(200 + 57 * i, 256 + 31 * i, 40 + i), variant));
                sets.add(variant(radiograph(500 + 64 * i, 50 + i), variant));
            }
            sets.add(Images.mammogram(300 + i, 200, i));
            sets.add(water(200 + 33 * i));
        }
        sets.add(Images.enhancedCt(3, 130, 120));
        sets.add(Images.multiFrame(4, 100, 110));
        return sets;
    }

    private static DataSet radiograph(int rows, int seed) {
        var set = Images.mammogram(rows, 640, 1);
        set.putString(Tag.Modality, VR.CS, "DX");
        var pixels = Exposed.radiograph(rows, 640, seed).fine(seed).noisy(12, seed).stored();
        return set.put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(pixels)));
    }

    private static DataSet water(int side) {
        var pixels = Exposed.water(side, 1.5).noisy(9, side).stored();
        return Images.ctSlice(side, side, 1)
                .put(new Element.Value(Tag.PixelData, VR.OW, Phantom.pixels(pixels)));
    }

    /** As it is; half of it padding; collimated; with its last row first. */
    private static DataSet variant(DataSet set, int variant) {
        int rows = set.intValue(Tag.Rows, 0);
        int columns = set.intValue(Tag.Columns, 0);
        byte[] pixels =
                set.get(Tag.PixelData) instanceof Element.Value value
                        ? value.bytes().clone()
                        : new byte[0];
        switch (variant) {
            case 1 -> {
                var random = new SplittableRandom(rows);
                for (int row = 0; row < rows; row++) {
                    for (int column = 0; column < columns; column++) {
                        if (row + column < rows / 3 || random.nextInt(2000) == 0) {
                            int at = 2 * (row * columns + column);
                            pixels[at] = 77;
                            pixels[at + 1] = 0;
                        }
                    }
                }
                set.put(new Element.Value(Tag.PixelPaddingValue, VR.US, new byte[] {77, 0}));
            }
            case 2 -> {
                set.putString(Tag.CollimatorShape, VR.CS, "RECTANGULAR");
                set.putString(Tag.CollimatorLeftVerticalEdge, VR.IS, "9");
                set.putString(
                        Tag.CollimatorRightVerticalEdge, VR.IS, Integer.toString(columns - 13));
                set.putString(Tag.CollimatorUpperHorizontalEdge, VR.IS, "17");
                set.putString(
                        Tag.CollimatorLowerHorizontalEdge, VR.IS, Integer.toString(rows - 21));
            }
            case 3 -> {
                var turned = new byte[pixels.length];
                int row = 2 * columns;
                for (int y = 0; y < rows; y++) {
                    System.arraycopy(pixels, y * row, turned, (rows - 1 - y) * row, row);
                }
                pixels = turned;
            }
            default -> {}
        }
        if (pixels.length > 0) {
            set.put(new Element.Value(Tag.PixelData, VR.OW, pixels));
        }
        return set;
    }
}
