package org.medsendx.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalIndexTest {

    record Visit(String name, int count, @Nullable String note) {}

    @TempDir Path folder;

    @Test
    void finds_the_latest_record_of_a_key_also_after_opening_again() throws IOException {
        try (var visits = open()) {
            assertThat(visits.put(new Visit("a", 1, null))).isEqualTo(0);
            assertThat(visits.put(new Visit("b", 1, "first"))).isEqualTo(1);
            assertThat(visits.put(new Visit("a", 2, null))).isEqualTo(2);
            assertThat(visits.get("a")).isEqualTo(new Visit("a", 2, null));
        }

        try (var visits = open()) {
            assertThat(visits.get("a")).isEqualTo(new Visit("a", 2, null));
            assertThat(visits.get("b")).isEqualTo(new Visit("b", 1, "first"));
            assertThat(visits.get("c")).isNull();
            assertThat(visits.contains("c")).isFalse();
            assertThat(visits.size()).isEqualTo(3);
        }
    }

    @Test
    void pages_through_the_records_in_order() throws IOException {
        try (var visits = open()) {
            for (int i = 0; i < 100; i++) {
                visits.put(new Visit("v" + i, i, null));
            }

            var page = visits.since(40, 3);

            assertThat(page.stream().map(JournalIndex.Entry::index)).containsExactly(40L, 41L, 42L);
            assertThat(page.stream().map(e -> e.value().count())).containsExactly(40, 41, 42);
            assertThat(visits.since(99, 10)).hasSize(1);
            assertThat(visits.since(100, 10)).isEmpty();
        }
    }

    @Test
    void keeps_every_key_apart_when_there_are_many() {
        var index = new IdIndex();
        for (int i = 0; i < 20_000; i++) {
            index.put("key " + i, i);
            index.put("%032x".formatted(i), i + 100_000);
        }

        for (int i = 0; i < 20_000; i++) {
            assertThat(index.get("key " + i)).isEqualTo(i);
            assertThat(index.get("%032x".formatted(i))).isEqualTo(i + 100_000);
        }
        assertThat(index.size()).isEqualTo(40_000);
        assertThat(index.get("%032x".formatted(20_000))).isEqualTo(-1);
        assertThat(index.get("%032X".formatted(0xabc))).isEqualTo(-1);
    }

    @Test
    void says_nothing_of_a_record_it_cannot_read() throws IOException {
        try (var journal = Journal.open(folder)) {
            journal.append(
                    "{\"name\":\"DOE^JANE\",\"count\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        }

        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasNoCause()
                .hasMessageNotContaining("DOE");
    }

    private JournalIndex<Visit> open() throws IOException {
        return JournalIndex.open(folder, Visit.class, Visit::name);
    }
}
