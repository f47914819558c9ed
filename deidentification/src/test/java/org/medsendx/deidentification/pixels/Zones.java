package org.medsendx.deidentification.pixels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.medsendx.picture.Raster;

/**
 * Where text is in a picture, by eye.
 *
 * @param text zones of nothing but lines of text
 * @param either zones of what is neither text nor anatomy
 */
record Zones(List<Rectangle> text, List<Rectangle> either) {

    private static final String UNLABELLED = "unlabelled";
    private static final Zones NONE = new Zones(List.of(), List.of());
    private static final Map<String, Optional<Zones>> LABELS = read();

    /** The zones of a file; null when it is not labelled. */
    static @Nullable Zones of(Path file, boolean grey) {
        Optional<Zones> zones = LABELS.get(file.getFileName().toString());
        if (zones == null) {
            return grey ? NONE : null;
        }
        return zones.orElse(null);
    }

    private static Map<String, Optional<Zones>> read() {
        Map<String, Optional<Zones>> labels = new HashMap<>();
        try (InputStream stream = Zones.class.getResourceAsStream("text-zones.txt")) {
            String all =
                    new String(
                            Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : all.lines().filter(line -> !line.startsWith("#")).toList()) {
                int colon = line.indexOf(':');
                String rest = line.substring(colon + 1).strip();
                Optional<Zones> zones =
                        rest.equals(UNLABELLED) ? Optional.empty() : Optional.of(zones(rest));
                for (String name : line.substring(0, colon).split(" ")) {
                    labels.put(name, zones);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return labels;
    }

    private static Zones zones(String text) {
        List<Rectangle> words = new ArrayList<>();
        List<Rectangle> either = new ArrayList<>();
        for (String zone : text.split(" ")) {
            if (!zone.isEmpty()) {
                boolean other = zone.startsWith("~");
                String[] numbers = zone.substring(other ? 1 : 0).split(",");
                (other ? either : words)
                        .add(
                                new Rectangle(
                                        Integer.parseInt(numbers[0]),
                                        Integer.parseInt(numbers[1]),
                                        Integer.parseInt(numbers[2]),
                                        Integer.parseInt(numbers[3])));
            }
        }
        return new Zones(List.copyOf(words), List.copyOf(either));
    }

    /**
     * The words within the zones: rows with ink, and in them stretches of ink that are less than a
     * letter apart. Ink is what differs from the zone's usual value by a third of the most.
     */
    List<int[]> words(Raster picture) {
        List<int[]> words = new ArrayList<>();
        for (Rectangle zone : text) {
            Rectangle in = zone.within(picture.columns(), picture.rows());
            if (in != null) {
                words(picture, in, words);
            }
        }
        return words;
    }

    private static void words(Raster picture, Rectangle zone, List<int[]> words) {
        int[] counts = new int[256];
        for (int y = zone.y(); y < zone.bottom(); y++) {
            for (int x = zone.x(); x < zone.right(); x++) {
                counts[value(picture, x, y)]++;
            }
        }
        int usual = 0;
        int most = 0;
        for (int v = 0; v < 256; v++) {
            usual = counts[v] > counts[usual] ? v : usual;
        }
        for (int v = 0; v < 256; v++) {
            most = counts[v] > 3 ? Math.max(most, Math.abs(v - usual)) : most;
        }
        int limit = Math.max(8, most * 2 / 5);
        boolean[][] ink = new boolean[zone.height()][zone.width()];
        for (int y = 0; y < zone.height(); y++) {
            for (int x = 0; x < zone.width(); x++) {
                ink[y][x] = Math.abs(value(picture, zone.x() + x, zone.y() + y) - usual) >= limit;
            }
        }
        for (int top = 0, y = 0; y <= zone.height(); y++) {
            boolean any = false;
            for (int x = 0; y < zone.height() && x < zone.width(); x++) {
                any |= ink[y][x];
            }
            if (!any) {
                if (y - top >= 4) {
                    row(ink, top, y, zone, picture.columns(), words);
                }
                top = y + 1;
            }
        }
    }

    private static void row(
            boolean[][] ink, int top, int bottom, Rectangle zone, int columns, List<int[]> words) {
        int gap = Math.max(3, (bottom - top) / 2);
        int empty = gap;
        List<Integer> word = new ArrayList<>();
        for (int x = 0; x <= zone.width(); x++) {
            boolean any = false;
            for (int y = top; x < zone.width() && y < bottom; y++) {
                if (ink[y][x]) {
                    any = true;
                    word.add((zone.y() + y) * columns + zone.x() + x);
                }
            }
            empty = any ? 0 : empty + 1;
            if ((empty == gap || x == zone.width()) && !word.isEmpty()) {
                if (word.size() >= 12) {
                    words.add(word.stream().mapToInt(Integer::intValue).toArray());
                }
                word.clear();
            }
        }
    }

    private static int value(Raster picture, int x, int y) {
        int channels = picture.channels();
        int at = (y * picture.columns() + x) * channels;
        int value = 0;
        for (int c = 0; c < channels; c++) {
            value = Math.max(value, picture.pixels()[at + c] & 255);
        }
        return value;
    }
}
