package org.medsendx.deidentification.rules;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.medsendx.deidentification.pixels.FrameForm;
import org.medsendx.deidentification.pixels.PixelRules;
import org.medsendx.dicom.dictionary.VR;

/**
 * What a profile says, before it is worked out for every attribute.
 *
 * @param name goes into reports and (0012,0063)
 * @param options options in use
 * @param overrides by path: tags of eight hex digits with slashes between, a tag alone for an
 *     attribute wherever it stands
 * @param cleanPixelData whether burned-in text is to be handled
 * @param pixels what is done about names that are burned into images
 * @param frames what is wanted of uncompressed frames
 */
public record ProfileSpec(
        String name,
        Map<Option, Use> options,
        Map<String, Override> overrides,
        SafePrivate safePrivate,
        boolean cleanPixelData,
        PixelRules pixels,
        FrameForm frames) {

    /**
     * How far an option is used.
     *
     * @param full as the standard has it; else for some attributes
     * @param attributes those, empty when full
     */
    public record Use(boolean full, Set<Integer> attributes) {

        /** As the standard has it. */
        public static final Use FULL = new Use(true, Set.of());

        public Use {
            attributes = Set.copyOf(attributes);
            if (full != attributes.isEmpty()) {
                throw new IllegalArgumentException("either in full or for some attributes");
            }
        }

        boolean covers(int tag) {
            return full || attributes.contains(tag);
        }
    }

    /** What a site wants for one attribute, whatever base and options say. */
    public enum Override {
        KEEP,
        REMOVE,
        EMPTY,
        DUMMY,
        CLEAN,
        SHIFT,
        NEW_UID;

        /** As a profile spells it. */
        String key() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /** Whether it makes sense for an attribute of a VR. */
        boolean fits(VR vr) {
            return switch (this) {
                case KEEP, REMOVE, EMPTY -> true;
                case DUMMY -> vr != VR.UI;
                case CLEAN -> vr.characterSet() && vr != VR.PN;
                case SHIFT -> vr == VR.DA || vr == VR.DT;
                case NEW_UID -> vr == VR.UI;
            };
        }

        Profile.Rule rule(VR vr) {
            return switch (this) {
                case KEEP -> new Profile.Rule(Treatment.KEEP, BasicAction.X, vr);
                case REMOVE -> new Profile.Rule(Treatment.BASIC, BasicAction.X, vr);
                case EMPTY -> new Profile.Rule(Treatment.BASIC, BasicAction.Z, vr);
                case DUMMY -> new Profile.Rule(Treatment.BASIC, BasicAction.D, vr);
                case CLEAN -> new Profile.Rule(Treatment.CLEAN_WORDS, BasicAction.X, vr);
                case SHIFT -> new Profile.Rule(Treatment.SHIFT, BasicAction.X, vr);
                case NEW_UID -> new Profile.Rule(Treatment.BASIC, BasicAction.U, vr);
            };
        }
    }

    public ProfileSpec {
        if (!name.matches("[A-Za-z0-9._-]{1,16}")) {
            throw new IllegalArgumentException(
                    "the name is 1 to 16 letters, digits, dots, hyphens and underscores");
        }
        options = Map.copyOf(options.isEmpty() ? new EnumMap<>(Option.class) : options);
        overrides = java.util.Collections.unmodifiableMap(new TreeMap<>(overrides));
        if (options.containsKey(Option.FULL_DATES) && options.containsKey(Option.MODIFIED_DATES)) {
            throw new IllegalArgumentException(
                    "retain-full-dates and retain-modified-dates exclude each other");
        }
    }

    /** The same with frames in another form. */
    ProfileSpec with(FrameForm form) {
        return new ProfileSpec(name, options, overrides, safePrivate, cleanPixelData, pixels, form);
    }

    boolean covers(Option option, int tag) {
        Use use = options.get(option);
        return use != null && use.covers(tag);
    }
}
