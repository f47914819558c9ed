package org.medsendx.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.Measures;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.contracts.deidentified.Triage;

class MeasuresTest {

    @Test
    void the_same_measures_give_the_same_bytes_in_whatever_order_they_came() throws Exception {
        var one = new LinkedHashMap<String, Double>();
        one.put("noise", 3.5);
        one.put("ctdiVol", 7.0);
        var other = new LinkedHashMap<String, Double>();
        other.put("ctdiVol", 7.0);
        other.put("noise", 3.5);

        assertThat(json(new Measures(1, one, Map.of("edgeWidth", "no-edge"))))
                .isEqualTo(json(new Measures(1, other, Map.of("edgeWidth", "no-edge"))))
                .isEqualTo(
                        "{\"version\":1,\"values\":{\"ctdiVol\":7.0,\"noise\":3.5},"
                                + "\"absent\":{\"edgeWidth\":\"no-edge\"}}");
    }

    private static String json(Measures measures) throws Exception {
        return EventCodec.JSON.writeValueAsString(measures);
    }

    @Test
    void a_measure_is_a_number_or_has_a_reason_and_no_free_text() {
        assertThatThrownBy(() -> new Measures(1, Map.of("noise", Double.NaN), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Measures(1, Map.of("Doe^Jane", 1.0), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("Doe");
        assertThatThrownBy(() -> new Measures(1, Map.of(), Map.of("noise", "Doe^Jane")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("Doe");
        assertThatThrownBy(() -> new Measures(1, Map.of("noise", 1.0), Map.of("noise", "no-noise")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Measures(0, Map.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_key_of_a_stratum_is_what_it_was_before_there_were_further_parts() {
        var key = new Stratum("CT", "CHEST", "ROUTINE", "120-129");
        var fine =
                new Stratum(
                        "CT",
                        "CHEST",
                        "ROUTINE",
                        "120-129",
                        "GE",
                        "REVOLUTION",
                        "STANDARD",
                        "1-2",
                        "NO",
                        "NONE",
                        "NONE",
                        "NONE");

        assertThat(fine.id()).isEqualTo(key.id()).isEqualTo("CT|CHEST|ROUTINE|120-129");
        assertThat(fine.key()).isEqualTo(key);
        assertThat(fine.fineId())
                .isEqualTo("CT|CHEST|ROUTINE|120-129|GE|REVOLUTION|STANDARD|1-2|NO|NONE|NONE|NONE");
        assertThatThrownBy(() ->
                        new Stratum(
                                "CT",
                                "CHEST",
                                "ROUTINE",
                                "120-129",
                                "Doe, Jane",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("Doe");
    }

    @Test
    void a_point_of_priority_is_worth_some_waiting() {
        var noon = Instant.parse("2026-03-01T12:00:00Z");

        assertThat(Triage.place(noon, 30, Duration.ofMinutes(2)))
                .isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
    }
}
