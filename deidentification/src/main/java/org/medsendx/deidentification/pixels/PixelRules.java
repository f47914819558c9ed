package org.medsendx.deidentification.pixels;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code pixels} of a profile: what is done about names that are burned into images.
 *
 * @param policies one for each kind of image
 * @param detector the text detector's settings
 * @param maxMaskedShare an instance of which more than this share of a frame would be blanked is
 *     withheld; 0 to 1
 * @param maxMaskedShareUltrasound the same for ultrasound, of its declared regions
 * @param releaseUnmasked whether ultrasound, secondary captures and screen saves may leave when
 *     text was looked for and none was found; else they are withheld, as is what says
 *     BurnedInAnnotation YES in any case
 * @param releaseUndecodable whether images that cannot be shown here, and so were not searched, may
 *     leave; nothing is claimed of them
 * @param releaseUnconfirmed whether images may leave of which not all was searched, or in whose
 *     copy the second look still finds text; nothing is claimed of them
 * @param recolour whether compressed colour that must be encoded anew may change its Photometric
 *     Interpretation ({@code YBR_FULL_422} to {@code YBR_FULL}, that of JPEG 2000 to {@code RGB});
 *     else it is withheld
 * @param devices rectangles that are blanked whatever is found, by device
 */
public record PixelRules(
        Map<ImageKind, Policy> policies,
        Detector detector,
        double maxMaskedShare,
        double maxMaskedShareUltrasound,
        boolean releaseUnmasked,
        boolean releaseUndecodable,
        boolean releaseUnconfirmed,
        boolean recolour,
        List<Device> devices) {

    /**
     * The text detector's settings. The thresholds are what a line of text must score, 0 (blank all
     * that looks a little like text) to 1 (hardly anything).
     *
     * @param enabled whether it runs; without it nothing is found, and {@link Policy#DETECT}
     *     withholds what has no catalogue entry
     * @param threshold for images whose kind makes names likely
     * @param outsideRegions for the parts of an ultrasound image outside its declared regions,
     *     where there is nothing to lose
     * @param unhinted for images of the kind {@link ImageKind#OTHER}
     * @param maxFrames how many frames of an instance are searched in any case, spread evenly, the
     *     first and the last among them; the others where text is likely and a quick look does not
     *     rule it out. What is found is blanked in all frames
     */
    public record Detector(
            boolean enabled,
            double threshold,
            double outsideRegions,
            double unhinted,
            int maxFrames) {

        /** On. */
        public static final Detector DEFAULT = new Detector(true, 0.7, 0.4, 0.9, 24);

        public Detector {
            share("detector.threshold", threshold);
            share("detector.outside-regions", outsideRegions);
            share("detector.unhinted", unhinted);
            if (maxFrames < 1) {
                throw new IllegalArgumentException("pixels.detector.max-frames is less than 1");
            }
        }
    }

    /**
     * A device whose images have text at known places.
     *
     * @param name for reports: letters, digits and dashes; no identified data
     * @param manufacturer Manufacturer (0008,0070), any case, or null for all
     * @param model Manufacturer's Model Name (0008,1090), any case, or null for all
     * @param sopClass SOP Class UID, or null for all
     * @param rows Rows, or null for all
     * @param columns Columns, or null for all
     * @param regions what is blanked
     */
    public record Device(
            String name,
            @Nullable String manufacturer,
            @Nullable String model,
            @Nullable String sopClass,
            @Nullable Integer rows,
            @Nullable Integer columns,
            List<Rectangle> regions) {

        public Device {
            if (!name.matches("[A-Za-z0-9-]{1,40}")) {
                throw new IllegalArgumentException(
                        "pixels.devices.name is not 1 to 40 letters, digits and dashes");
            }
            if (manufacturer == null && model == null && sopClass == null) {
                throw new IllegalArgumentException(
                        "pixels.devices: %s names no manufacturer, model or sop-class"
                                .formatted(name));
            }
            regions = List.copyOf(regions);
            if (regions.isEmpty()) {
                throw new IllegalArgumentException(
                        "pixels.devices: %s has no regions".formatted(name));
            }
        }
    }

    /**
     * Text is looked for wherever the header makes it likely, and in other images where it is
     * certain; at most a tenth of a frame is blanked, of ultrasound, whose screens are half text,
     * three tenths.
     */
    public static final PixelRules DEFAULT =
            new PixelRules(
                    defaultPolicies(),
                    Detector.DEFAULT,
                    0.1,
                    0.3,
                    true,
                    false,
                    false,
                    false,
                    List.of());

    /** The greatest share of a frame that may be blanked in an image of a kind. */
    double maxMaskedShare(ImageKind kind) {
        return kind == ImageKind.ULTRASOUND ? maxMaskedShareUltrasound : maxMaskedShare;
    }

    public PixelRules {
        policies = Map.copyOf(policies);
        devices = List.copyOf(devices);
        share("max-masked-share", maxMaskedShare);
        share("max-masked-share-ultrasound", maxMaskedShareUltrasound);
        for (ImageKind kind : ImageKind.values()) {
            if (!policies.containsKey(kind)) {
                throw new IllegalArgumentException("pixels.policies lacks " + kind.key());
            }
        }
        var names = new HashSet<String>();
        for (Device device : devices) {
            if (!names.add(device.name())) {
                throw new IllegalArgumentException(
                        "pixels.devices: two are called " + device.name());
            }
        }
    }

    /** The policy for a kind of image. */
    public Policy policy(ImageKind kind) {
        Policy policy = policies.get(kind);
        if (policy == null) {
            throw new IllegalStateException("checked when made");
        }
        return policy;
    }

    /**
     * The rules of a section {@code pixels} as a YAML parser gives it; what it leaves out is as in
     * {@link #DEFAULT}.
     *
     * @throws IllegalArgumentException for a key that is not known or a value that does not fit, in
     *     words for the profile's author
     */
    public static PixelRules of(Map<String, Object> section) {
        var pixels = new Section("pixels", section);
        pixels.only(
                "policies",
                "detector",
                "max-masked-share",
                "max-masked-share-ultrasound",
                "release-unmasked",
                "release-undecodable",
                "release-unconfirmed",
                "recolour",
                "devices");
        Map<ImageKind, Policy> policies = new EnumMap<>(DEFAULT.policies);
        Section chosen = pixels.section("policies");
        if (chosen != null) {
            chosen.only(keys());
            for (ImageKind kind : ImageKind.values()) {
                policies.put(kind, policy(chosen, kind));
            }
        }
        return new PixelRules(
                policies,
                detector(pixels.section("detector")),
                pixels.number("max-masked-share", DEFAULT.maxMaskedShare),
                pixels.number("max-masked-share-ultrasound", DEFAULT.maxMaskedShareUltrasound),
                pixels.flag("release-unmasked", DEFAULT.releaseUnmasked),
                pixels.flag("release-undecodable", DEFAULT.releaseUndecodable),
                pixels.flag("release-unconfirmed", DEFAULT.releaseUnconfirmed),
                pixels.flag("recolour", DEFAULT.recolour),
                pixels.sections("devices").stream().map(PixelRules::device).toList());
    }

    private static Map<ImageKind, Policy> defaultPolicies() {
        Map<ImageKind, Policy> policies = new EnumMap<>(ImageKind.class);
        for (ImageKind kind : ImageKind.values()) {
            policies.put(kind, Policy.DETECT);
        }
        return policies;
    }

    private static String[] keys() {
        String[] keys = new String[ImageKind.values().length];
        for (ImageKind kind : ImageKind.values()) {
            keys[kind.ordinal()] = kind.key();
        }
        return keys;
    }

    private static Policy policy(Section policies, ImageKind kind) {
        String chosen = policies.text(kind.key());
        if (chosen == null) {
            return DEFAULT.policy(kind);
        }
        for (Policy policy : Policy.values()) {
            if (policy.key().equals(chosen)) {
                return policy;
            }
        }
        throw new IllegalArgumentException(
                "pixels.policies.%s is not detect, regions, blank-outside-regions, withhold or leave"
                        .formatted(kind.key()));
    }

    private static Detector detector(@Nullable Section section) {
        Detector usual = Detector.DEFAULT;
        if (section == null) {
            return usual;
        }
        section.only("enabled", "threshold", "outside-regions", "unhinted", "max-frames");
        Integer frames = section.integer("max-frames");
        return new Detector(
                section.flag("enabled", usual.enabled),
                section.number("threshold", usual.threshold),
                section.number("outside-regions", usual.outsideRegions),
                section.number("unhinted", usual.unhinted),
                frames == null ? usual.maxFrames : frames);
    }

    private static Device device(Section section) {
        section.only("name", "manufacturer", "model", "sop-class", "rows", "columns", "regions");
        String name = section.text("name");
        return new Device(
                name == null ? "" : name,
                section.text("manufacturer"),
                section.text("model"),
                section.text("sop-class"),
                section.integer("rows"),
                section.integer("columns"),
                section.sections("regions").stream().map(PixelRules::rectangle).toList());
    }

    private static Rectangle rectangle(Section section) {
        Set<String> keys = Set.of("x", "y", "width", "height");
        section.only(keys.toArray(String[]::new));
        int[] values = new int[4];
        String[] order = {"x", "y", "width", "height"};
        for (int i = 0; i < order.length; i++) {
            Integer value = section.integer(order[i]);
            if (value == null) {
                throw new IllegalArgumentException(
                        section.path() + " needs x, y, width and height");
            }
            values[i] = value;
        }
        try {
            return new Rectangle(values[0], values[1], values[2], values[3]);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(section.path() + ": " + e.getMessage(), e);
        }
    }

    private static void share(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("pixels.%s is not in 0 to 1".formatted(key));
        }
    }
}
