package org.medsendx.ingest.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.dicom.dictionary.VR;

/** What tests of whole queries do not reach. */
class KeyMatchTest {

    @Test
    @Timeout(5)
    void a_hostile_pattern_takes_no_time() {
        assertThat(Glob.matches("*a".repeat(3000) + "b", "a".repeat(10_000))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "DA, 20260305, true",
        "DA, 20260304-, true",
        "DA, yesterday, false",
        "DA, ' ', false",
        "DA, 20260305;, false",
        "TM, 0930, true",
        "TM, noon-, false",
        "UI, 1.2*, false",
        "IS, *, false"
    })
    void what_is_no_date_matches_none(VR vr, String key, boolean matches) {
        String value = vr == VR.DA ? "20260305" : vr == VR.TM ? "093000" : "1.2.3";

        assertThat(KeyMatch.any(vr, List.of(key), List.of(value))).isEqualTo(matches);
    }
}
