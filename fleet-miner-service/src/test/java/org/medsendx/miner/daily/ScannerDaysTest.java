package org.medsendx.miner.daily;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Percentiles;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.Measures;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.Stratum;

class ScannerDaysTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final Stratum CC = new Stratum("MG", "BREAST", "CC", "20-29");
    private static final Stratum MLO = new Stratum("MG", "BREAST", "MLO", "20-29");
    private static final String KEY = "00000000000000aa";

    @Test
    void counts_an_exam_once_however_many_images_come() {
        var days = ScannerDays.of("S1");

        assertThat(days.take(scan(1, 7, DAY, CC, 100))).isEqualTo(Taken.COUNTED);
        assertThat(days.take(scan(2, 8, DAY, CC, 400))).isEqualTo(Taken.COUNTED);
        assertThat(days.take(scan(3, 7, DAY, CC, 400))).isEqualTo(Taken.COUNTED);
        assertThat(days.take(scan(4, 7, DAY, MLO, 400))).isEqualTo(Taken.COUNTED);

        assertThat(days.exams()).isEqualTo(2);
        assertThat(days.images()).isEqualTo(4);
        var cc = unit(days, CC);
        assertThat(cc.exams()).isEqualTo(2);
        // Exam 7 has the mean of its two images, exam 8 its own.
        double first = (Math.log(100) + Math.log(400)) / 2;
        assertThat(cc.mean(Quantity.MEAN)).isCloseTo((first + Math.log(400)) / 2, within(1e-5));
        assertThat(days.strataPerExam()).isEqualTo(1.5);
    }

    @Test
    void changes_nothing_by_repeats_and_corrected_reruns() {
        var days = ScannerDays.of("S1");
        for (int i = 0; i < 30; i++) {
            days.take(scan(i, i / 2, DAY.plusDays(i / 6), CC, 100 + i));
        }
        byte[] before = days.write();

        for (int i = 0; i < 30; i++) {
            assertThat(days.take(scan(i, i / 2, DAY.plusDays(i / 6), CC, 900)).changes()).isFalse();
        }

        assertThat(values(ScannerDays.read(days.write())))
                .isEqualTo(values(ScannerDays.read(before)));
        assertThat(days.images()).isEqualTo(30);
    }

    @Test
    void counts_a_replayed_year_no_second_time() {
        var days = ScannerDays.of("S1");
        var year = new ArrayList<ScanFeatures>();
        for (int i = 0; i < 2000; i++) {
            year.add(scan(i, i, DAY.plusDays(i / 6), CC, 100));
        }
        year.forEach(days::take);
        long exams = days.exams();

        for (var scan : year) {
            assertThat(days.take(scan).changes()).isFalse();
        }

        assertThat(days.exams()).isEqualTo(exams).isEqualTo(2000);
    }

    @Test
    void counts_a_replay_under_a_new_pseudonym_key_no_second_time() {
        var days = ScannerDays.of("S1");
        for (int i = 0; i < 40; i++) {
            days.take(scan(i, i, DAY.plusDays(i), CC, 100));
        }

        for (int i = 0; i < 40; i++) {
            var again = scan(1000 + i, 1000 + i, DAY.plusDays(i), CC, 100, "00000000000000bb");
            assertThat(days.take(again)).isEqualTo(Taken.OTHER_KEY);
        }
        var next = scan(2000, 2000, DAY.plusDays(40), CC, 100, "00000000000000bb");
        assertThat(days.take(next)).isEqualTo(Taken.COUNTED);

        assertThat(days.exams()).isEqualTo(41);
    }

    @Test
    void is_not_blinded_by_days_that_cannot_be() {
        var days = ScannerDays.of("S1");
        for (int i = 0; i < 10; i++) {
            days.take(scan(i, i, DAY.plusDays(i), CC, 100));
        }
        byte[] before = days.write();

        assertThat(days.take(scan(90, 90, LocalDate.of(2099, 1, 1), CC, 100)))
                .isEqualTo(Taken.IMPLAUSIBLE_DAY);
        assertThat(days.take(scan(91, 91, LocalDate.of(1999, 1, 1), CC, 100)))
                .isEqualTo(Taken.BEFORE_ITS_TIME);

        assertThat(values(days)).isEqualTo(values(ScannerDays.read(before)));
        assertThat(days.lastDay()).isEqualTo(DAY.plusDays(9));
    }

    @Test
    void believes_a_scanner_that_comes_back_after_years() {
        var days = ScannerDays.of("S1");
        for (int i = 0; i < 10; i++) {
            days.take(scan(i, i, DAY.plusDays(i), CC, 100));
        }

        var later = DAY.plusYears(3);
        var taken = new ArrayList<Taken>();
        for (int i = 0; i < 4; i++) {
            taken.add(days.take(scan(50 + i, 50 + i, later.plusDays(i), CC, 100)));
        }

        assertThat(taken)
                .containsExactly(
                        Taken.IMPLAUSIBLE_DAY, Taken.IMPLAUSIBLE_DAY, Taken.COUNTED, Taken.COUNTED);
    }

    @Test
    void takes_late_scans_into_their_day() {
        var inOrder = ScannerDays.of("S1");
        var late = ScannerDays.of("S1");
        for (int i = 0; i < 60; i++) {
            inOrder.take(scan(i, i, DAY.plusDays(i), CC, 100 + i));
            if (i != 20) {
                late.take(scan(i, i, DAY.plusDays(i), CC, 100 + i));
            }
        }
        assertThat(late.take(scan(20, 20, DAY.plusDays(20), CC, 120))).isEqualTo(Taken.COUNTED);

        assertThat(late.exams()).isEqualTo(60);
        var a = inOrder.strata().iterator().next().units();
        var b = late.strata().iterator().next().units();
        assertThat(b).hasSameSizeAs(a);
        for (int i = 0; i < a.size(); i++) {
            assertThat(b.get(i).sums().mean(Quantity.MEAN))
                    .isCloseTo(a.get(i).sums().mean(Quantity.MEAN), within(1e-4));
        }
    }

    @Test
    void leaves_out_measures_of_a_version_that_it_does_not_know_and_keeps_what_it_has() {
        var days = ScannerDays.of("S1");
        days.take(measured(1, DAY, 1, 10));
        days.take(measured(2, DAY.plusDays(1), 2, 50));
        days.take(measured(3, DAY.plusDays(2), 1, 10));

        var noise =
                days.strata().iterator().next().units().stream()
                        .map(unit -> unit.sums().exams(Quantity.NOISE))
                        .toList();
        assertThat(noise).containsExactly(1, 0, 1);
        assertThat(unit(days, CC).exams()).isEqualTo(1);
    }

    @Test
    void is_bounded_and_reads_what_it_wrote() {
        var random = new SplittableRandom(3);
        var days = ScannerDays.of("S1");
        int id = 0;
        for (int day = 0; day < 800; day++) {
            for (int exam = 0; exam < 12; exam++) {
                for (int image = 0; image < 4; image++) {
                    days.take(
                            scan(
                                    id++,
                                    day * 12 + exam,
                                    DAY.plusDays(day),
                                    image < 2 ? CC : MLO,
                                    100 * Math.exp(0.1 * random.nextGaussian())));
                }
            }
        }

        byte[] stored = days.write();

        assertThat(stored.length).isLessThan(30_000);
        var read = ScannerDays.read(stored);
        assertThat(read.write()).isEqualTo(stored);
        assertThat(values(read)).isEqualTo(values(days));
        assertThat(read.take(scan(id - 1, 800 * 12 - 1, DAY.plusDays(799), MLO, 1)))
                .isEqualTo(Taken.REPEATED);
    }

    @Test
    void a_year_of_a_kind_of_scan_with_all_its_measures_takes_less_than_ten_kilobytes() {
        int one = afterAYear(List.of(CC)).length;
        int two = afterAYear(List.of(CC, MLO)).length;

        // Beside the kinds of scans there are the latest exams, which must not count twice.
        assertThat(one).isLessThan(17_500);
        assertThat(two - one).isLessThan(10_000);
    }

    private static byte[] afterAYear(List<Stratum> kinds) {
        var random = new SplittableRandom(4);
        var days = ScannerDays.of("S1");
        var names =
                Quantity.all().stream()
                        .map(Quantity::measure)
                        .filter(Objects::nonNull)
                        .limit(14) // no modality has more
                        .toList();
        int id = 0;
        for (int day = 0; day < 365; day++) {
            for (int exam = 0; exam < 3; exam++) {
                for (var kind : kinds) {
                    var values = new HashMap<String, Double>();
                    names.forEach(name -> values.put(name, 1 + random.nextDouble()));
                    days.take(measured(id++, DAY.plusDays(day), kind, values));
                }
            }
        }
        return days.write();
    }

    @Test
    void reads_what_the_first_version_wrote_and_knows_its_exams() throws Exception {
        byte[] stored;
        try (var in = getClass().getResourceAsStream("days-version-1.base64")) {
            stored = Base64.getMimeDecoder().decode(Objects.requireNonNull(in).readAllBytes());
        }
        var same = ScannerDays.of("S1");
        int id = 0;
        for (int day = 0; day < 40; day += 13) {
            same.take(scan(id++, day, DAY.plusDays(day), CC, 100 + day));
            same.take(scan(id++, day, DAY.plusDays(day), MLO, 120 + day));
            same.take(scan(id++, day, DAY.plusDays(day), MLO, 130 + day));
        }

        var read = ScannerDays.read(stored);

        assertThat(stored[0]).isEqualTo((byte) 1);
        assertThat(values(read)).isEqualTo(values(same));
        assertThat(read.write()).isEqualTo(same.write()).hasSizeLessThan(stored.length);
        assertThat(read.take(scan(0, 0, DAY, CC, 100))).isEqualTo(Taken.REPEATED);
    }

    @Test
    void says_what_it_cannot_read_and_whose_scan_is_not_its_own() {
        assertThatThrownBy(() -> ScannerDays.read(new byte[] {9, 9, 9}))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] stored = ScannerDays.of("S1").write();
        assertThatThrownBy(() -> ScannerDays.read(java.util.Arrays.copyOf(stored, 20)))
                .isInstanceOf(IllegalArgumentException.class);
        var other = ScannerDays.of("S2");
        assertThatThrownBy(() -> other.take(scan(1, 1, DAY, CC, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Sums unit(ScannerDays days, Stratum stratum) {
        return days.strata().stream()
                .filter(s -> s.stratum().equals(stratum))
                .findFirst()
                .orElseThrow()
                .units()
                .getLast()
                .sums();
    }

    private static List<String> values(ScannerDays days) {
        var values = new ArrayList<String>();
        values.add(days.exams() + " " + days.images() + " " + days.firstDay() + days.lastDay());
        for (var stratum : days.strata()) {
            for (var unit : stratum.units()) {
                values.add(
                        stratum.stratum().id()
                                + unit.day()
                                + ' '
                                + unit.sums().exams()
                                + ' '
                                + unit.sums().mean(Quantity.MEAN)
                                + unit.sums().mean(Quantity.P95));
            }
        }
        return values;
    }

    private static ScanFeatures measured(int id, LocalDate day, int version, double noise) {
        return measured(id, day, CC, version, Map.of("noise", noise));
    }

    private static ScanFeatures measured(
            int id, LocalDate day, Stratum kind, Map<String, Double> values) {
        return measured(id, day, kind, Quantity.MEASURES_VERSION, values);
    }

    private static ScanFeatures measured(
            int id, LocalDate day, Stratum kind, int version, Map<String, Double> values) {
        var scan = scan(id, id, day, kind, 100);
        return new ScanFeatures(
                scan.featureId(),
                scan.truck(),
                scan.scanner(),
                day,
                kind,
                scan.features().with(new Measures(version, values, Map.of())),
                scan.examKey(),
                KEY);
    }

    private static ScanFeatures scan(
            int id, int exam, LocalDate day, Stratum stratum, double mean) {
        return scan(id, exam, day, stratum, mean, KEY);
    }

    private static ScanFeatures scan(
            int id, int exam, LocalDate day, Stratum stratum, double mean, String key) {
        return new ScanFeatures(
                "%032x".formatted(id),
                "T1",
                "S1",
                day,
                stratum,
                new Features(
                        "stored",
                        1000,
                        mean,
                        mean / 3,
                        0,
                        2 * mean,
                        new Percentiles(
                                mean / 4, mean / 2, mean, mean, mean, 1.5 * mean, 1.8 * mean),
                        List.of(
                                new Tissue("background", mean / 2, 0.4),
                                new Tissue("fat", mean, 0.4),
                                new Tissue("fibroglandular", 1.5 * mean, 0.2))),
                "%032x".formatted(1_000_000 + exam),
                key);
    }
}
