package org.medsendx.outbox.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenPartsTest {

    private final List<String> closed = new ArrayList<>();
    private final OpenParts parts = new OpenParts();

    @Test
    void closes_the_last_first_and_each_once() {
        parts.keep(() -> closed.add("disk"));
        parts.keep(() -> closed.add("relay"));

        parts.close();
        parts.close();

        assertThat(closed).containsExactly("relay", "disk");
    }

    @Test
    void closes_the_others_when_one_fails() {
        parts.keep(() -> closed.add("disk"));
        parts.keep(() -> {
            throw new IOException("gone");
        });
        parts.keep(() -> {
            throw new IllegalStateException("gone");
        });

        parts.close();

        assertThat(closed).containsExactly("disk");
    }

    @Test
    void an_interrupt_is_not_lost() {
        parts.keep(() -> closed.add("disk"));
        parts.keep(() -> {
            throw new InterruptedException();
        });

        parts.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(closed).containsExactly("disk");
    }
}
