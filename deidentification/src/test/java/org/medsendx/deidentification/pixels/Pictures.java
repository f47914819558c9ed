package org.medsendx.deidentification.pixels;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.medsendx.picture.Canvas;
import org.medsendx.picture.Raster;

/** Seeded images with and without text: what is drawn where is known to the pixel. */
final class Pictures {

    /** What the text lies on. */
    enum Ground {
        FLAT,
        GRADIENT,
        SECTOR,
        SPECKLE,
        SLICE,
        RADIOGRAPH,
        SCREEN
    }

    /**
     * A line of text.
     *
     * @param ink indices of the pixels it covers by a third and more
     * @param size font size, pixels
     */
    record Line(Rectangle box, int[] ink, int size) {}

    /**
     * A picture.
     *
     * @param values stored values, or RGB interleaved
     */
    record Picture(
            Ground ground,
            int width,
            int height,
            int bits,
            int samples,
            int[] values,
            List<Line> lines) {

        Levels levels() {
            if (samples == 1) {
                return Levels.grey(width, height, values);
            }
            var bytes = new byte[values.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) values[i];
            }
            return Levels.rgb(width, height, bytes);
        }
    }

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String[] FONTS = {"SansSerif", "Serif", "Monospaced", "Dialog"};
    private static final boolean FONTS_HERE = fontsHere();

    private final Random random;
    private final int width;
    private final int height;
    private double[] field = new double[0];

    private Pictures(long seed, int width, int height) {
        this.random = new Random(seed);
        this.width = width;
        this.height = height;
    }

    /** A picture of this seed, with text on it or without. */
    static Picture of(long seed, Ground ground, boolean text) {
        var random = new Random(seed * 31 + 7);
        int width = 400 + random.nextInt(500);
        int height = 320 + random.nextInt(400);
        return new Pictures(seed, width, height).picture(ground, text);
    }

    private Picture picture(Ground ground, boolean text) {
        // The ground is drawn in 0 to 1.
        field = new double[width * height];
        double noise = ground(ground);
        boolean colour =
                ground == Ground.SCREEN || (ground == Ground.SECTOR && random.nextBoolean());
        int bits = colour ? 8 : new int[] {8, 12, 16}[random.nextInt(3)];
        double[][] channels = {field, field, field};
        if (colour) {
            channels = new double[][] {field, field.clone(), field.clone()};
        }
        List<Line> lines = text ? lines(ground, noise, channels, colour) : List.of();
        int samples = colour ? 3 : 1;
        var values = new int[width * height * samples];
        double top = (1 << bits) - 1;
        for (int i = 0; i < field.length; i++) {
            for (int c = 0; c < samples; c++) {
                double value = Math.min(1, Math.max(0, channels[c][i]));
                values[i * samples + c] = (int) Math.round(value * top);
            }
        }
        return new Picture(ground, width, height, bits, samples, values, lines);
    }

    /** Draws the ground; how much its texture varies. */
    private double ground(Ground ground) {
        switch (ground) {
            case FLAT -> {
                fill(
                        random.nextInt(3) == 0
                                ? 0.8 + 0.2 * random.nextDouble()
                                : 0.3 * random.nextDouble());
                return 0;
            }
            case GRADIENT -> {
                double from = random.nextDouble() * 0.5;
                double to = random.nextDouble() * 0.6;
                double noise = 0.005 + 0.02 * random.nextDouble();
                each((x, y) -> from + (to - from) * x / width + noise * random.nextGaussian());
                return noise;
            }
            case SECTOR -> {
                double[] speckle = speckle(0.12 + 0.15 * random.nextDouble());
                double cx = width / 2.0;
                each((x, y) -> {
                    double r = Math.hypot(x - cx, y - 30);
                    boolean in = r < height * 0.85 && r > 40 && Math.abs(x - cx) < (y - 20) * 0.8;
                    return in ? speckle[y * width + x] : 0;
                });
                return 0.12;
            }
            case SPECKLE -> {
                double[] speckle = speckle(0.1 + 0.15 * random.nextDouble());
                each((x, y) -> speckle[y * width + x]);
                return 0.12;
            }
            case SLICE -> {
                double[][] organs = new double[14][];
                for (int i = 0; i < organs.length; i++) {
                    organs[i] =
                            new double[] {
                                width * (0.25 + 0.5 * random.nextDouble()),
                                height * (0.3 + 0.4 * random.nextDouble()),
                                5 + 60 * random.nextDouble(),
                                5 + 45 * random.nextDouble(),
                                0.15 * random.nextGaussian() + (i < 3 ? 0.3 : 0)
                            };
                }
                double noise = 0.008 + 0.015 * random.nextDouble();
                each((x, y) -> {
                    double dx = (x - width / 2.0) / (width * 0.4);
                    double dy = (y - height / 2.0) / (height * 0.38);
                    double value = dx * dx + dy * dy < 1 ? 0.35 : 0;
                    for (double[] organ : organs) {
                        double ox = (x - organ[0]) / organ[2];
                        double oy = (y - organ[1]) / organ[3];
                        value += ox * ox + oy * oy < 1 && value > 0 ? organ[4] : 0;
                    }
                    return value + noise * random.nextGaussian();
                });
                return 3 * noise;
            }
            case RADIOGRAPH -> {
                double[][] waves = new double[8][];
                for (int i = 0; i < waves.length; i++) {
                    waves[i] =
                            new double[] {
                                random.nextGaussian() * 6 / width,
                                random.nextGaussian() * 6 / width,
                                random.nextDouble() * 6,
                                0.1 * random.nextDouble()
                            };
                }
                double noise = 0.005 + 0.015 * random.nextDouble();
                each((x, y) -> {
                    double value = 0.35;
                    for (double[] wave : waves) {
                        value += wave[3] * Math.sin(wave[0] * x + wave[1] * y + wave[2]);
                    }
                    return value + noise * random.nextGaussian();
                });
                return 2 * noise;
            }
            case SCREEN -> {
                double paper = random.nextBoolean() ? 0.95 : 0.1;
                fill(paper);
                double pen = paper > 0.5 ? 0.4 : 0.6;
                for (int i = 0; i < 5; i++) {
                    int x = random.nextInt(width / 2);
                    int y = random.nextInt(height / 2);
                    int w = 60 + random.nextInt(width / 2 - 60);
                    int h = 60 + random.nextInt(height / 2 - 60);
                    each((column, line) -> {
                        boolean in = column >= x && column <= x + w && line >= y && line <= y + h;
                        boolean edge = column == x || column == x + w || line == y || line == y + h;
                        return in && edge ? pen : field[line * width + column];
                    });
                }
                return 0;
            }
        }
        throw new IllegalStateException("all grounds are drawn");
    }

    private interface At {
        double value(int x, int y);
    }

    private void each(At at) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                field[y * width + x] = at.value(x, y);
            }
        }
    }

    private void fill(double value) {
        java.util.Arrays.fill(field, value);
    }

    /** Rayleigh noise, wider than high, under a slowly changing brightness. */
    private double[] speckle(double mean) {
        var real = new double[width * height];
        var imaginary = new double[real.length];
        for (int i = 0; i < real.length; i++) {
            real[i] = random.nextGaussian();
            imaginary[i] = random.nextGaussian();
        }
        int across = 1 + random.nextInt(3);
        int down = 1 + random.nextInt(2);
        blur(real, across, down);
        blur(imaginary, across, down);
        double scale = mean * Math.sqrt((2 * across + 1) * (2 * down + 1)) * 0.8;
        double slow = 0.01 + 0.02 * random.nextDouble();
        for (int i = 0; i < real.length; i++) {
            double shade = 0.8 + 0.4 * Math.sin(slow * (i % width)) * Math.cos(slow * (i / width));
            real[i] = Math.hypot(real[i], imaginary[i]) * scale * shade;
        }
        return real;
    }

    private void blur(double[] values, int across, int down) {
        double[] from = values.clone();
        int count = (2 * across + 1) * (2 * down + 1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int dy = -down; dy <= down; dy++) {
                    int row = Math.floorMod(y + dy, height) * width;
                    for (int dx = -across; dx <= across; dx++) {
                        sum += from[row + Math.floorMod(x + dx, width)];
                    }
                }
                values[y * width + x] = sum / count;
            }
        }
    }

    private List<Line> lines(Ground ground, double noise, double[][] channels, boolean colour) {
        List<Line> lines = new ArrayList<>();
        int wanted = 2 + random.nextInt(5);
        for (int tries = 0; tries < 40 && lines.size() < wanted; tries++) {
            int size = 8 + (int) (52 * Math.pow(random.nextDouble(), 1.7));
            double[] alpha = new double[width * height];
            String words = words();
            if (!draw(words, size, alpha)) {
                continue;
            }
            Line line = line(alpha, size);
            if (line == null || lines.stream().anyMatch(other -> near(other, line))) {
                continue;
            }
            paint(ground, noise, channels, colour, alpha, line);
            lines.add(line);
        }
        return lines;
    }

    private static boolean near(Line one, Line two) {
        Rectangle box = one.box();
        int x = Math.max(0, box.x() - 6);
        int y = Math.max(0, box.y() - 4);
        return new Rectangle(x, y, box.width() + 12, box.height() + 8).meets(two.box());
    }

    private void paint(
            Ground ground,
            double noise,
            double[][] channels,
            boolean colour,
            double[] alpha,
            Line line) {
        double lowest = 1;
        double highest = 0;
        for (int index : line.ink()) {
            lowest = Math.min(lowest, field[index]);
            highest = Math.max(highest, field[index]);
        }
        boolean textured = ground == Ground.SPECKLE || ground == Ground.SECTOR;
        double contrast = 0.25 + 0.75 * random.nextDouble();
        boolean bright = highest + 0.25 < 1 && (lowest < 0.3 || random.nextInt(3) > 0);
        double pen =
                textured
                        ? 1
                        : bright
                                ? Math.min(1, highest + Math.max(contrast * (1 - highest), 0.25))
                                : Math.max(0, lowest - Math.max(contrast * lowest, 0.25));
        boolean outlined = textured || random.nextInt(6) == 0;
        double[] edge = outlined && random.nextBoolean() ? grown(alpha) : alpha;
        double[] tint = {1, 1, 1};
        if (colour && random.nextBoolean()) {
            tint[random.nextInt(3)] = random.nextInt(2) * 0.5;
        }
        for (int c = 0; c < (colour ? 3 : 1); c++) {
            double ink = pen > 0.5 ? pen * tint[c] : pen;
            double rim = pen > 0.5 ? 0 : 1;
            double[] channel = channels[c];
            for (int i = 0; i < alpha.length; i++) {
                if (edge[i] > 0) {
                    if (edge != alpha) {
                        channel[i] += (rim - channel[i]) * edge[i];
                    }
                    channel[i] += (ink - channel[i]) * alpha[i];
                }
            }
        }
    }

    private double[] grown(double[] alpha) {
        var grown = new double[alpha.length];
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                double most = 0;
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        most = Math.max(most, alpha[(y + dy) * width + x + dx]);
                    }
                }
                grown[y * width + x] = most;
            }
        }
        return grown;
    }

    private @Nullable Line line(double[] alpha, int size) {
        int left = width;
        int right = 0;
        int top = height;
        int bottom = 0;
        int[] ink = new int[alpha.length];
        int count = 0;
        for (int i = 0; i < alpha.length; i++) {
            if (alpha[i] > 0.33) {
                ink[count++] = i;
                left = Math.min(left, i % width);
                right = Math.max(right, i % width);
                top = Math.min(top, i / width);
                bottom = Math.max(bottom, i / width);
            }
        }
        return count < 10
                ? null
                : new Line(
                        new Rectangle(left, top, right - left + 1, bottom - top + 1),
                        java.util.Arrays.copyOf(ink, count),
                        size);
    }

    private String words() {
        return switch (random.nextInt(6)) {
            case 0 -> name() + ", " + name();
            case 1 -> name().toUpperCase(java.util.Locale.ROOT) + "^" + name();
            case 2 ->
                    "%02d.%02d.19%02d"
                            .formatted(
                                    1 + random.nextInt(28),
                                    1 + random.nextInt(12),
                                    random.nextInt(100));
            case 3 -> "ID: " + (100000 + random.nextInt(900000));
            case 4 -> name() + " " + LETTERS.charAt(random.nextInt(26)) + ".";
            default -> "Hospital " + name() + " " + random.nextInt(99);
        };
    }

    private String name() {
        var name = new StringBuilder().append(LETTERS.charAt(random.nextInt(26)));
        String[] parts = {
            "er", "man", "li", "to", "sch", "ne", "ka", "ib", "ov", "ing", "ay", "ut"
        };
        for (int i = 1 + random.nextInt(3); i >= 0; i--) {
            name.append(parts[random.nextInt(parts.length)]);
        }
        return name.toString();
    }

    /** Draws text; false when it does not fit. */
    private boolean draw(String text, int size, double[] alpha) {
        boolean strokes = !FONTS_HERE || random.nextInt(5) == 0;
        double length = strokes ? Canvas.textWidth(size, text) : size * 0.75 * text.length();
        if (length > width - 12 || size * 1.4 > height - 12) {
            return false;
        }
        int x = 4 + random.nextInt((int) (width - 8 - length));
        int y = size + 2 + random.nextInt(height - 8 - (int) (size * 1.3));
        if (strokes) {
            var canvas = new Canvas(width, height, 0);
            canvas.text(x, y, size, 0xFFFFFF, Canvas.Anchor.START, text);
            Raster drawn = canvas.toImage();
            for (int i = 0; i < alpha.length; i++) {
                alpha[i] = (drawn.pixels()[3 * i] & 0xFF) / 255.0;
            }
            return true;
        }
        var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        if (random.nextInt(3) > 0) {
            graphics.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        }
        int style = new int[] {Font.PLAIN, Font.PLAIN, Font.BOLD, Font.ITALIC}[random.nextInt(4)];
        graphics.setFont(new Font(FONTS[random.nextInt(FONTS.length)], style, size));
        graphics.drawString(text, x, y);
        graphics.dispose();
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = image.getRaster().getSample(i % width, i / width, 0) / 255.0;
        }
        return true;
    }

    private static boolean fontsHere() {
        try {
            new Font("SansSerif", Font.PLAIN, 12)
                    .createGlyphVector(
                            new java.awt.font.FontRenderContext(null, true, true), "Text")
                    .getLogicalBounds();
            return true;
        } catch (RuntimeException | LinkageError | InternalError e) {
            return false;
        }
    }
}
