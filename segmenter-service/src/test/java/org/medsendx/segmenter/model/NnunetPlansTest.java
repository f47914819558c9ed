package org.medsendx.segmenter.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.segmenter.tissue.TissueClass;

/** Plans in the form in which nnU-Net's version 2 writes them. */
class NnunetPlansTest {

    private static final String PLANS =
            """
            {
              "dataset_name": "Dataset900_Chest", "plans_name": "nnUNetPlans",
              "original_median_spacing_after_transp": [1.5, 0.8, 0.8],
              "image_reader_writer": "SimpleITKIO",
              "transpose_forward": [0, 1, 2], "transpose_backward": [0, 1, 2],
              "configurations": {
                "2d": {
                  "batch_size": 12, "patch_size": [512, 512], "spacing": [0.8, 0.8],
                  "normalization_schemes": ["CTNormalization"], "use_mask_for_norm": [false]
                },
                "3d_lowres": {"inherits_from": "3d_fullres", "patch_size": [96, 160, 128],
                  "spacing": [2.5, 1.6, 1.6], "next_stage": "3d_cascade_fullres"},
                "3d_fullres": {
                  "batch_size": 2, "patch_size": [64, 192, 160],
                  "spacing": [1.5, 0.80078125, 0.80078125],
                  "normalization_schemes": ["CTNormalization"], "use_mask_for_norm": [false]
                },
                "3d_cascade_fullres": {"inherits_from": "3d_fullres", "patch_size": [64, 192, 161],
                  "previous_stage": "3d_lowres"}
              },
              "experiment_planner_used": "ExperimentPlanner",
              "foreground_intensity_properties_per_channel": {"0": {
                "max": 3071.0, "mean": 104.37, "median": 101.0, "min": -1024.0,
                "percentile_00_5": -986.0, "percentile_99_5": 1072.0, "std": 189.21}}
            }
            """;

    @TempDir Path folder;

    @Test
    void a_manifest_that_says_what_a_configuration_says_is_taken() {
        assertThatCode(() -> check(manifest(List.of(64, 192, 160), List.of(1.5, 0.8008, 0.8008))))
                .doesNotThrowAnyException();
        // What a configuration does not say its parent does.
        assertThatCode(() -> check(manifest(List.of(96, 160, 128), List.of(2.5, 1.6, 1.6))))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(manifest(List.of(512, 512), List.of(0.8, 0.8))))
                .doesNotThrowAnyException();
    }

    @Test
    void another_patch_or_spacing_is_told() {
        refused(PLANS, manifest(List.of(192, 64, 160), List.of(1.5, 0.8, 0.8)), "patch");
        refused(PLANS, manifest(List.of(64, 192, 160), List.of(0.8, 1.5, 0.8)), "spacing");
        refused(PLANS, manifest(List.of(64, 192, 160), List.of()), "spacing");
        refused(PLANS, manifest(List.of(64, 192, 161), List.of(1.5, 0.8, 0.8)), "cascade");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"transpose_forward\": [0, 1, 2] | \"transpose_forward\": [2, 0, 1] | transpose",
                "\"std\": 189.21 | \"std\": 18.9 | normalisation",
                "[\"CTNormalization\"] | [\"ZScoreNormalization\"] | normalisation",
                "[\"CTNormalization\"] | [\"CTNormalization\", \"noNorm\"] | several channels",
                "\"configurations\" | \"plans_per_stage\" | version 2",
                "\"dataset_name\" | dataset_name | no JSON",
            })
    void what_is_other_or_not_done_is_refused_by_name(String there, String instead, String reason) {
        refused(
                PLANS.replace(there, instead),
                manifest(List.of(64, 192, 160), List.of(1.5, 0.8, 0.8)),
                reason);
    }

    @Test
    void a_folder_as_nnunet_leaves_it_is_refused_with_what_is_missing() throws Exception {
        var export = Files.createDirectories(folder.resolve("chest"));
        Files.writeString(export.resolve("plans.json"), PLANS);
        Files.writeString(export.resolve("dataset.json"), "{}");

        assertThatThrownBy(() -> ModelPackage.read(folder, "chest"))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContaining("no manifest.yaml, which nnU-Net does not write");
    }

    private static void refused(String plans, Manifest manifest, String reason) {
        assertThatThrownBy(
                        () -> NnunetPlans.check(manifest, plans.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContaining(reason);
    }

    private static void check(Manifest manifest) throws ModelFailure {
        NnunetPlans.check(manifest, PLANS.getBytes(StandardCharsets.UTF_8));
    }

    private static Manifest manifest(List<Integer> patch, List<Double> spacing) {
        return new Manifest(
                "chest",
                "1",
                "MIT",
                "tests",
                "CT",
                List.of(),
                "0".repeat(64),
                true,
                spacing,
                List.of(),
                new Normalisation.Clip(-986, 1072, 104.37, 189.21),
                patch,
                0.5,
                List.of(
                        new Manifest.Label(new TissueClass("air", "Air", 0), null),
                        new Manifest.Label(new TissueClass("lung", "Lung", 1), null)));
    }
}
