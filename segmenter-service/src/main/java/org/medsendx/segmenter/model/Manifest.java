package org.medsendx.segmenter.model;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.tissue.TissueClass;

/**
 * What a model package says about its network; docs/models.md describes the file.
 *
 * @param name as settings, events and pages call it
 * @param version of the package
 * @param licence of the network, an SPDX expression
 * @param intendedUse what it may be used for, and what not, for people
 * @param modality Modality (0008,0060) of the scans it is for
 * @param views View Position (0018,5101) of the scans it is for; empty for any
 * @param sha256 digest of the network file, lower case hex
 * @param hounsfield whether it wants Hounsfield units; else rescaled values of any unit
 * @param spacing of its pixels in mm: rows and columns, or slices, rows and columns; empty for
 *     pixels as they are
 * @param orientation towards where columns, and rows, increase, as Patient Orientation (0020,0020)
 *     has it; empty for images as they are stored
 * @param patch sides of what it sees at once; two or three
 * @param overlap of neighbouring patches, 0 up to 0.9 of a side
 * @param labels what its channels stand for
 */
public record Manifest(
        String name,
        String version,
        String licence,
        String intendedUse,
        String modality,
        List<String> views,
        String sha256,
        boolean hounsfield,
        List<Double> spacing,
        List<String> orientation,
        Normalisation normalisation,
        List<Integer> patch,
        double overlap,
        List<Label> labels) {

    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern MODALITY = Pattern.compile("[A-Z0-9]{1,16}");
    private static final int LONGEST_SIDE = 4096;
    private static final double WIDEST_OVERLAP = 0.9;
    static final int MOST_LABELS = 64;

    public Manifest {
        views = List.copyOf(views);
        spacing = List.copyOf(spacing);
        orientation = List.copyOf(orientation);
        patch = List.copyOf(patch);
        labels = List.copyOf(labels);
        require(NAME.matcher(name).matches(), "name is lower case letters, digits and hyphens");
        require(VERSION.matcher(version).matches(), "version is up to 32 letters and digits");
        require(!licence.isBlank(), "licence is missing");
        require(!intendedUse.isBlank(), "intended-use is missing");
        require(MODALITY.matcher(modality).matches(), "modality is a code such as CT");
        require(DIGEST.matcher(sha256).matches(), "sha256 is 64 lower case hex digits");
        require(patch.size() == 2 || patch.size() == 3, "patch has two or three sides");
        require(
                patch.stream().allMatch(side -> side > 0 && side <= LONGEST_SIDE),
                "a side of patch is 1 to " + LONGEST_SIDE);
        require(
                spacing.isEmpty() || spacing.size() == patch.size(),
                "spacing has as many numbers as patch");
        require(
                spacing.stream().allMatch(mm -> mm > 0 && Double.isFinite(mm)),
                "spacing is in mm, above 0");
        require(
                orientation.size() <= 2
                        && orientation.stream().allMatch(way -> way.matches("[LRAPHF]")),
                "orientation is up to two letters of L, R, A, P, H, F");
        require(overlap >= 0 && overlap <= WIDEST_OVERLAP, "overlap is 0 to 0.9");
        require(
                labels.size() >= 2 && labels.size() <= MOST_LABELS,
                "labels are 2 to " + MOST_LABELS);
        var seen = new HashSet<String>();
        for (var label : labels) {
            require(seen.add(label.tissue().label()), "labels differ");
        }
    }

    /**
     * What one channel stands for.
     *
     * @param tissue its name and colour
     * @param code its concept, for DICOM SEG; null when it has none
     */
    public record Label(TissueClass tissue, @Nullable Code code) {}

    /** A coded concept (PS3.3, table 8.8-1). */
    public record Code(String scheme, String value, String meaning) {
        public Code {
            require(!scheme.isBlank() && scheme.length() <= 16, "scheme is up to 16 characters");
            require(!value.isBlank() && value.length() <= 16, "a code is up to 16 characters");
            require(!meaning.isBlank() && meaning.length() <= 64, "meaning is up to 64 characters");
        }
    }

    /** Whether it sees slices, rows and columns at once. */
    public boolean volumetric() {
        return patch.size() == 3;
    }

    int[] sides() {
        return patch.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void require(boolean held, String message) {
        if (!held) {
            throw new IllegalArgumentException(message);
        }
    }
}
