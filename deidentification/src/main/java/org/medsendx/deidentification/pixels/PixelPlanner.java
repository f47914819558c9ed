package org.medsendx.deidentification.pixels;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.deidentification.pixels.PixelPlan.Cause;
import org.medsendx.deidentification.unseen.Trimming.Trimmed;
import org.medsendx.deidentification.unseen.Unseen;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * Decides by the rules what of an instance's pixels is blanked, and what may be claimed of them. It
 * fails closed: an image that cannot be searched is refused, unless the profile lets it leave
 * without a claim. One for each instance, as it remembers which pictures it searched; not thread
 * safe.
 */
public final class PixelPlanner {

    private static final String TEXT = "text";
    private static final String OUTSIDE = "outside-regions";

    private static final PixelSearch.Result NOTHING =
            new PixelSearch.Result(List.of(), 0, Set.of(), false);

    private final PixelRules rules;
    private final SearchedPictures searched = new SearchedPictures();

    public PixelPlanner(PixelRules rules) {
        this.rules = rules;
    }

    /**
     * The plan for an instance.
     *
     * @param trimmed the instance without what no viewer shows
     */
    public PixelPlan plan(Trimmed trimmed, String sopClass) throws IOException {
        DataSet dataSet = trimmed.file().dataSet();
        ImageKind kind = ImageKind.of(sopClass, dataSet);
        Policy policy = rules.policy(kind);
        boolean pixels = dataSet.contains(PixelData);
        boolean floats = dataSet.contains(FloatPixelData) || dataSet.contains(DoubleFloatPixelData);
        if (!pixels && !floats) {
            return untouched(kind, policy, trimmed);
        }
        if (policy == Policy.WITHHOLD) {
            return new PixelPlan.Refused(Cause.POLICY, kind.tag());
        }
        PixelRules.Device device = device(sopClass, dataSet);
        if (policy == Policy.LEAVE && device == null) {
            return untouched(kind, policy, trimmed);
        }
        if (floats) {
            return kind == ImageKind.OTHER || rules.releaseUndecodable()
                    ? untouched(kind, policy, trimmed)
                    : new PixelPlan.Refused(Cause.FLOAT, kind.tag());
        }
        try {
            return plan(Image.of(trimmed.file()), kind, policy, device, trimmed);
        } catch (UnsupportedImageException e) {
            return unsearched(trimmed, kind, policy, e);
        }
    }

    /**
     * The plan for an instance whose pixel data cannot be followed.
     *
     * @param reason what keeps it from being decoded
     */
    public PixelPlan planUnread(DicomFile file, String sopClass, UnsupportedImageException reason) {
        ImageKind kind = ImageKind.of(sopClass, file.dataSet());
        return unsearched(new Trimmed(file, Set.of()), kind, rules.policy(kind), reason);
    }

    private PixelPlan unsearched(
            Trimmed trimmed, ImageKind kind, Policy policy, UnsupportedImageException reason) {
        if (policy == Policy.WITHHOLD) {
            return new PixelPlan.Refused(Cause.POLICY, kind.tag());
        }
        return policy == Policy.LEAVE || rules.releaseUndecodable()
                ? untouched(kind, policy, trimmed)
                : new PixelPlan.Refused(Cause.of(reason.code()), PixelData);
    }

    private PixelPlan untouched(ImageKind kind, Policy policy, Trimmed trimmed) {
        return ready(
                PixelWork.untouched(kind, policy).removing(trimmed.removed()),
                trimmed.removed().contains(Unseen.BITS));
    }

    private PixelPlan plan(
            Image image,
            ImageKind kind,
            Policy policy,
            PixelRules.@Nullable Device device,
            Trimmed trimmed)
            throws IOException, UnsupportedImageException {
        List<Mask> masks = new ArrayList<>();
        if (device != null) {
            device.regions()
                    .forEach(region -> add(masks, image, region, "device-" + device.name()));
        } else if (policy == Policy.REGIONS) {
            return new PixelPlan.Refused(Cause.NO_RULE, kind.tag());
        }
        if (policy == Policy.BLANK_OUTSIDE_REGIONS) {
            UltrasoundRegions.outside(UltrasoundRegions.of(image), image.columns(), image.rows())
                    .forEach(area -> add(masks, image, area, OUTSIDE));
        }
        boolean searches = rules.detector().enabled() && policy != Policy.LEAVE;
        PixelSearch.Result found = NOTHING;
        if (searches) {
            found = PixelSearch.of(image, kind, rules.detector(), searched);
            if (policy != Policy.REGIONS) {
                Rectangles.merged(found.areas()).forEach(area -> add(masks, image, area, TEXT));
            }
        }
        Cause wrong = wrong(image, kind, policy, searches, found, !masks.isEmpty());
        if (wrong != null) {
            boolean pixels = wrong == Cause.NOISE || wrong == Cause.PARTLY_SEARCHED;
            return new PixelPlan.Refused(wrong, pixels ? PixelData : kind.tag());
        }
        boolean whole = searches && found.frames() == image.frames() && !found.noise();
        boolean claimed =
                whole
                        && (kind.hinted() || !masks.isEmpty())
                        && (policy != Policy.REGIONS || covered(found.areas(), masks));
        var work =
                new PixelWork(
                        kind,
                        policy,
                        image.frames(),
                        found.frames(),
                        List.copyOf(found.renderings()),
                        masks,
                        share(image, masks),
                        trimmed.removed(),
                        claimed);
        return checked(image, ready(work, trimmed.removed().contains(Unseen.BITS)));
    }

    private static boolean covered(List<Rectangle> areas, List<Mask> masks) {
        return areas.stream()
                .allMatch(area ->
                        masks.stream()
                                .anyMatch(mask -> mask.area().sharedWith(area) == area.pixels()));
    }

    /** What keeps an image from leaving after the search, or null. */
    private @Nullable Cause wrong(
            Image image,
            ImageKind kind,
            Policy policy,
            boolean searches,
            PixelSearch.Result found,
            boolean masked) {
        boolean asked = policy == Policy.DETECT || policy == Policy.BLANK_OUTSIDE_REGIONS;
        if (!asked) {
            return null;
        }
        if (searches && (kind.hinted() || masked) && !rules.releaseUnconfirmed()) {
            if (found.noise()) {
                return Cause.NOISE;
            }
            if (found.frames() < image.frames()) {
                return Cause.PARTLY_SEARCHED;
            }
        }
        if (!kind.hinted() || masked) {
            return null;
        }
        if (!searches) {
            return Cause.NOT_SEARCHED;
        }
        // Where the header says that there is text, finding none means that it was missed.
        return kind == ImageKind.BURNED_IN || !rules.releaseUnmasked() ? Cause.NOTHING_FOUND : null;
    }

    private PixelPlan.Ready ready(PixelWork work, boolean clearsUnusedBits) {
        return new PixelPlan.Ready(work, clearsUnusedBits, rules.recolour());
    }

    private PixelPlan checked(Image image, PixelPlan.Ready ready) {
        // Outside the regions that an ultrasound image declares there is no anatomy to lose.
        List<Rectangle> areas =
                UltrasoundRegions.within(UltrasoundRegions.of(image), ready.work().masks());
        double limit = rules.maxMaskedShare(ready.work().kind());
        if (Rectangles.covered(areas) > limit * image.rows() * image.columns()) {
            return new PixelPlan.Refused(Cause.TOO_MUCH_MASKED, PixelData);
        }
        return ready.changesFrames() && recoloured(image) && !rules.recolour()
                ? new PixelPlan.Refused(Cause.RECOLOUR, PhotometricInterpretation)
                : ready;
    }

    private static double share(Image image, List<Mask> masks) {
        List<Rectangle> areas = masks.stream().map(Mask::area).toList();
        return Rectangles.covered(areas) / ((double) image.rows() * image.columns());
    }

    /**
     * The second look: text that is found in the written copy, in every picture and frame, and in
     * overlays that it kept.
     *
     * @return its areas; empty when the claim is true
     * @throws UnsupportedImageException when a frame of the copy cannot be shown
     */
    public List<Rectangle> look(DicomFile copy, PixelPlan.Ready plan)
            throws IOException, UnsupportedImageException {
        Image image = Image.of(copy);
        PixelSearch.Result found =
                PixelSearch.of(image, plan.work().kind(), rules.detector(), searched);
        if (found.noise() || found.frames() < plan.work().frames()) {
            throw new UnsupportedImageException("not-searched");
        }
        List<Rectangle> areas = new ArrayList<>(found.areas());
        areas.addAll(PixelSearch.ofOverlays(image, rules.detector()));
        return areas;
    }

    /** The plan with more masks, for text that the second look found. */
    public PixelPlan masking(DicomFile file, PixelPlan.Ready plan, List<Rectangle> more)
            throws UnsupportedImageException {
        Image image = Image.of(file);
        List<Mask> masks = new ArrayList<>(plan.work().masks());
        Rectangles.merged(more).forEach(area -> add(masks, image, area, TEXT));
        PixelWork work = plan.work().masking(masks, share(image, masks));
        return checked(image, ready(work, plan.clearsUnusedBits()));
    }

    /** The plan without its claim, when the profile allows that; else what withholds it. */
    public PixelPlan unconfirmed(PixelPlan.Ready plan) {
        return rules.releaseUnconfirmed()
                ? ready(plan.work().unclaimed(), plan.clearsUnusedBits())
                : new PixelPlan.Refused(Cause.SECOND_LOOK, PixelData);
    }

    /**
     * Whether encoding the frames anew changes how their colour is stored; of JPEG that may be
     * blanked in its blocks, {@link Blanking} finds out.
     */
    private static boolean recoloured(Image image) {
        boolean encapsulated =
                image.file().dataSet().get(PixelData) instanceof Element.Encapsulated;
        return encapsulated
                && switch (image.photometricInterpretation()) {
                    case "YBR_FULL_422" ->
                            !Blanking.inBlocks(image.file().meta().transferSyntaxUid());
                    case "YBR_RCT" -> true;
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
}
