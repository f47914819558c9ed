package org.medsendx.endtoend.eyes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromQlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "up < 1 ; up",
                "max by (a) (b{c=\"x > 1\", d!=\"\"}) >= -2.5 ; max by (a) (b{c=\"x > 1\", d!=\"\"})",
                "(count(up) or vector(0)) < 4 ; (count(up) or vector(0))",
                "{__name__=~\"a|b or c\"} < 10 ; {__name__=~\"a|b or c\"}",
            })
    void parts_an_expression_from_its_threshold(String alert, String expression) {
        assertThat(PromQl.compared(alert)).containsExactly(expression);
    }

    @Test
    void parts_what_is_joined_on_the_outermost_level_only() {
        assertThat(
                        PromQl.compared(
                                "sum by (t) (rate(oranges[1h] or band[1h])) > 0\n"
                                        + "and on (t) (b and c) / d < 1 or e{f=\"and\"} == 3"))
                .containsExactly(
                        "sum by (t) (rate(oranges[1h] or band[1h]))",
                        "(b and c) / d",
                        "e{f=\"and\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"up", "a > b", "absent(a)", "a > 1 and b"})
    void refuses_what_is_compared_with_no_number(String alert) {
        assertThatThrownBy(() -> PromQl.compared(alert))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
