package org.medsendx.segmenter.tissue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TissueSchemeTest {

    @Test
    void names_ct_classes_whose_centres_fit_the_names() {
        assertThat(TissueScheme.of("CT", true, -980, 40, 700)).isEqualTo(TissueScheme.CT);
    }

    @Test
    void names_no_bone_in_a_ct_that_has_none() {
        assertThat(TissueScheme.of("CT", true, -980, -100, 45)).isEqualTo(TissueScheme.VALUES);
    }

    @Test
    void names_no_tissue_in_a_ct_without_hounsfield_units() {
        assertThat(TissueScheme.of("CT", false, -980, 40, 700)).isEqualTo(TissueScheme.VALUES);
    }

    @Test
    void names_mammograms_by_attenuation_and_all_else_by_value() {
        assertThat(TissueScheme.of("MG", false, 0, 900, 2000)).isEqualTo(TissueScheme.MAMMOGRAPHY);
        assertThat(TissueScheme.of("MR", false, 0, 900, 2000)).isEqualTo(TissueScheme.VALUES);
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
