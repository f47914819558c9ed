package org.medsendx.segmenter.web;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.segmenter.assess.FindingText;
import org.medsendx.segmenter.tissue.TissueScheme;

/** A scan in the words and numbers of the QA page. */
public record QaRow(ScanView scan) {

    static QaRow of(ScanView scan) {
        return new QaRow(scan);
    }

    public String id() {
        return scan.objectId().toString();
    }

    public String shortId() {
        return id().substring(0, 8);
    }

    public String modality() {
        return scan.modality();
    }

    public String scanner() {
        return scan.scanner();
    }

    public String truck() {
        return scan.truck();
    }

    public int priority() {
        return scan.triage().priority();
    }

    public List<String> inputs() {
        return scan.triage().inputs();
    }

    public @Nullable String highlight() {
        return scan.highlight();
    }

    /** Where there is no picture: why, for a person. */
    public String noPicture() {
        return switch (scan.picture()) {
            case HERE -> "";
            case NONE -> reason() == null ? "No picture was made." : "No tissue map was made.";
            case LEFT_OUT ->
                    "No picture was made of this image: of a long series some have one, and all that are unusual.";
            case DELETED_AFTER_UPLOAD ->
                    "The picture was deleted here after its upload; the cloud has it.";
            case MISSING -> "The picture is not on this volume.";
        };
    }

    /** The same in few words; null where a reason says it. */
    public @Nullable String noPictureShort() {
        return switch (scan.picture()) {
            case HERE -> null;
            case NONE -> reason() == null ? "no picture" : null;
            case LEFT_OUT -> "no picture: others of its series have one";
            case DELETED_AFTER_UPLOAD -> "deleted after upload";
            case MISSING -> "not on this volume";
        };
    }

    /** The verdict as words. */
    public String quality() {
        return switch (scan.quality().verdict()) {
            case GOOD -> "good";
            case LOOK -> "look";
            case REPEAT -> "repeat";
            case NOT_JUDGED -> "not judged";
        };
    }

    /** The verdict as a style. */
    public String qualityStyle() {
        return scan.quality().verdict().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public List<String> findings() {
        return scan.quality().findings();
    }

    /** What the findings say and what to do. */
    public List<FindingText> texts() {
        return findings().stream().map(FindingText::of).toList();
    }

    /** Why there is no tissue map, or null. */
    public @Nullable String reason() {
        return scan.segmentation().reason();
    }

    /** The kind of scan, or null. */
    public @Nullable String stratum() {
        var stratum = scan.stratum();
        return stratum == null
                ? null
                : String.join(
                        " \u00b7 ",
                        stratum.modality(),
                        stratum.bodyPart(),
                        stratum.protocol(),
                        "kV " + stratum.kvBand());
    }

    /** The classes as shown beside the picture. */
    public List<TissueRow> tissues() {
        var features = scan.features();
        return features == null
                ? List.of()
                : features.tissues().stream()
                        .map(tissue ->
                                new TissueRow(
                                        TissueScheme.named(tissue.label()).title(),
                                        TissueScheme.named(tissue.label()).colour(),
                                        value(features, tissue.centre()),
                                        percent(tissue.fraction())))
                        .toList();
    }

    /** Whether a model made the tissue classes. */
    public boolean byModel() {
        var method = scan.segmentation().method();
        return method != null && method.fallback() == null;
    }

    /** What made the tissue classes, where a model is set; else null. */
    public @Nullable String method() {
        var method = scan.segmentation().method();
        if (method == null) {
            return null;
        }
        var model = method.model();
        var named =
                model == null
                        ? "the model"
                        : "model "
                                + model.name()
                                + " "
                                + model.version()
                                + " ("
                                + model.sha256().substring(0, 12)
                                + ")";
        return method.fallback() == null
                ? "By " + named + "."
                : "By k-means in place of " + named + ": " + method.fallback() + ".";
    }

    /** The fibroglandular share of the breast, or null when it is no mammogram. */
    public @Nullable String density() {
        var tissues = scan.segmentation().tissues();
        double fat = share(tissues, "fat");
        double fibroglandular = share(tissues, "fibroglandular");
        return fat + fibroglandular == 0
                ? null
                : percent(TissueScheme.density(fat, fibroglandular));
    }

    /** Names and values of what was measured. */
    public List<Measure> measures() {
        var features = scan.features();
        if (features == null) {
            return List.of();
        }
        var percentiles = features.percentiles();
        return List.of(
                new Measure("valid pixels", String.format(Locale.ROOT, "%,d", features.pixels())),
                new Measure("mean", value(features, features.mean())),
                new Measure("standard deviation", value(features, features.standardDeviation())),
                new Measure("minimum", value(features, features.minimum())),
                new Measure("1st percentile", value(features, percentiles.p01())),
                new Measure("median", value(features, percentiles.p50())),
                new Measure("99th percentile", value(features, percentiles.p99())),
                new Measure("maximum", value(features, features.maximum())));
    }

    /** A class of the tissue map, its colour as {@code #rrggbb}. */
    public record TissueRow(String title, String colour, String centre, String share) {}

    /** A feature. */
    public record Measure(String name, String value) {}

    private static double share(List<Tissue> tissues, String label) {
        return tissues.stream()
                .filter(tissue -> tissue.label().equals(label))
                .mapToDouble(Tissue::fraction)
                .sum();
    }

    private static String value(Features features, double value) {
        return String.format(Locale.ROOT, "%.1f", value)
                + (features.unit().equals("HU") ? " HU" : "");
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
    }
}
