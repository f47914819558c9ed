package org.medsendx.anonymizer.pixels;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.pixels.Strokes.TooBusy;
import org.medsendx.anonymizer.pixels.TextDetector.Found;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * Decides by the rules what of an instance's pixels is blanked. It fails closed: an image whose
 * header makes names likely and that cannot be searched is refused. Thread safe.
 */
public final class PixelPlanner {

    /** The most pixels of one instance in which text is looked for: about six seconds. */
    private static final long MAX_SEARCHED = 1L << 26;

    /** In how many frames text is looked for where nothing speaks for it. */
    private static final int UNHINTED_FRAMES = 3;

    /** A line of letters of about 9 pixels with its margins. */
    private static final int UNHINTED_HEIGHT = 14;

    private static final double NEVER = 2;

    /** Pixels of a frame that is held whole for the quick look. */
    private static final int GLANCED_WHOLE = 1 << 20;

    private static final String TEXT = "text";
    private static final String OUTSIDE = "outside-regions";

    private final PixelRules rules;

    public PixelPlanner(PixelRules rules) {
        this.rules = rules;
    }

    /** The plan for an instance. */
    public PixelPlan plan(DicomFile file, String sopClass) throws IOException {
        DataSet dataSet = file.dataSet();
        ImageKind kind = ImageKind.of(sopClass, dataSet);
        Policy policy = rules.policy(kind);
        boolean pixels = dataSet.contains(PixelData);
        boolean floats = dataSet.contains(FloatPixelData) || dataSet.contains(DoubleFloatPixelData);
        boolean hinted = kind != ImageKind.OTHER;
        if (!pixels && !floats) {
            return untouched(kind, policy);
        }
        if (policy == Policy.WITHHOLD || (floats && hinted && policy != Policy.LEAVE)) {
            return new PixelPlan.Refused(kind.tag());
        }
        int overlay = overlayWithin(dataSet);
        if (floats) {
            return overlay != 0 ? new PixelPlan.Refused(overlay) : untouched(kind, policy);
        }
        PixelRules.Device device = device(sopClass, dataSet);
        if (policy == Policy.LEAVE && device == null && overlay == 0) {
            return untouched(kind, policy);
        }
        try {
            return plan(Image.of(file), kind, policy, device, overlay != 0);
        } catch (UnsupportedImageException | TooBusy e) {
            boolean nothingAsked = !hinted && device == null && overlay == 0;
            return nothingAsked ? untouched(kind, policy) : new PixelPlan.Refused(PixelData);
        }
    }

    private static PixelPlan untouched(ImageKind kind, Policy policy) {
        return new PixelPlan.Ready(new PixelWork(kind, policy, 0, List.of()), false);
    }

    private PixelPlan plan(
            Image image,
            ImageKind kind,
            Policy policy,
            PixelRules.@Nullable Device device,
            boolean overlay)
            throws IOException, UnsupportedImageException, TooBusy {
        List<Mask> masks = new ArrayList<>();
        if (device != null) {
            device.regions()
                    .forEach(region -> add(masks, image, region, "device-" + device.name()));
        } else if (policy == Policy.REGIONS) {
            return new PixelPlan.Refused(kind.tag());
        }
        List<Rectangle> regions = UltrasoundRegions.of(image);
        if (policy == Policy.BLANK_OUTSIDE_REGIONS) {
            UltrasoundRegions.outside(regions, image.columns(), image.rows())
                    .forEach(area -> add(masks, image, area, OUTSIDE));
        }
        boolean hinted = kind != ImageKind.OTHER;
        boolean searches =
                rules.detector().enabled()
                        && (policy == Policy.DETECT || policy == Policy.BLANK_OUTSIDE_REGIONS);
        int searched = 0;
        if (searches) {
            List<Rectangle> found = new ArrayList<>();
            for (int index : frames(image, hinted)) {
                found.addAll(text(image, index, hinted, regions));
                searched++;
            }
            Rectangles.merged(found).forEach(area -> add(masks, image, area, TEXT));
        }
        boolean done = !masks.isEmpty() || policy == Policy.LEAVE;
        // Where the header says that there is text, finding none means that it was missed.
        boolean missed = searched == 0 || kind == ImageKind.BURNED_IN || !rules.releaseUnmasked();
        if (hinted && !done && missed) {
            return new PixelPlan.Refused(kind.tag());
        }
        List<Rectangle> areas = UltrasoundRegions.within(regions, masks);
        long blanked = Rectangles.covered(areas);
        if (blanked > rules.maxMaskedShare() * image.rows() * image.columns()) {
            return new PixelPlan.Refused(PixelData);
        }
        var ready = new PixelPlan.Ready(new PixelWork(kind, policy, searched, masks), overlay);
        return ready.changesPixels() && recoloured(image) && !rules.recolour()
                ? new PixelPlan.Refused(PhotometricInterpretation)
                : ready;
    }

    /** Whether encoding the frames anew changes how their colour is stored. */
    private static boolean recoloured(Image image) {
        boolean encapsulated =
                image.file().dataSet().get(PixelData) instanceof Element.Encapsulated;
        return encapsulated
                && switch (image.photometricInterpretation()) {
                    case "YBR_FULL_422", "YBR_RCT", "YBR_ICT" -> true;
                    default -> false;
                };
    }

    private static void add(List<Mask> masks, Image image, Rectangle area, String rule) {
        Rectangle whole = area;
        if (image.photometricInterpretation().equals("YBR_FULL_422")) {
            // Two pixels share their colour.
            int x = area.x() & ~1;
            whole = new Rectangle(x, area.y(), (area.right() + 1 & ~1) - x, area.height());
        }
        Rectangle within = whole.within(image.columns(), image.rows());
        if (within != null) {
            masks.add(new Mask(1, image.frames(), within, rule));
        }
    }

    /** Frames spread evenly, the first and the last among them, from 0. */
    private TreeSet<Integer> frames(Image image, boolean hinted) {
        long pixels = (long) image.rows() * image.columns();
        long most = Math.min(rules.detector().maxFrames(), Math.max(1, MAX_SEARCHED / pixels));
        int count = (int) Math.min(image.frames(), hinted ? most : Math.min(most, UNHINTED_FRAMES));
        var frames = new TreeSet<Integer>();
        for (int i = 0; i < count; i++) {
            frames.add(count == 1 ? 0 : (int) ((image.frames() - 1L) * i / (count - 1)));
        }
        return frames;
    }

    private List<Rectangle> text(Image image, int index, boolean hinted, List<Rectangle> regions)
            throws IOException, UnsupportedImageException, TooBusy {
        if (image.bitsAllocated() == 1) {
            return List.of();
        }
        Levels levels = levels(image, index, hinted);
        if (levels == null) {
            return List.of();
        }
        PixelRules.Detector detector = rules.detector();
        List<Found> found =
                TextDetector.find(
                        levels,
                        area ->
                                !hinted
                                        ? unhinted(area)
                                        : !regions.isEmpty()
                                                        && regions.stream().noneMatch(area::meets)
                                                ? detector.outsideRegions()
                                                : detector.threshold());
        return found.stream().map(Found::area).toList();
    }

    /** Bone and vessels of a few pixels look like small print. */
    private double unhinted(Rectangle area) {
        return area.height() < UNHINTED_HEIGHT ? NEVER : rules.detector().unhinted();
    }

    /** The frame to be searched, or null when a glance says that it holds no text. */
    private static @Nullable Levels levels(Image image, int index, boolean hinted)
            throws IOException, UnsupportedImageException {
        boolean colour =
                image.samplesPerPixel() == 3
                        || image.photometricInterpretation().equals("PALETTE COLOR");
        if (colour) {
            byte[] pixels = image.render(index).pixels();
            return Levels.rgb(image.columns(), image.rows(), pixels);
        }
        int width = image.columns();
        int height = image.rows();
        boolean large = (long) width * height > GLANCED_WHOLE;
        if (!hinted && large && image.hasRows()) {
            // Most large frames hold no text, and are not held whole to see that.
            int band = Math.max(1, GLANCED_WHOLE / 16 / width);
            if (!Glance.mayHoldText(
                    width, height, band, (first, count) -> image.storedRows(index, first, count))) {
                return null;
            }
            return Levels.grey(width, height, image.stored(index));
        }
        int[] stored = image.stored(index);
        if (!hinted
                && !Glance.mayHoldText(
                        width,
                        height,
                        height,
                        // asked for once, as the band is the whole frame
                        (_, _) -> stored)) {
            return null;
        }
        return Levels.grey(width, height, stored);
    }

    private PixelRules.@Nullable Device device(String sopClass, DataSet dataSet) {
        for (PixelRules.Device device : rules.devices()) {
            if (fits(device.manufacturer(), dataSet.string(Manufacturer))
                    && fits(device.model(), dataSet.string(ManufacturerModelName))
                    && fits(device.sopClass(), sopClass)
                    && fits(device.rows(), dataSet.intValue(Rows, 0))
                    && fits(device.columns(), dataSet.intValue(Columns, 0))) {
                return device;
            }
        }
        Policy policy = rules.policy(ImageKind.of(sopClass, dataSet));
        boolean searches = policy == Policy.DETECT || policy == Policy.BLANK_OUTSIDE_REGIONS;
        return searches ? DeviceCatalogue.of(sopClass, dataSet) : null;
    }

    private static boolean fits(@Nullable String wanted, @Nullable String there) {
        return wanted == null || (there != null && wanted.equalsIgnoreCase(there.strip()));
    }

    private static boolean fits(@Nullable Integer wanted, int there) {
        return wanted == null || wanted == there;
    }

    /** The tag that says that an overlay is in unused bits of the pixels (retired), or 0. */
    private static int overlayWithin(DataSet dataSet) {
        for (int group = 0; group <= 0x1E; group += 2) {
            int tag = OverlayBitPosition + (group << 16);
            if (dataSet.intValue(tag, 0) != 0) {
                return tag;
            }
        }
        return 0;
    }
}
