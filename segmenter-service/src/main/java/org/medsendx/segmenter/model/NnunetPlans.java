package org.medsendx.segmenter.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.segmenter.model.ModelFailure.Reason;

/**
 * Whether a manifest says the same as the {@code plans.json} of nnU-Net (version 2) beside it. A
 * network runs with any numbers; with others than those that it was trained with it is only worse,
 * and nobody sees why. So what nnU-Net wrote is compared, and what is not done here is refused by
 * name.
 *
 * <p>Sides and spacings in plans are those after {@code transpose_forward}; only slices, rows and
 * columns in this order are read.
 */
final class NnunetPlans {

    static final String FILE = "plans.json";

    private static final double CLOSE = 1e-3;
    private static final int MOST_PARENTS = 8;

    private final JsonNode root;
    private final Manifest manifest;

    private NnunetPlans(JsonNode root, Manifest manifest) {
        this.root = root;
        this.manifest = manifest;
    }

    /**
     * Compares them.
     *
     * @throws ModelFailure with what differs, or what is not done
     */
    static void check(Manifest manifest, byte[] json) throws ModelFailure {
        JsonNode root;
        try {
            root = EventCodec.JSON.readTree(json);
        } catch (IOException e) {
            throw failure("is no JSON");
        }
        new NnunetPlans(root, manifest).check();
    }

    private void check() throws ModelFailure {
        var configurations = root.path("configurations");
        if (!configurations.isObject() || configurations.isEmpty()) {
            throw failure("has no configurations: it is not of nnU-Net's version 2");
        }
        var order = root.path("transpose_forward");
        if (!order.isMissingNode() && !numbers(order).equals(List.of(0.0, 1.0, 2.0))) {
            throw failure(
                    "has axes in another order than slices, rows, columns: transpose_forward");
        }
        String differs = null;
        for (var name : (Iterable<String>) configurations::fieldNames) {
            if (!same(numbers(field(name, "patch_size")), sides(), Double::equals)) {
                continue;
            }
            var problem = problem(name);
            if (problem == null) {
                return;
            }
            differs = differs == null ? problem : differs;
        }
        throw failure(differs == null ? "has no configuration with the manifest's patch" : differs);
    }

    /** What of a configuration is other than the manifest says; null when nothing is. */
    private @Nullable String problem(String name) {
        if (!field(name, "previous_stage").isMissingNode()
                && !field(name, "previous_stage").isNull()) {
            return "has a second stage of a cascade there, which takes the first one's answer too";
        }
        var spacing = numbers(field(name, "spacing"));
        if (!same(spacing, manifest.spacing(), NnunetPlans::close)) {
            return "has another spacing than the manifest";
        }
        var schemes = field(name, "normalization_schemes");
        if (schemes.size() != 1) {
            return "has several channels, or none, in normalization_schemes; one is done";
        }
        return normalised(schemes.path(0).asText(), field(name, "use_mask_for_norm"));
    }

    private @Nullable String normalised(String scheme, JsonNode masked) {
        var own = manifest.normalisation();
        boolean agrees =
                switch (scheme) {
                    case "CTNormalization" ->
                            own instanceof Normalisation.Clip clip && agrees(clip);
                    case "ZScoreNormalization" -> own instanceof Normalisation.ZScore;
                    case "RescaleTo01Normalization" ->
                            own.equals(new Normalisation.Percentiles(0, 100));
                    case "RGBTo01Normalization" -> own.equals(new Normalisation.Window(0, 255));
                    case "NoNormalization" -> own instanceof Normalisation.None;
                    default -> false;
                };
        if (scheme.equals("ZScoreNormalization") && masked.path(0).asBoolean(false)) {
            return "wants values normalised within a mask: use_mask_for_norm";
        }
        return agrees ? null : "has another normalisation than the manifest";
    }

    private boolean agrees(Normalisation.Clip clip) {
        var values = root.path("foreground_intensity_properties_per_channel").path("0");
        return close(values.path("percentile_00_5").asDouble(Double.NaN), clip.low())
                && close(values.path("percentile_99_5").asDouble(Double.NaN), clip.high())
                && close(values.path("mean").asDouble(Double.NaN), clip.mean())
                && close(values.path("std").asDouble(Double.NaN), clip.deviation());
    }

    /** A field of a configuration, or of the one that it inherits from. */
    private JsonNode field(String configuration, String field) {
        var name = configuration;
        for (int i = 0; i < MOST_PARENTS; i++) {
            var own = root.path("configurations").path(name);
            if (own.has(field) || !own.has("inherits_from")) {
                return own.path(field);
            }
            name = own.path("inherits_from").asText();
        }
        return root.path("configurations").path(name).path(field);
    }

    private List<Double> sides() {
        return manifest.patch().stream().map(Integer::doubleValue).toList();
    }

    private static List<Double> numbers(JsonNode list) {
        var numbers = new ArrayList<Double>();
        list.forEach(one -> numbers.add(one.asDouble(Double.NaN)));
        return numbers;
    }

    private static boolean same(
            List<Double> one, List<Double> other, BiPredicate<Double, Double> alike) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!alike.test(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean close(double one, double other) {
        return Math.abs(one - other) <= CLOSE * Math.max(1, Math.abs(other));
    }

    private static ModelFailure failure(String what) {
        return new ModelFailure(Reason.MANIFEST, FILE + " " + what);
    }
}
