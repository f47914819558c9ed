package org.medsendx.deidentification.pixels;

import static org.medsendx.dicom.dictionary.Tag.Modality;
import static org.medsendx.dicom.dictionary.Tag.SOPClassUID;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.medsendx.deidentification.pixels.Pictures.Ground;
import org.medsendx.deidentification.pixels.Pictures.Line;
import org.medsendx.deidentification.pixels.Pictures.Picture;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.picture.Raster;

/**
 * A picture of which it is known where its text is.
 *
 * @param name its file, or its seed
 * @param modality as the file says, or "generated"
 * @param held whether it is held out: not trained on, nor looked at when rules were tuned
 * @param levels as the detector sees it
 * @param words pixels of each word
 * @param text where text is
 * @param either what is neither text nor anatomy
 */
record Exhibit(
        String name,
        String modality,
        boolean held,
        Levels levels,
        List<int[]> words,
        List<Rectangle> text,
        List<Rectangle> either) {

    /** A sample: its file and what it shows. */
    record Sample(DicomFile file, String sopClass, Exhibit exhibit) {}

    private static final int SMALLEST = 64;

    /** Seeds from here on are held out. */
    static final long HELD_SEEDS = 100_000;

    static Exhibit generated(long seed) {
        boolean text = seed % 5 != 0;
        Picture picture =
                seed % 3 == 0
                        ? Pictures.of(
                                seed,
                                Ground.values()[(int) (seed / 3 % Ground.values().length)],
                                text)
                        : Screens.of(seed, text);
        List<Rectangle> boxes = new ArrayList<>();
        List<int[]> words = new ArrayList<>();
        for (Line line : picture.lines()) {
            boxes.add(line.box());
            words.add(line.ink());
        }
        return new Exhibit(
                "seed " + seed,
                "generated",
                seed >= HELD_SEEDS,
                picture.levels(),
                words,
                boxes,
                List.of());
    }

    /** The labelled samples, each picture once. */
    static List<Sample> samples(Path... folders) throws IOException {
        List<Sample> samples = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (Path folder : folders) {
            List<Path> files;
            try (Stream<Path> walk = Files.walk(folder)) {
                files = walk.filter(Files::isRegularFile).sorted().toList();
            }
            for (Path path : files) {
                try {
                    DicomFile file = DicomReader.read(path, ReadLimits.DEFAULT);
                    Image image = Image.of(file);
                    String modality = String.valueOf(file.dataSet().string(Modality));
                    boolean small = image.columns() < SMALLEST || image.rows() < SMALLEST;
                    if (small || image.bitsAllocated() == 1 || modality.equals("SEG")) {
                        continue;
                    }
                    Raster shown = image.render(0);
                    Zones zones = Zones.of(path, shown.channels() == 1);
                    if (zones != null && seen.add(java.util.Arrays.hashCode(shown.pixels()))) {
                        samples.add(
                                new Sample(
                                        file,
                                        String.valueOf(file.dataSet().string(SOPClassUID)),
                                        of(path, modality, image, shown, zones)));
                    }
                } catch (DicomFormatException | UnsupportedImageException e) {
                    // Not an image, or none that can be shown: others test that.
                    continue;
                }
            }
        }
        return samples;
    }

    private static Exhibit of(Path path, String modality, Image image, Raster shown, Zones zones)
            throws IOException, UnsupportedImageException {
        String name = path.getFileName().toString();
        // All forms of one picture on one side.
        String family =
                zones.text().isEmpty()
                        ? name.split("[._]", 2)[0]
                        : zones.text().getFirst().toString();
        var crc = new CRC32();
        crc.update(family.getBytes(StandardCharsets.UTF_8));
        Levels levels =
                shown.channels() == 3
                        ? Levels.rgb(image.columns(), image.rows(), shown.pixels())
                        : Levels.grey(image.columns(), image.rows(), image.stored(0));
        return new Exhibit(
                name,
                modality,
                (crc.getValue() & 1) == 1,
                levels,
                zones.words(shown),
                zones.text(),
                zones.either());
    }

    /** What each pixel is: 0 clean, 1 text, 2 neither. */
    byte[] map(int margin) {
        var map = new byte[levels.width() * levels.height()];
        for (Rectangle area : either) {
            fill(map, area, 0, (byte) 2);
        }
        for (Rectangle area : text) {
            fill(map, area, margin, (byte) 1);
        }
        return map;
    }

    private void fill(byte[] map, Rectangle area, int margin, byte value) {
        for (int y = Math.max(0, area.y() - margin);
                y < Math.min(levels.height(), area.bottom() + margin);
                y++) {
            for (int x = Math.max(0, area.x() - margin);
                    x < Math.min(levels.width(), area.right() + margin);
                    x++) {
                map[y * levels.width() + x] = value;
            }
        }
    }
}
