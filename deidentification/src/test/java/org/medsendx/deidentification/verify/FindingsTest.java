package org.medsendx.deidentification.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.medsendx.deidentification.rules.Reason;
import org.medsendx.dicom.dictionary.Tag;

class FindingsTest {

    private final Findings findings = new Findings();

    @Test
    void names_the_checks_that_ran_whether_they_found_anything_or_not() {
        findings.runs(Check.UID, Check.TYPE);
        findings.fail(Check.TYPE, Tag.Modality);

        assertThat(findings.ran()).containsExactly("verify-type", "verify-uid");
        assertThat(findings.reasons()).containsExactly(new Reason("verify-type", Tag.Modality));
    }

    @Test
    void a_check_that_did_not_say_that_it_runs_cannot_find_anything() {
        findings.runs(Check.UID);

        assertThatThrownBy(() -> findings.fail(Check.TOKEN, null))
                .isInstanceOf(IllegalStateException.class);
    }
}
