package org.medsendx.segmenter.tissue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TissueSchemesTest {

    private static final String ONE =
            """
            version: 1
            schemes:
              - name: mine
                for: {modality: [MR], view: AX, unit: stored}
                k: 1
                classes:
                  - {label: all, title: All values, colour: "#010203"}
            """;

    @TempDir private Path folder;

    @Test
    void names_ct_by_bands_and_mammograms_by_attenuation_and_all_else_by_value() {
        var shipped = TissueSchemes.shipped();

        assertThat(shipped.first("CT", "", "HU").orElseThrow().name()).isEqualTo("ct");
        var mammography = shipped.first("MG", "CC", "stored").orElseThrow();
        assertThat(mammography.byAttenuation()).isTrue();
        for (var modality : new String[] {"MR", "US", "DX", "PT", "CT"}) {
            assertThat(shipped.first(modality, "", "stored").orElseThrow().classes())
                    .extracting(TissueClass::label)
                    .containsExactly("low", "middle", "high");
        }
    }

    @Test
    void refuses_ct_centres_outside_their_bands() {
        var ct = TissueSchemes.shipped().named("ct").orElseThrow();

        assertThat(ct.holds(-980, 40, 700)).isTrue();
        assertThat(ct.holds(-980, -100, 45)).isFalse();
        assertThat(ct.holds(-1200, 40, 700)).isFalse();
        assertThat(ct.holds(-980, 40, 3100)).isFalse();
    }

    @Test
    void goes_on_to_fewer_classes_and_ends() {
        var shipped = TissueSchemes.shipped();
        var names = new StringBuilder();
        for (var at = shipped.first("CT", "", "HU");
                at.isPresent();
                at = at.flatMap(shipped::after)) {
            names.append(at.get().name()).append(at.get().k()).append(' ');
        }

        assertThat(names.toString()).isEqualTo("ct3 ct-without-bone2 values3 two-values2 ");
    }

    @Test
    void takes_a_sites_own_file_in_place_of_all() throws Exception {
        var file = Files.writeString(folder.resolve("site.yaml"), ONE);

        var schemes = TissueSchemes.of(file);

        assertThat(schemes.first("MR", "AX", "stored").orElseThrow().k()).isEqualTo(1);
        assertThat(schemes.first("MR", "SAG", "stored")).isEmpty();
        assertThat(schemes.first("CT", "AX", "HU")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "k: 1|k: 9|schemes[0].k: a number from 1 to 8",
                "k: 1|k: 2|schemes[0].k: as many as there are classes",
                "k: 1|k: one|schemes[0].k: a number from 1 to 8",
                "version: 1|version: 2|version: this program reads version 1",
                "#010203|blue|schemes[0].classes[0].colour",
                "label: all|label: All Of It|schemes[0].classes[0].label",
                "label: all|lable: all|schemes[0].classes[0]: unknown key lable",
                "name: mine|name: [mine]|schemes[0].name: a text is expected",
                "unit: stored|unit: Gy|schemes[0].for.unit: HU or stored",
                "k: 1|order: up|schemes[0].k",
                "k: 1|{k: 1|this is no YAML",
                "title: All values|title: All values, band: [3]|schemes[0].classes[0].band: [from, to]",
                "title: All values|title: A, band: [3, 1]|schemes[0].classes[0].band: a band rises",
                "k: 1|otherwise: other|schemes[0].k",
            })
    void names_file_and_key_of_what_is_wrong(String from, String to, String message) {
        assertThatThrownBy(() -> SchemeFile.read("site.yaml", ONE.replace(from, to)))
                .isInstanceOf(SchemeFileException.class)
                .hasMessageStartingWith("site.yaml: ")
                .hasMessageContaining(message);
    }

    @Test
    void refuses_a_way_that_leads_nowhere_or_never_ends() {
        var lost = ONE.replace("    k: 1", "    otherwise: other\n    k: 1");
        var round = ONE.replace("    k: 1", "    otherwise: mine\n    k: 1");

        assertThatThrownBy(() -> SchemeFile.read("site.yaml", lost))
                .hasMessageContaining("names no scheme");
        assertThatThrownBy(() -> SchemeFile.read("site.yaml", round))
                .hasMessageContaining("comes back to itself");
    }

    @Test
    void finds_a_class_by_the_label_that_events_carry() {
        assertThat(TissueScheme.named("fat").colour()).isEqualTo("#f2c14e");
        assertThat(TissueScheme.named("something-newer").title()).isEqualTo("something-newer");
    }

    @Test
    void measures_density_as_a_share_of_the_breast_alone() {
        assertThat(TissueScheme.density(0.3, 0.1)).isEqualTo(0.25);
        assertThat(TissueScheme.density(0, 0)).isZero();
    }
}
