package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void a_taken_http_port_is_one_message_that_says_what_to_set() {
        var failure = new RuntimeException(new BindException("in use"));

        assertThat(Main.message(failure)).contains("quarkus.http.port").doesNotContain("\n");
    }

    @Test
    void what_cannot_start_says_its_own_message() {
        var failure = new IllegalStateException(new CannotStartException("no volume"));

        assertThat(Main.message(failure)).isEqualTo("edge-ingest cannot start: no volume");
    }

    @Test
    void what_nobody_foresaw_keeps_its_stack_trace() {
        assertThat(Main.message(new IllegalStateException())).isNull();
    }
}
