package org.medsendx.deidentification.pixels;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.medsendx.deidentification.pixels.Renderings.Picture;
import org.medsendx.deidentification.pixels.Strokes.TooBusy;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.Overlay;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * Looks for text in the frames of one image, in every picture of them that a viewer may show. Some
 * frames, spread evenly, are searched in full; where text is likely the others too, unless a quick
 * look at what is not blanked yet rules text out.
 */
final class PixelSearch {

    /** The most pixels of one instance that are searched in full: some twenty seconds. */
    private static final long MAX_SEARCHED = 1L << 27;

    /** In how many frames text is looked for first where nothing speaks for it. */
    private static final int UNHINTED_FRAMES = 3;

    /** A line of letters of about 9 pixels with its margins. */
    private static final int UNHINTED_HEIGHT = 14;

    private static final double NEVER = 2;

    private final Image image;
    private final ImageKind kind;
    private final PixelRules.Detector detector;
    private final SearchedPictures searched;
    private final List<Rectangle> regions;
    private final List<Rectangle> areas = new ArrayList<>();
    private final Set<String> renderings = new LinkedHashSet<>();
    private long budget = MAX_SEARCHED;
    private boolean noise;

    /**
     * What was found.
     *
     * @param areas lines of text; they may overlap
     * @param frames in how many frames it was looked for
     * @param renderings names of the pictures that were searched
     * @param noise whether a picture was too busy to be searched
     */
    record Result(List<Rectangle> areas, int frames, Set<String> renderings, boolean noise) {}

    private PixelSearch(
            Image image, ImageKind kind, PixelRules.Detector detector, SearchedPictures searched) {
        this.image = image;
        this.searched = searched;
        this.kind = kind;
        this.detector = detector;
        regions = UltrasoundRegions.of(image);
    }

    /**
     * Searches an image.
     *
     * @param searched pictures of the instance that were searched already, by the same detector
     * @throws UnsupportedImageException when a frame cannot be shown as a viewer would
     */
    static Result of(
            Image image, ImageKind kind, PixelRules.Detector detector, SearchedPictures searched)
            throws IOException, UnsupportedImageException {
        return new PixelSearch(image, kind, detector, searched).result();
    }

    /**
     * Text in the overlays of an image, by their own rows and columns.
     *
     * @throws UnsupportedImageException when one cannot be read
     */
    static List<Rectangle> ofOverlays(Image image, PixelRules.Detector detector)
            throws IOException, UnsupportedImageException {
        List<Rectangle> areas = new ArrayList<>();
        for (Overlay overlay : Overlay.of(image)) {
            for (int frame = 0; frame < image.frames(); frame++) {
                boolean once = overlay.frames() == Overlay.EVERY_FRAME && frame > 0;
                if (overlay.embedded() || once || !overlay.covers(frame)) {
                    continue;
                }
                byte[] bits = overlay.bits(image, frame);
                int[] values = new int[bits.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = bits[i] * 255;
                }
                try {
                    TextDetector.find(
                                    Levels.grey(overlay.columns(), overlay.rows(), values),
                                    area -> detector.threshold())
                            .forEach(found -> areas.add(found.area()));
                } catch (TooBusy e) {
                    throw new UnsupportedImageException("not-searched");
                }
            }
        }
        return areas;
    }

    private Result result() throws IOException, UnsupportedImageException {
        TreeSet<Integer> first = spread();
        int searched = 0;
        for (int index : first) {
            frame(index, false);
            searched++;
        }
        if (kind.hinted() || !areas.isEmpty()) {
            for (int index = 0; index < image.frames() && budget > 0; index++) {
                if (!first.contains(index)) {
                    frame(index, true);
                    searched++;
                }
            }
        }
        return new Result(areas, searched, renderings, noise);
    }

    /** Frames spread evenly, the first and the last among them, from 0. */
    private TreeSet<Integer> spread() {
        long pixels = (long) image.rows() * image.columns();
        long most = Math.min(detector.maxFrames(), Math.max(1, MAX_SEARCHED / pixels));
        boolean likely = kind != ImageKind.OTHER;
        int count = (int) Math.min(image.frames(), likely ? most : Math.min(most, UNHINTED_FRAMES));
        var frames = new TreeSet<Integer>();
        for (int i = 0; i < count; i++) {
            frames.add(count == 1 ? 0 : (int) ((image.frames() - 1L) * i / (count - 1)));
        }
        return frames;
    }

    private void frame(int index, boolean glanced) throws IOException, UnsupportedImageException {
        try {
            new Renderings(image, kind.hinted())
                    .show(
                            index,
                            picture -> {
                                renderings.add(picture.name());
                                if (!glanced || mayHoldMore(picture)) {
                                    search(picture);
                                }
                            });
        } catch (TooBusy e) {
            noise = true;
        }
    }

    private void search(Picture picture) throws TooBusy {
        Levels levels = picture.levels();
        budget -= (long) levels.width() * levels.height();
        ByteBuffer key = SearchedPictures.key(picture, kind + " " + regions);
        List<Rectangle> known = searched.areas(key);
        if (known == null) {
            known =
                    TextDetector.find(
                                    levels,
                                    area -> picture.needed(threshold(picture.inFrame(area))))
                            .stream()
                            .map(found -> picture.inFrame(found.area()))
                            .toList();
            searched.add(key, known);
        }
        areas.addAll(known);
    }

    private double threshold(Rectangle area) {
        if (!kind.hinted()) {
            // Bone and vessels of a few pixels look like small print.
            return area.height() < UNHINTED_HEIGHT ? NEVER : detector.unhinted();
        }
        boolean outside = !regions.isEmpty() && regions.stream().noneMatch(area::meets);
        return outside ? detector.outsideRegions() : detector.threshold();
    }

    /** A quick look at a picture, without what was found already. */
    private boolean mayHoldMore(Picture picture) {
        Levels levels = picture.levels();
        int[] values = new int[levels.bright().length];
        int lowest = Integer.MAX_VALUE;
        for (int i = 0; i < values.length; i++) {
            values[i] = levels.bright()[i];
            lowest = Math.min(lowest, values[i]);
        }
        if (levels.width() == image.columns()) {
            for (Rectangle area : Rectangles.merged(areas)) {
                for (int y = area.y(); y < Math.min(area.bottom(), levels.height()); y++) {
                    int from = y * levels.width() + area.x();
                    Arrays.fill(values, from, from + area.width(), lowest);
                }
            }
        }
        try {
            return Glance.mayHoldText(
                    levels.width(), levels.height(), levels.height(), (_, _) -> values);
        } catch (IOException | UnsupportedImageException e) {
            throw new IllegalStateException("values are in memory", e);
        }
    }
}
