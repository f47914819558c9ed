package org.medsendx.segmenter.usual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Percentiles;
import org.medsendx.contracts.deidentified.Measures;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.journal.Journal;

class UsualScansTest {

    private static final UsualLimits LIMITS = new UsualLimits(20, 50, 3, 4);
    private static final Stratum CHEST = new Stratum("CT", "CHEST", "ROUTINE", "120-129");

    @TempDir Path folder;

    @Test
    void says_not_enough_until_it_has_seen_enough() throws IOException {
        var usual = UsualScans.inMemory(LIMITS);
        for (int i = 0; i < 19; i++) {
            assertThat(usual.distance("CT1", CHEST, scan(0, 10)))
                    .isEqualTo(Unusualness.notEnough(i));
            usual.learn(i, "CT1", CHEST, scan(i, 10));
        }
        usual.learn(19, "CT1", CHEST, scan(19, 10));

        assertThat(usual.distance("CT1", CHEST, scan(0, 10)).enough()).isTrue();
    }

    @Test
    void measures_the_distance_in_robust_standard_deviations() throws IOException {
        var usual = UsualScans.inMemory(LIMITS);
        // Noise 10 +- 1, evenly: median 10, median absolute deviation 0.5.
        for (int i = 0; i < 41; i++) {
            usual.learn(i, "CT1", CHEST, scan(0, 9 + i * 0.05));
        }

        var far = usual.distance("CT1", CHEST, scan(0, 15));

        assertThat(far.distance()).isCloseTo(5 / (1.4826 * 0.5), Offset.offset(0.1));
        assertThat(far.features()).containsExactly("noise-high");
        assertThat(usual.distance("CT1", CHEST, scan(0, 10.5)).features()).isEmpty();
    }

    @Test
    void bears_a_third_of_bad_scans() throws IOException {
        var usual = UsualScans.inMemory(LIMITS);
        var random = new Random(1);
        for (int i = 0; i < 48; i++) {
            usual.learn(
                    i, "CT1", CHEST, scan(0, i % 3 == 0 ? 100 : 10 + 0.3 * random.nextGaussian()));
        }

        assertThat(usual.distance("CT1", CHEST, scan(0, 10.1)).features()).isEmpty();
        assertThat(usual.distance("CT1", CHEST, scan(0, 100)).features())
                .containsExactly("noise-high");
    }

    @Test
    void compares_with_the_same_scanner_as_soon_as_it_can() throws IOException {
        var usual = UsualScans.inMemory(LIMITS);
        for (int i = 0; i < 20; i++) {
            usual.learn(i, "CT1", CHEST, scan(0, 10 + 0.1 * (i % 5)));
        }

        assertThat(usual.distance("CT2", CHEST, scan(0, 20)).features())
                .containsExactly("noise-high");

        for (int i = 0; i < 20; i++) {
            usual.learn(20 + i, "CT2", CHEST, scan(0, 20 + 0.1 * (i % 5)));
        }

        assertThat(usual.distance("CT2", CHEST, scan(0, 20)).features()).isEmpty();
        assertThat(usual.distance("CT1", CHEST, scan(0, 20)).features())
                .containsExactly("noise-high");
    }

    @Test
    void knows_after_a_restart_what_it_had_learned() throws IOException {
        var expected = new Unusualness(0, false, 0, List.of());
        try (var usual = UsualScans.open(folder.resolve("usual"), LIMITS)) {
            for (int i = 0; i < 70; i++) {
                usual.learn(i, "CT1", CHEST, scan(i % 7, 10 + i % 3));
            }
            expected = usual.distance("CT1", CHEST, scan(3, 30));
        }

        try (var usual = UsualScans.open(folder.resolve("usual"), LIMITS)) {
            assertThat(usual.distance("CT1", CHEST, scan(3, 30))).isEqualTo(expected);
            assertThat(expected.features()).contains("noise-high");
        }
    }

    @Test
    void keeps_memory_and_disk_within_bounds() throws IOException {
        try (var usual = UsualScans.open(folder.resolve("usual"), LIMITS)) {
            for (int i = 0; i < 3000; i++) {
                usual.learn(
                        i,
                        "CT" + i % 2,
                        new Stratum("CT", "CHEST", "P" + i / 100, "120-129"),
                        scan(i, 10));
            }

            assertThat(usual.size()).isLessThanOrEqualTo(3 * 50);
        }
        try (var files = Files.walk(folder)) {
            long bytes =
                    files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
            assertThat(bytes).isLessThan(2_400L * 500);
        }
        try (var usual = UsualScans.open(folder.resolve("usual"), LIMITS)) {
            assertThat(usual.size()).isLessThanOrEqualTo(3 * 50);
        }
    }

    @Test
    void leaves_out_what_a_scan_does_not_have() throws IOException {
        var usual = UsualScans.inMemory(LIMITS);
        for (int i = 0; i < 30; i++) {
            usual.learn(i, "CT1", CHEST, scan(i % 5, 10));
        }
        var without = scan(2, 10).with(new Measures(1, Map.of(), Map.of("noise", "no-noise")));

        assertThat(usual.distance("CT1", CHEST, without).features()).isEmpty();
    }

    @Test
    void learns_of_each_line_of_the_ledger_once() throws IOException {
        try (var usual = UsualScans.open(folder.resolve("usual"), LIMITS)) {
            assertThat(usual.next(0)).isZero();
            for (long line : List.of(0L, 0L, 2L, 1L, 2L, 5L)) {
                usual.learn(line, "CT1", CHEST, scan(line, 10));
            }
            assertThat(usual.size()).isEqualTo(3);
        }

        try (var usual = UsualScans.open(folder.resolve("usual"), LIMITS)) {
            assertThat(usual.next(9)).isEqualTo(6);
            assertThat(usual.size()).isEqualTo(3);
        }
    }

    @Test
    void learns_nothing_twice_after_a_compaction_that_was_cut_off() throws IOException {
        try (var usual = UsualScans.open(folder.resolve("usual"), LIMITS)) {
            usual.next(0);
            for (int i = 0; i < 7; i++) {
                usual.learn(i, "CT1", CHEST, scan(i, 10));
            }
        }
        try (var journal = Journal.open(folder.resolve("usual"))) {
            for (long record : List.of(1L, 2L, 3L)) {
                journal.append(journal.read(record));
            }
        }

        try (var usual = UsualScans.open(folder.resolve("usual"), LIMITS)) {
            assertThat(usual.size()).isEqualTo(7);
            assertThat(usual.next(9)).isEqualTo(7);
        }
    }

    @Test
    void goes_on_behind_the_ledger_when_an_earlier_version_learned_last() throws IOException {
        try (var usual = UsualScans.open(folder.resolve("usual"), LIMITS)) {
            usual.next(0);
            usual.learn(0, "CT1", CHEST, scan(1, 10));
        }
        try (var journal = Journal.open(folder.resolve("usual"))) {
            String line = new String(journal.read(1), StandardCharsets.UTF_8);
            assertThat(line).contains("\"line\":0,");
            journal.append(line.replace("\"line\":0,", "").getBytes(StandardCharsets.UTF_8));
        }

        for (int start = 0; start < 2; start++) {
            try (var usual = UsualScans.open(folder.resolve("usual"), LIMITS)) {
                assertThat(usual.size()).isEqualTo(2);
                assertThat(usual.next(7 + start)).isEqualTo(7);
            }
        }
    }

    @Test
    void goes_on_with_another_ledger_that_is_shorter() throws IOException {
        try (var usual = UsualScans.open(folder.resolve("usual"), LIMITS)) {
            usual.next(0);
            for (int i = 0; i < 6; i++) {
                usual.learn(i, "CT1", CHEST, scan(i, 10));
            }
            assertThat(usual.next(2)).isEqualTo(2);
            usual.learn(2, "CT1", CHEST, scan(9, 10));
            assertThat(usual.size()).isEqualTo(7);
        }

        try (var usual = UsualScans.open(folder.resolve("usual"), LIMITS)) {
            assertThat(usual.next(3)).isEqualTo(3);
            assertThat(usual.size()).isEqualTo(7);
        }
    }

    @Test
    void knows_after_a_compaction_what_it_learned_of() throws IOException {
        try (var usual = UsualScans.open(folder.resolve("usual"), LIMITS)) {
            usual.next(0);
            for (int i = 0; i < 2500; i++) {
                usual.learn(i, "CT1", CHEST, scan(i % 7, 10));
            }
        }
        try (var journal = Journal.open(folder.resolve("usual"))) {
            assertThat(journal.first()).isPositive();
        }

        try (var usual = UsualScans.open(folder.resolve("usual"), LIMITS)) {
            assertThat(usual.next(3000)).isEqualTo(2500);
            assertThat(usual.size()).isEqualTo(50);
        }
    }

    private static Features scan(double mean, double noise) {
        return new Features(
                        "HU",
                        100,
                        mean,
                        100,
                        -1000,
                        1000,
                        new Percentiles(-1000, -900, 0, 40, 60, 300, 800),
                        List.of())
                .with(new Measures(1, Map.of("noise", noise), Map.of()));
    }
}
