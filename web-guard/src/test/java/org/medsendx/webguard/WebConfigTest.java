package org.medsendx.webguard;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebConfigTest {

    @Test
    void a_value_that_is_no_host_is_refused_with_its_key() {
        WebConfig wrong = () -> Optional.of(List.of("https://truck7.example"));

        assertThatThrownBy(() -> new GuardFilter(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("medsendx.web.hosts");
    }
}
