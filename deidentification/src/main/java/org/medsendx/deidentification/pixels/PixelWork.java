package org.medsendx.deidentification.pixels;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.medsendx.deidentification.unseen.Unseen;

/**
 * What was done about the pixels of a released instance, for its verification report.
 *
 * @param kind what the header said of it
 * @param policy what the profile asks for this kind
 * @param frames how many frames it has; 0 for none
 * @param framesSearched in how many of them text was looked for; 0 when it was not
 * @param renderings the pictures of them that were searched, see {@link Renderings}
 * @param masks what was blanked; empty when nothing was
 * @param maskedShare how much of a frame the masks cover, 0 to 1
 * @param removed bytes that no viewer shows and that were left out
 * @param claimed whether the copy says that it is free of burned-in text: all that a viewer would
 *     show was searched, and the second look at the copy finds nothing
 */
public record PixelWork(
        ImageKind kind,
        Policy policy,
        int frames,
        int framesSearched,
        List<String> renderings,
        List<Mask> masks,
        double maskedShare,
        Set<Unseen> removed,
        boolean claimed) {

    public PixelWork {
        masks = List.copyOf(masks);
        renderings = List.copyOf(renderings);
        removed = Set.copyOf(removed);
        if (framesSearched < 0 || framesSearched > frames) {
            throw new IllegalArgumentException("frames searched are some of the frames");
        }
        if (claimed && framesSearched < frames) {
            throw new IllegalArgumentException("claimed without a search");
        }
    }

    /** Of an image whose pixels stay as they are and of which nothing is claimed. */
    static PixelWork untouched(ImageKind kind, Policy policy) {
        return new PixelWork(kind, policy, 0, 0, List.of(), List.of(), 0, Set.of(), false);
    }

    PixelWork removing(Set<Unseen> unseen) {
        return new PixelWork(
                kind,
                policy,
                frames,
                framesSearched,
                renderings,
                masks,
                maskedShare,
                unseen,
                claimed);
    }

    PixelWork masking(List<Mask> all, double share) {
        return new PixelWork(
                kind, policy, frames, framesSearched, renderings, all, share, removed, claimed);
    }

    PixelWork unclaimed() {
        return new PixelWork(
                kind,
                policy,
                frames,
                framesSearched,
                renderings,
                masks,
                maskedShare,
                removed,
                false);
    }

    /**
     * The note of the mapping for an instance whose pixel data is not the original's, such as
     * {@code PIXELS:2 regions masked, codestream trimmed}.
     */
    public String note() {
        Collection<String> parts = new ArrayList<>();
        int regions = masks.size();
        if (regions > 0) {
            parts.add(regions + (regions == 1 ? " region" : " regions") + " masked");
        }
        if (!removed.isEmpty()) {
            parts.add(
                    removed.stream().map(Unseen::key).sorted().collect(Collectors.joining(" "))
                            + " trimmed");
        }
        return parts.isEmpty() ? "" : PixelPlan.RULE + ":" + String.join(", ", parts);
    }
}
