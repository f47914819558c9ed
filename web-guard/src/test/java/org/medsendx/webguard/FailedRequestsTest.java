package org.medsendx.webguard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class FailedRequestsTest {

    private static final String UID = "1.2.840.99999.7";
    private static final String ID = "802e052c-7e3d-4a27-a441-5708415cdce0-1";

    private final AtomicInteger refused = new AtomicInteger();
    private final FailedRequests filter = new FailedRequests(refused::incrementAndGet);

    private static LogRecord record(Throwable thrown) {
        var record = new LogRecord(Level.SEVERE, "HTTP Request to %s failed, error id: %s");
        record.setParameters(new Object[] {"/studies/" + UID, ID});
        record.setThrown(thrown);
        return record;
    }

    @Test
    void a_failure_has_its_number_its_kinds_and_its_place_and_no_word_of_what_was_sent() {
        var record =
                record(
                        new IllegalStateException(
                                "of " + UID, new IllegalArgumentException("in " + UID)));

        assertThat(filter.isLoggable(record)).isTrue();

        var trace = new StringWriter();
        record.getThrown().printStackTrace(new PrintWriter(trace, true));
        assertThat(record.getMessage()).isEqualTo("a request failed, error id: " + ID);
        assertThat(record.getParameters()).isNull();
        assertThat(trace.toString())
                .contains(
                        "java.lang.IllegalStateException",
                        "java.lang.IllegalArgumentException",
                        "FailedRequestsTest")
                .doesNotContain(UID);
        assertThat(refused).hasValue(0);
    }

    @Test
    void what_was_refused_before_ours_was_asked_has_no_line_but_is_told_of() {
        assertThat(filter.isLoggable(record(new VertxException("no host for " + UID, true))))
                .isFalse();
        assertThat(refused).hasValue(1);
    }

    @Test
    void causes_that_go_in_a_circle_end() {
        var outer = new IllegalStateException("a");
        var inner = new IllegalArgumentException("b", outer);
        outer.initCause(inner);
        var record = record(outer);

        assertThat(filter.isLoggable(record)).isTrue();
        assertThat(record.getThrown().getCause()).isNotNull();
    }
}
