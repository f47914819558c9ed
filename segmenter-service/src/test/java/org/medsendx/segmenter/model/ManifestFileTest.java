package org.medsendx.segmenter.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.segmenter.model.ModelFailure.Reason;

class ManifestFileTest {

    private static final String DIGEST = "ab".repeat(32);

    private static final String WHOLE =
            """
            format: medsendx-model/1
            name: lungs
            version: "2.1"
            licence: MIT
            intended-use: tests
            sha256: %s
            for:
              modality: CT
              views: [CC]
            input:
              values: HU
              spacing: [2.5, 0.7, 0.8]
              orientation: [L, P]
              normalisation: {kind: clip, low: -1000, high: 400, mean: -200, deviation: 300}
              patch: [16, 96, 128]
              overlap: 0.5
            labels:
              - {label: rest, title: Rest, colour: "#101010"}
              - {label: lung, title: Lung, colour: "#a0b0c0", code: {scheme: SCT, value: "39607008", meaning: Lung}}
            """
                    .formatted(DIGEST);

    @Test
    void says_all_that_a_manifest_holds() throws ModelFailure {
        var manifest = ManifestFile.read(WHOLE);

        assertThat(manifest.name()).isEqualTo("lungs");
        assertThat(manifest.version()).isEqualTo("2.1");
        assertThat(manifest.licence()).isEqualTo("MIT");
        assertThat(manifest.intendedUse()).isEqualTo("tests");
        assertThat(manifest.sha256()).isEqualTo(DIGEST);
        assertThat(manifest.modality()).isEqualTo("CT");
        assertThat(manifest.views()).containsExactly("CC");
        assertThat(manifest.hounsfield()).isTrue();
        assertThat(manifest.spacing()).containsExactly(2.5, 0.7, 0.8);
        assertThat(manifest.orientation()).containsExactly("L", "P");
        assertThat(manifest.normalisation())
                .isEqualTo(new Normalisation.Clip(-1000, 400, -200, 300));
        assertThat(manifest.patch()).containsExactly(16, 96, 128);
        assertThat(manifest.volumetric()).isTrue();
        assertThat(manifest.overlap()).isEqualTo(0.5);
        assertThat(manifest.labels().get(0).code()).isNull();
        assertThat(manifest.labels().get(1).tissue().colour()).isEqualTo("#a0b0c0");
        assertThat(manifest.labels().get(1).code())
                .isEqualTo(new Manifest.Code("SCT", "39607008", "Lung"));
    }

    @Test
    void takes_json_as_well() throws ModelFailure {
        var json =
                """
                {"format": "medsendx-model/1", "name": "j", "version": "1", "licence": "MIT",
                 "intended-use": "tests", "sha256": "%s", "for": {"modality": "MG"},
                 "input": {"values": "rescaled", "normalisation": {"kind": "percentiles", "low": 1,
                 "high": 99}, "patch": [64, 64], "overlap": 0},
                 "labels": [{"label": "a", "title": "A", "colour": "#000000"},
                 {"label": "b", "title": "B", "colour": "#000001"}]}
                """
                        .formatted(DIGEST);

        var manifest = ManifestFile.read(json);

        assertThat(manifest.normalisation()).isEqualTo(new Normalisation.Percentiles(1, 99));
        assertThat(manifest.spacing()).isEmpty();
        assertThat(manifest.volumetric()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "medsendx-model/1 | medsendx-model/2 | line 1: format is medsendx-model/1",
                "name: lungs | name: ../lungs | name is lower case",
                "licence: MIT | licences: MIT | line 1: licence is missing",
                "licence: MIT | 'licence: MIT\nsecret: x' | line 5: unknown: secret",
                "licence: MIT | 'licence: MIT\nlicence: MIT' | line 5: licence is there twice",
                "sha256: ab | sha256: AB | sha256 is 64",
                "values: HU | values: grey | line 11: values are HU or rescaled",
                "kind: clip | kind: magic | line 14: kind is none",
                "deviation: 300 | deviation: 0 | line 14: low is below high",
                "mean: -200, | | line 14: mean is missing",
                "[2.5, 0.7, 0.8] | [2.5, 0.7] | spacing has as many",
                "[2.5, 0.7, 0.8] | [2.5, 0.7, x] | line 12: here is a number",
                "[16, 96, 128] | [16, 96, 1e9] | line 15: here is a whole number",
                "[16, 96, 128] | [16, 96, 99999] | a side of patch is 1 to 4096",
                "[16, 96, 128] | 16 | line 15: patch is a list",
                "overlap: 0.5 | overlap: 1 | overlap is 0 to 0.9",
                "[L, P] | [X, P] | orientation is up to two",
                "label: lung | label: rest | labels differ",
                "#101010 | red | line 18: colour is #rrggbb",
                "title: Lung | title: [a] | line 19: here is one value",
                "scheme: SCT | scheme: a-scheme-that-is-too-long | line 19: scheme is up to",
                "input: | 'input: [' | no YAML",
            })
    void says_in_which_line_a_mistake_is(String text, String instead, String message) {
        var failure =
                catchThrowableOfType(
                        ModelFailure.class,
                        () ->
                                ManifestFile.read(
                                        WHOLE.replace(text, instead == null ? "" : instead)));

        assertThat(failure.reason()).isEqualTo(Reason.MANIFEST);
        assertThat(failure).hasMessageContaining(message);
    }

    @Test
    void refuses_what_is_empty_or_unfolds_itself() {
        for (var text : new String[] {"", "- a", "a: &a [x]\nb: *a\n", "\u0000"}) {
            assertThat(
                            catchThrowableOfType(ModelFailure.class, () -> ManifestFile.read(text))
                                    .reason())
                    .isEqualTo(Reason.MANIFEST);
        }
    }
}
