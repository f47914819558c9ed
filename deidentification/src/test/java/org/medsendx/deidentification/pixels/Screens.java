package org.medsendx.deidentification.pixels;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.medsendx.deidentification.pixels.Pictures.Ground;
import org.medsendx.deidentification.pixels.Pictures.Line;
import org.medsendx.deidentification.pixels.Pictures.Picture;

/**
 * Seeded screens of devices in colour: sectors and linear probes with fascia, Doppler, spectra,
 * traces, rulers, tables, bars and body marks, and whole frames of tissue, vessels and cells, with
 * the text that devices print around them. What is text is known to the pixel.
 */
final class Screens {

    private static final String[] FONTS = {"SansSerif", "Serif", "Monospaced", "Dialog"};
    private static final String[] WORDS = {
        "2D",
        "Gen",
        "HRes",
        "Gn",
        "C",
        "P Low",
        "Med",
        "FR",
        "Hz",
        "cm",
        "dB",
        "MI",
        "TIS",
        "TIb",
        "PRF",
        "WF",
        "Freeze",
        "Liver",
        "Kidney",
        "LT",
        "RT",
        "Sag",
        "Trans",
        "Adult Echo",
        "Abd",
        "Map",
        "Persist",
        "Dyn R",
        "Hosp",
        "Clinic",
        "Dr",
        "Name",
        "ID",
        "Patient",
        "DOB",
        "Study",
        "Vel",
        "PG",
        "EF",
        "LVIDd",
        "IVSd",
        "Dist",
        "Area",
        "Vmax",
        "HR",
        "bpm",
        "Depth",
        "Zoom"
    };

    /** What fills a screen. */
    private enum Scene {
        SECTOR,
        LINEAR,
        DOPPLER,
        SPECTRUM,
        REPORT,
        CELLS,
        FUNDUS,
        TRABECULAE,
        HOT_SPOTS,
        SHAPES,
        GRAINS
    }

    private final Random random;
    private final int width;
    private final int height;
    private final BufferedImage image;
    private final Graphics2D graphics;
    private final List<Line> lines = new ArrayList<>();

    private Screens(long seed) {
        random = new Random(seed * 7919 + 13);
        width = 320 + random.nextInt(600);
        height = 240 + random.nextInt(440);
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
    }

    /** The screen of this seed, with text on it or without. */
    static Picture of(long seed, boolean text) {
        return new Screens(seed).picture(text);
    }

    private Picture picture(boolean text) {
        Scene scene = Scene.values()[random.nextInt(Scene.values().length)];
        int paper = random.nextInt(10);
        graphics.setColor(
                paper < 7
                        ? new Color(random.nextInt(3) * random.nextInt(10))
                        : paper < 9 ? grey(10, 60) : grey(200, 255));
        graphics.fillRect(0, 0, width, height);
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING,
                random.nextBoolean()
                        ? RenderingHints.VALUE_ANTIALIAS_ON
                        : RenderingHints.VALUE_ANTIALIAS_OFF);
        switch (scene) {
            case SECTOR, LINEAR, DOPPLER -> probe(scene);
            case SPECTRUM -> {
                probe(Scene.SECTOR);
                spectrum();
            }
            case REPORT -> table();
            case CELLS -> cells();
            case FUNDUS -> fundus();
            case TRABECULAE -> trabeculae();
            case HOT_SPOTS -> hotSpots();
            case SHAPES -> shapes();
            case GRAINS -> grains();
        }
        if (scene.ordinal() <= Scene.REPORT.ordinal()) {
            furniture();
        }
        if (text) {
            text(scene);
        }
        boolean blurred = random.nextInt(4) == 0;
        int[] values = new int[width * height * 3];
        int noise = random.nextInt(3) == 0 ? 1 + random.nextInt(8) : 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    int shift = 16 - 8 * c;
                    int value = image.getRGB(x, y) >> shift & 255;
                    if (blurred && x + 1 < width && y + 1 < height) {
                        value =
                                value
                                                + (image.getRGB(x + 1, y) >> shift & 255)
                                                + (image.getRGB(x, y + 1) >> shift & 255)
                                                + (image.getRGB(x + 1, y + 1) >> shift & 255)
                                                + 2
                                        >> 2;
                    }
                    if (noise > 0) {
                        value += random.nextInt(2 * noise + 1) - noise;
                    }
                    values[(y * width + x) * 3 + c] = Math.clamp(value, 0, 255);
                }
            }
        }
        graphics.dispose();
        return new Picture(Ground.SCREEN, width, height, 8, 3, values, List.copyOf(lines));
    }

    private Color grey(int from, int to) {
        int value = from + random.nextInt(to - from);
        return new Color(value, value, value);
    }

    /** Speckle in a sector or a rectangle, with bright streaks and layers. */
    private void probe(Scene scene) {
        boolean linear = scene == Scene.LINEAR || random.nextInt(4) == 0;
        double cx = width * (0.35 + 0.3 * random.nextDouble());
        double top = height * (0.05 + 0.15 * random.nextDouble());
        double reach = height * (0.6 + 0.35 * random.nextDouble());
        double spread = 0.4 + 0.7 * random.nextDouble();
        int across = 1 + random.nextInt(5);
        double mean = 15 + 90 * random.nextDouble();
        int streaks = 4 + random.nextInt(20);
        double[][] layers = new double[streaks][];
        for (int i = 0; i < streaks; i++) {
            layers[i] =
                    new double[] {
                        top + reach * random.nextDouble(),
                        0.1 * random.nextGaussian(),
                        0.02 + 0.05 * random.nextDouble(),
                        6 * random.nextDouble() * random.nextDouble(),
                        40 + 215 * random.nextDouble(),
                        0.6 + 2.5 * random.nextDouble(),
                        cx + 0.3 * width * random.nextGaussian(),
                        20 + 0.4 * width * random.nextDouble()
                    };
        }
        boolean tinted = random.nextInt(5) == 0;
        double[] last = new double[height];
        for (int x = 0; x < width; x++) {
            for (int y = (int) top; y < Math.min(height, top + reach); y++) {
                double r = Math.hypot(x - cx, y - top);
                boolean in =
                        linear
                                ? Math.abs(x - cx) < 0.4 * width
                                : r < reach && Math.abs(x - cx) < (y - top) * spread + 10;
                if (!in) {
                    continue;
                }
                double fresh = Math.hypot(random.nextGaussian(), random.nextGaussian()) * mean;
                last[y] = last[y] + (fresh - last[y]) / across;
                double value =
                        last[y] * (0.6 + 0.5 * Math.sin(0.013 * x + 0.4) * Math.cos(0.017 * y));
                for (double[] layer : layers) {
                    if (Math.abs(x - layer[6]) > layer[7]) {
                        continue;
                    }
                    double at =
                            layer[0]
                                    + layer[1] * (x - cx)
                                    + layer[3] * Math.sin(layer[2] * x + layer[0]);
                    double off = (y - at) / layer[5];
                    if (Math.abs(off) < 3) {
                        value += layer[4] * Math.exp(-off * off) * (0.5 + last[y] / mean / 3);
                    }
                }
                int grey = (int) Math.clamp(value, 0, 255);
                image.setRGB(
                        x,
                        y,
                        tinted
                                ? grey << 16 | (int) (grey * 0.8) << 8 | (int) (grey * 0.5)
                                : grey * 0x10101);
            }
        }
        if (scene == Scene.DOPPLER) {
            flow(cx, top, reach);
        }
    }

    /** Coloured mosaic within a box. */
    private void flow(double cx, double top, double reach) {
        int w = (int) (width * (0.1 + 0.3 * random.nextDouble()));
        int h = (int) (reach * (0.2 + 0.5 * random.nextDouble()));
        int left = (int) (cx - w / 2.0);
        int up = (int) (top + reach * 0.1 + random.nextInt(20));
        int grain = 2 + random.nextInt(8);
        double kx = 0.02 + 0.08 * random.nextDouble();
        double ky = 0.02 + 0.08 * random.nextDouble();
        boolean power = random.nextBoolean();
        for (int y = up; y < Math.min(height, up + h); y += grain) {
            for (int x = Math.max(0, left); x < Math.min(width, left + w); x += grain) {
                double v =
                        Math.sin(kx * x)
                                + Math.cos(ky * y + kx * x / 2)
                                + 0.5 * random.nextGaussian();
                if (Math.abs(v) < 0.5) {
                    continue;
                }
                int strong = (int) Math.clamp(110 + 80 * Math.abs(v), 0, 255);
                int other = (int) Math.clamp(90 * Math.abs(v) - 40, 0, 255);
                graphics.setColor(
                        power
                                ? new Color(strong, other, 0)
                                : v > 0
                                        ? new Color(strong, other, 0)
                                        : new Color(0, other, strong));
                graphics.fillRect(x, y, grain, grain);
            }
        }
        if (random.nextBoolean()) {
            graphics.setColor(grey(150, 255));
            graphics.drawRect(left, up, w, h);
        }
    }

    private void spectrum() {
        int h = height / 4 + random.nextInt(height / 4);
        int top = height - h - random.nextInt(20);
        graphics.setColor(Color.BLACK);
        graphics.fillRect(0, top, width, h);
        int base = top + h * (2 + random.nextInt(6)) / 8;
        double period = 50 + 100 * random.nextDouble();
        for (int x = 0; x < width; x++) {
            double phase = x % period / period;
            double up = h * 0.6 * (Math.exp(-12 * (phase - 0.2) * (phase - 0.2)) + 0.2);
            for (int y = (int) (base - up); y < base; y++) {
                int v = (int) Math.clamp(90 + 90 * random.nextGaussian(), 0, 255);
                if (y > top) {
                    image.setRGB(x, y, v * 0x10101);
                }
            }
        }
        graphics.setColor(grey(120, 255));
        graphics.drawLine(0, base, width, base);
        for (int x = random.nextInt(30); x < width; x += 15 + (int) period / 4) {
            graphics.drawLine(x, base, x, base + 3 + random.nextInt(4));
        }
    }

    /** Bars, rulers, traces, marks and frames. */
    private void furniture() {
        if (random.nextBoolean()) {
            int x = random.nextBoolean() ? 4 : width - 24;
            int h = 40 + random.nextInt(height / 3);
            int y = random.nextInt(height - h);
            int kind = random.nextInt(3);
            for (int i = 0; i < h; i++) {
                int v = 255 - 255 * i / h;
                graphics.setColor(
                        kind == 0
                                ? new Color(v, v, v)
                                : kind == 1
                                        ? new Color(255, v, 0)
                                        : i < h / 2
                                                ? new Color(Math.min(255, 2 * v), v / 2, 0)
                                                : new Color(0, Math.max(0, 128 - v), 255 - v));
                graphics.fillRect(x, y + i, 8 + h % 10, 1);
            }
        }
        for (int side = 0; side < 2; side++) {
            if (random.nextBoolean()) {
                ruler();
            }
        }
        if (random.nextInt(3) > 0) {
            trace();
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            graphics.setColor(grey(120, 256));
            int x = random.nextInt(width);
            int y = random.nextInt(height);
            int s = 2 + random.nextInt(7);
            switch (random.nextInt(4)) {
                case 0 -> {
                    graphics.drawLine(x - s, y, x + s, y);
                    graphics.drawLine(x, y - s, x, y + s);
                }
                case 1 -> graphics.drawOval(x, y, 2 * s, 2 * s);
                case 2 ->
                        graphics.fillPolygon(
                                new int[] {x, x + s, x}, new int[] {y, y + s, y + 2 * s}, 3);
                default -> {
                    for (int k = 0; k < 40; k++) {
                        int px = x + k * 5;
                        int py = y + k * (s - 4);
                        graphics.fillRect(px, py, 2, 2);
                    }
                }
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            graphics.setColor(grey(60, 256));
            graphics.drawRect(
                    random.nextInt(width),
                    random.nextInt(height),
                    20 + random.nextInt(200),
                    10 + random.nextInt(150));
        }
        if (random.nextInt(3) == 0) {
            // A body mark.
            graphics.setColor(grey(120, 256));
            int x = 5 + random.nextInt(width - 60);
            int y = height - 90 + random.nextInt(20);
            graphics.drawOval(x, y, 16, 40);
            graphics.drawOval(x + 18, y, 16, 40);
            graphics.drawArc(x, y + 30, 34, 24, 0, 200);
        }
    }

    private void ruler() {
        graphics.setColor(grey(120, 256));
        int step = 4 + random.nextInt(30);
        boolean vertical = random.nextInt(3) > 0;
        int at = random.nextInt(vertical ? width : height);
        int kind = random.nextInt(3);
        int far = vertical ? height : width;
        double tilt = random.nextInt(3) == 0 ? random.nextGaussian() * 0.5 : 0;
        for (int i = random.nextInt(40), n = 0; i < far; i += step, n++) {
            int length = kind == 0 ? 2 : n % 5 == 0 ? 8 : 4;
            int x = vertical ? at + (int) (tilt * i) : i;
            int y = vertical ? i : at + (int) (tilt * i);
            graphics.fillRect(
                    x,
                    y,
                    vertical ? length : kind == 0 ? 2 : 1,
                    vertical ? kind == 0 ? 2 : 1 : length);
        }
    }

    /** A heart's trace. */
    private void trace() {
        int colour = random.nextInt(4);
        graphics.setColor(
                colour == 0
                        ? Color.GREEN
                        : colour == 1 ? Color.CYAN : colour == 2 ? Color.YELLOW : grey(150, 256));
        double period = 20 + 120 * random.nextDouble();
        int base = height - 20 - random.nextInt(height / 3);
        double high = 4 + 40 * random.nextDouble();
        double wobble = random.nextInt(3) * random.nextDouble();
        var path = new Path2D.Double();
        int from = random.nextInt(width / 3);
        int to = from + 60 + random.nextInt(width - from - 60 > 0 ? width - from - 60 : 1);
        for (int x = from; x < to; x++) {
            double p = x % period / period;
            double y =
                    base
                            - high * Math.exp(-900 * (p - 0.4) * (p - 0.4))
                            + high * 0.3 * Math.exp(-900 * (p - 0.45) * (p - 0.45))
                            - high * 0.2 * Math.exp(-200 * (p - 0.7) * (p - 0.7))
                            + wobble * random.nextGaussian();
            if (x == from) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        graphics.setStroke(new BasicStroke(1 + random.nextInt(2)));
        graphics.draw(path);
        graphics.setStroke(new BasicStroke(1));
    }

    private void table() {
        graphics.setColor(grey(60, 220));
        int rows = 3 + random.nextInt(10);
        int columns = 2 + random.nextInt(5);
        int h = height / (rows + 2);
        int w = width / (columns + 1);
        for (int i = 0; i <= rows; i++) {
            graphics.drawLine(w / 2, h + i * h, w / 2 + columns * w, h + i * h);
        }
        for (int i = 0; i <= columns; i++) {
            graphics.drawLine(w / 2 + i * w, h, w / 2 + i * w, h + rows * h);
        }
        if (random.nextBoolean()) {
            trace();
        }
    }

    private void cells() {
        graphics.setColor(
                new Color(
                        200 + random.nextInt(50),
                        160 + random.nextInt(80),
                        190 + random.nextInt(60)));
        graphics.fillRect(0, 0, width, height);
        int nuclei = 100 + random.nextInt(2500);
        for (int i = 0; i < nuclei; i++) {
            int v = random.nextInt(80);
            graphics.setColor(new Color(90 + v, 50 + v, 130 + v));
            int s = 3 + random.nextInt(10);
            graphics.fillOval(
                    random.nextInt(width),
                    random.nextInt(height),
                    s,
                    Math.max(2, s + random.nextInt(5) - 2));
        }
        for (int i = random.nextInt(60); i > 0; i--) {
            fibre(new Color(230, 200, 225), 1 + random.nextInt(4));
        }
    }

    private void fibre(Color colour, int thick) {
        graphics.setColor(colour);
        graphics.setStroke(new BasicStroke(thick, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        var path = new Path2D.Double();
        double x = random.nextInt(width);
        double y = random.nextInt(height);
        double angle = random.nextDouble() * 6.28;
        path.moveTo(x, y);
        for (int i = 5 + random.nextInt(30); i > 0; i--) {
            angle += 0.4 * random.nextGaussian();
            x += 8 * Math.cos(angle);
            y += 8 * Math.sin(angle);
            path.lineTo(x, y);
        }
        graphics.draw(path);
        graphics.setStroke(new BasicStroke(1));
    }

    private void fundus() {
        int red = 120 + random.nextInt(120);
        double cx = width / 2.0;
        double cy = height / 2.0;
        double r = Math.min(width, height) * (0.45 + 0.2 * random.nextDouble());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double d = Math.hypot(x - cx, y - cy) / r;
                double disc = Math.hypot(x - cx - r * 0.4, y - cy) / r;
                double shade = (d < 1 ? 1 - 0.4 * d : 0) + (disc < 0.18 ? 0.6 : 0);
                int v = (int) Math.clamp(red * shade + 4 * random.nextGaussian(), 0, 255);
                image.setRGB(x, y, v << 16 | v / 2 << 8 | v / 5);
            }
        }
        for (int i = 10 + random.nextInt(50); i > 0; i--) {
            fibre(new Color(red / 2, red / 6, red / 12), 1 + random.nextInt(4));
        }
    }

    /** Bone, vessels, folds: a field of ridges. */
    private void trabeculae() {
        double[] field = new double[width * height];
        int octaves = 3 + random.nextInt(3);
        for (int o = 0; o < octaves; o++) {
            double step = 40.0 / (1 << o) + 2;
            double[] grid =
                    random.doubles((long) ((width / step + 3) * (height / step + 3)) + 9).toArray();
            int per = (int) (width / step) + 2;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int gx = (int) (x / step);
                    int gy = (int) (y / step);
                    double fx = x / step - gx;
                    double fy = y / step - gy;
                    int at = Math.min(grid.length - per - 2, gy * per + gx);
                    double a = grid[at] + (grid[at + 1] - grid[at]) * fx;
                    double b = grid[at + per] + (grid[at + per + 1] - grid[at + per]) * fx;
                    field[y * width + x] += (a + (b - a) * fy - 0.5) * Math.pow(0.7, o);
                }
            }
        }
        int bands = 1 + random.nextInt(4);
        boolean ridged = random.nextBoolean();
        for (int i = 0; i < field.length; i++) {
            double v =
                    ridged
                            ? 255 * Math.pow(1 - Math.min(1, Math.abs(field[i]) * 4), 3)
                            : 128 + 127 * Math.sin(field[i] * 6 * bands);
            v += 6 * random.nextGaussian();
            image.setRGB(i % width, i / width, (int) Math.clamp(v, 0, 255) * 0x10101);
        }
    }

    private void hotSpots() {
        double[] field = new double[width * height];
        for (int s = 10 + random.nextInt(60); s > 0; s--) {
            double cx = width * (0.5 + 0.15 * random.nextGaussian());
            double cy = height * random.nextDouble();
            double r = 2 + 12 * random.nextDouble();
            double strong = 20 + 235 * random.nextDouble() * random.nextDouble();
            for (int y = (int) Math.max(0, cy - 3 * r); y < Math.min(height, cy + 3 * r); y++) {
                for (int x = (int) Math.max(0, cx - 3 * r); x < Math.min(width, cx + 3 * r); x++) {
                    double d = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / r / r;
                    field[y * width + x] += strong * Math.exp(-d);
                }
            }
        }
        int grain = 1 + random.nextInt(3);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double v = field[y / grain * grain * width + x / grain * grain];
                v += Math.sqrt(v) * random.nextGaussian();
                image.setRGB(x, y, (int) Math.clamp(v, 0, 255) * 0x10101);
            }
        }
    }

    private void shapes() {
        for (int i = 5 + random.nextInt(60); i > 0; i--) {
            graphics.setColor(
                    random.nextBoolean() ? grey(0, 256) : new Color(random.nextInt(1 << 24)));
            int w = 3 + random.nextInt(100);
            int h = 3 + random.nextInt(100);
            int x = random.nextInt(width);
            int y = random.nextInt(height);
            switch (random.nextInt(5)) {
                case 0 -> graphics.fillRect(x, y, w, h);
                case 1 -> graphics.fillOval(x, y, w, h);
                case 2 -> graphics.drawRect(x, y, w, h);
                case 3 -> fibre(graphics.getColor(), 1 + random.nextInt(6));
                default -> {
                    int step = 3 + random.nextInt(9);
                    for (int k = 0; k < w; k += 2 * step) {
                        graphics.fillRect(x + k, y, step, h);
                    }
                }
            }
        }
    }

    /** A map computed from noise: bright grains on black, in patches. */
    private void grains() {
        int grain = 1 + random.nextInt(4);
        double dense = 0.02 + 0.4 * random.nextDouble();
        double kx = 0.01 + 0.03 * random.nextDouble();
        double ky = 0.01 + 0.03 * random.nextDouble();
        boolean flat = random.nextBoolean();
        for (int y = 0; y < height; y += grain) {
            for (int x = 0; x < width; x += grain) {
                double patch = Math.sin(kx * x + 1) + Math.cos(ky * y + kx * x / 3);
                if (random.nextDouble() < dense * Math.max(0, patch)) {
                    graphics.setColor(flat ? Color.WHITE : grey(40, 256));
                    graphics.fillRect(x, y, grain, grain);
                }
            }
        }
    }

    private void text(Scene scene) {
        int blocks = 1 + random.nextInt(6);
        for (int block = 0; block < blocks; block++) {
            int size = 7 + (int) (20 * Math.pow(random.nextDouble(), 2));
            String family = FONTS[random.nextInt(FONTS.length)];
            int style = random.nextInt(3) == 0 ? Font.BOLD : Font.PLAIN;
            var font = new Font(family, style, size);
            boolean smooth = random.nextInt(3) > 0;
            int column = random.nextInt(width);
            int row = size + random.nextInt(height);
            switch (random.nextInt(4)) {
                case 0 -> column = 3 + random.nextInt(10);
                case 1 -> column = width * 3 / 4;
                case 2 -> row = size + 2 + random.nextInt(10);
                default -> {}
            }
            int number = 1 + random.nextInt(scene == Scene.REPORT ? 12 : 6);
            double spacing = size * (1.05 + 0.4 * random.nextDouble());
            int hue = random.nextInt(8);
            double strength = 0.3 + 0.7 * random.nextDouble();
            boolean inverse = random.nextInt(8) == 0;
            boolean shadow = random.nextInt(5) == 0;
            for (int i = 0; i < number; i++) {
                String words = words();
                line(
                        words,
                        font,
                        smooth,
                        column,
                        row + (int) (i * spacing),
                        hue,
                        strength,
                        inverse,
                        shadow);
            }
        }
    }

    private void line(
            String words,
            Font font,
            boolean smooth,
            int x,
            int y,
            int hue,
            double strength,
            boolean inverse,
            boolean shadow) {
        var layer = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = layer.createGraphics();
        if (smooth) {
            pen.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        }
        double stretch = random.nextInt(4) == 0 ? 0.7 + 0.8 * random.nextDouble() : 1;
        pen.setFont(font.deriveFont(AffineTransform.getScaleInstance(stretch, 1)));
        pen.drawString(words, x, y);
        pen.dispose();
        byte[] alpha =
                ((java.awt.image.DataBufferByte) layer.getRaster().getDataBuffer()).getData();
        int left = width;
        int right = 0;
        int top = height;
        int bottom = 0;
        int count = 0;
        int[] ink = new int[alpha.length];
        long under = 0;
        int lit = 0;
        for (int i = 0; i < alpha.length; i++) {
            if ((alpha[i] & 255) > 85) {
                ink[count++] = i;
                left = Math.min(left, i % width);
                right = Math.max(right, i % width);
                top = Math.min(top, i / width);
                bottom = Math.max(bottom, i / width);
                int rgb = image.getRGB(i % width, i / width);
                int bright = Math.max(rgb & 255, Math.max(rgb >> 8 & 255, rgb >> 16 & 255));
                under += bright;
                lit += bright > 140 ? 1 : 0;
            }
        }
        if (count < 10 || left == 0 || right >= width - 1 || bottom >= height - 1) {
            return;
        }
        var box = new Rectangle(left, top, right - left + 1, bottom - top + 1);
        for (Line other : lines) {
            if (other.box()
                    .meets(
                            new Rectangle(
                                    Math.max(0, left - 4),
                                    Math.max(0, top - 1),
                                    box.width() + 8,
                                    box.height() + 2))) {
                return;
            }
        }
        double mean = (double) under / count;
        boolean dark = mean > 140;
        boolean busy = lit > 0.03 * count && lit < 0.97 * count;
        if (busy) {
            strength = 1;
        }
        Color colour = colour(hue, strength, dark);
        if (inverse && !busy) {
            graphics.setColor(dark ? Color.BLACK : colour);
            graphics.fillRect(
                    Math.max(0, left - 4), Math.max(0, top - 3), box.width() + 8, box.height() + 6);
            colour = dark ? Color.WHITE : Color.BLACK;
        }
        boolean edged = shadow || busy;
        for (int pass = edged ? 0 : 1; pass < 2; pass++) {
            for (int i = 0; i < alpha.length; i++) {
                int a = alpha[i] & 255;
                if (a == 0) {
                    continue;
                }
                int px = i % width;
                int py = i / width;
                if (pass == 1) {
                    blend(px, py, colour, a);
                } else {
                    for (int d = 0; d < 9; d++) {
                        boolean all = busy || d == 8;
                        if (all) {
                            blend(
                                    Math.clamp(px + d % 3 - 1, 0, width - 1),
                                    Math.clamp(py + d / 3 - 1, 0, height - 1),
                                    dark ? Color.WHITE : Color.BLACK,
                                    a);
                        }
                    }
                }
            }
        }
        lines.add(new Line(box, Arrays.copyOf(ink, count), font.getSize()));
    }

    private static Color colour(int hue, double strength, boolean onBright) {
        int v = (int) (255 * strength);
        if (onBright) {
            int d = 110 - (int) (110 * strength);
            return new Color(d, d, d);
        }
        return switch (hue) {
            case 0 -> new Color(v, v, 0);
            case 1 -> new Color(0, v, v);
            case 2 -> new Color(0, v, 0);
            case 3 -> new Color(v, v * 2 / 3, 0);
            default -> new Color(v, v, v);
        };
    }

    private void blend(int x, int y, Color colour, int alpha) {
        int under = image.getRGB(x, y);
        int r = mix(under >> 16 & 255, colour.getRed(), alpha);
        int g = mix(under >> 8 & 255, colour.getGreen(), alpha);
        int b = mix(under & 255, colour.getBlue(), alpha);
        image.setRGB(x, y, r << 16 | g << 8 | b);
    }

    private static int mix(int under, int over, int alpha) {
        return under + (over - under) * alpha / 255;
    }

    private String words() {
        var text = new StringBuilder();
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            text.append(i == 0 ? "" : " ");
            switch (random.nextInt(8)) {
                case 0 -> text.append(random.nextInt(1000)).append(random.nextBoolean() ? "%" : "");
                case 1 ->
                        text.append(
                                "%02d.%02d.%d"
                                        .formatted(
                                                1 + random.nextInt(28),
                                                1 + random.nextInt(12),
                                                1930 + random.nextInt(95)));
                case 2 ->
                        text.append(
                                "%02d:%02d:%02d"
                                        .formatted(
                                                random.nextInt(24),
                                                random.nextInt(60),
                                                random.nextInt(60)));
                case 3 -> text.append(String.format(Locale.ROOT, "%.2f", random.nextDouble() * 20));
                case 4 -> text.append(100000 + random.nextInt(9000000));
                case 5 -> {
                    for (int k = 2 + random.nextInt(8); k > 0; k--) {
                        text.append((char) ('A' + random.nextInt(26)));
                    }
                }
                case 6 -> {
                    text.append((char) ('A' + random.nextInt(26)));
                    for (int k = 2 + random.nextInt(8); k > 0; k--) {
                        text.append((char) ('a' + random.nextInt(26)));
                    }
                }
                default -> text.append(WORDS[random.nextInt(WORDS.length)]);
            }
        }
        if (random.nextInt(14) == 0) {
            String[] foreign = {
                "Пациент Иванов", "Ασθενής Νίκος", "Größe Müller", "患者 山田太郎", "환자 김철수"
            };
            String chosen = foreign[random.nextInt(foreign.length)];
            return new Font("SansSerif", Font.PLAIN, 12).canDisplayUpTo(chosen) == -1
                    ? chosen
                    : text.toString();
        }
        return text.toString();
    }
}
