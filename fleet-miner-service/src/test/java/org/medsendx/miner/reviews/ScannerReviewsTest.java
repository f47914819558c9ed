package org.medsendx.miner.reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.medsendx.miner.reviews.SimulatedReviews.FIRST_DAY;
import static org.medsendx.miner.reviews.SimulatedReviews.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.RejectReason;
import org.medsendx.contracts.deidentified.ScanOutcome;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;
import org.medsendx.miner.reviews.SimulatedReviews.Fault;

class ScannerReviewsTest {

    private static final String A = "a".repeat(32);
    private static final String B = "b".repeat(32);
    private static final String EXAM = "e".repeat(32);

    private final ScannerReviews reviews = ScannerReviews.of("MG-1");

    @Test
    void a_second_decision_about_a_scan_takes_the_place_of_the_first() {
        assertThat(take(A, 0, RejectReason.MOTION, 1)).isEqualTo(ReviewTaken.COUNTED);
        assertThat(take(B, 0, null, 1)).isEqualTo(ReviewTaken.COUNTED);
        assertThat(sum().rejectedScans()).isOne();

        assertThat(take(A, 0, null, 2)).isEqualTo(ReviewTaken.REPLACED);

        assertThat(sum().scans()).isEqualTo(2);
        assertThat(sum().rejectedScans()).isZero();
        assertThat(sum().exams()).isOne();
    }

    @Test
    void what_comes_again_or_too_late_changes_nothing() {
        take(A, 0, null, 2);

        assertThat(take(A, 0, null, 2)).isEqualTo(ReviewTaken.REPEATED);
        assertThat(take(A, 0, RejectReason.MOTION, 1)).isEqualTo(ReviewTaken.REPEATED);

        assertThat(sum().scans()).isOne();
        assertThat(sum().rejectedScans()).isZero();
    }

    @Test
    void any_order_and_any_number_of_repeats_give_the_same_counts() {
        var outcomes = new ArrayList<ScanOutcome>();
        var simulated = new SimulatedReviews("MG-1", 3, 0, 0);
        for (int day = 0; day < 6; day++) {
            outcomes.addAll(simulated.day(day, 10, new Fault(null, 5), false));
        }
        for (var one : List.copyOf(outcomes)) {
            outcomes.add(revised(one));
        }
        outcomes.forEach(reviews::take);
        var other = ScannerReviews.of("MG-1");
        outcomes.addAll(List.copyOf(outcomes));
        Collections.shuffle(outcomes, new Random(5));
        outcomes.forEach(other::take);

        assertThat(other.write()).isEqualTo(reviews.write());
    }

    private static ScanOutcome revised(ScanOutcome one) {
        int day = (int) (one.acquisitionDay().toEpochDay() - FIRST_DAY.toEpochDay());
        return outcome(
                one.scanner(),
                one.featureId(),
                String.valueOf(one.examKey()),
                day,
                one.decision() == Decision.REJECTED ? null : RejectReason.EQUIPMENT,
                2);
    }

    @Test
    void an_exam_with_two_rejected_images_is_one_rejected_exam() {
        take(A, 0, RejectReason.POSITIONING, 1);
        take(B, 0, RejectReason.CUT_OFF, 1);

        assertThat(sum().rejectedScans()).isEqualTo(2);
        assertThat(sum().rejectedExams()).isOne();
        assertThat(sum().exams(RejectGroup.POSITIONING)).isOne();
        assertThat(sum().scans(RejectReason.CUT_OFF)).isOne();
        assertThat(sum().repeatedExams()).isOne();
    }

    @Test
    void a_reason_of_a_later_version_is_another_one() {
        var known = outcome("MG-1", A, EXAM, 0, RejectReason.MOTION, 1);
        reviews.take(
                new ScanOutcome(
                        A,
                        "T1",
                        "MG-1",
                        known.acquisitionDay(),
                        "MG",
                        Decision.REJECTED,
                        "cosmic-rays",
                        false,
                        1,
                        null,
                        null));

        assertThat(sum().scans(RejectReason.OTHER)).isOne();
    }

    @Test
    void what_cannot_be_believed_or_told_from_a_repeat_is_left_out_with_its_reason() {
        for (int i = 0; i < 4; i++) {
            take("%032x".formatted(i), 100 + i, null, 1);
        }
        assertThat(take(A, 20, null, 1)).isEqualTo(ReviewTaken.BEFORE_ITS_TIME);
        assertThat(reviews.take(keyed(A, 101, "1".repeat(16)))).isEqualTo(ReviewTaken.OTHER_KEY);
        assertThat(reviews.take(keyed(A, 110, "1".repeat(16)))).isEqualTo(ReviewTaken.COUNTED);

        for (int i = 0; i < ScannerReviews.OPEN; i++) {
            take("%032x".formatted(1000 + i), 120, null, 1);
        }
        assertThat(take(B, 120, null, 1)).isEqualTo(ReviewTaken.TOO_MANY);
        assertThat(take(B, 102, null, 1)).isEqualTo(ReviewTaken.TOO_OLD);
        assertThat(sum().scans()).isEqualTo(4 + 1 + ScannerReviews.OPEN);
        assertThatThrownBy(() -> reviews.take(outcome("MG-2", A, EXAM, 0, null, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ScanOutcome keyed(String id, int day, String key) {
        return new ScanOutcome(
                id,
                "T1",
                "MG-1",
                FIRST_DAY.plusDays(day),
                "MG",
                Decision.ACCEPTED,
                null,
                false,
                1,
                EXAM,
                key);
    }

    @Test
    void two_years_are_less_than_ten_kilobytes_and_read_as_written() {
        var simulated = new SimulatedReviews("MG-1", 7, 0, 0.3);
        long scans = 0;
        for (int day = 0; day < 730; day++) {
            for (var outcome : simulated.day(day, 20, new Fault(null, 4), false)) {
                assertThat(reviews.take(outcome)).isEqualTo(ReviewTaken.COUNTED);
                scans++;
            }
        }
        byte[] written = reviews.write();

        assertThat(written).hasSizeLessThan(10_000);
        assertThat(reviews.scans()).isEqualTo(scans);
        assertThat(reviews.units()).hasSizeLessThan(ScannerReviews.WEEKS + 10);
        var read = ScannerReviews.read(written);
        assertThat(read.write()).isEqualTo(written);
        assertThat(read.lastDay()).isEqualTo(FIRST_DAY.plusDays(729));
        assertThat(read.take(outcome("MG-1", A, EXAM, 100, null, 1)))
                .isEqualTo(ReviewTaken.TOO_OLD);
    }

    @Test
    void days_that_become_weeks_lose_nothing() {
        var simulated = new SimulatedReviews("MG-1", 9, 0, 0);
        long rejected = 0;
        for (int day = 0; day < 70; day++) {
            for (var outcome : simulated.day(day, 20, new Fault(null, 3), false)) {
                reviews.take(outcome);
                rejected += outcome.decision() == Decision.REJECTED ? 1 : 0;
            }
        }

        assertThat(sum().scans()).isEqualTo(70 * 20 * 4);
        assertThat(sum().exams()).isEqualTo(70 * 20);
        assertThat(sum().rejectedScans()).isEqualTo(rejected);
        assertThat(reviews.units().getFirst().whole()).isTrue();
        assertThat(reviews.units())
                .isSortedAccordingTo((a, b) -> Integer.compare(a.day(), b.day()));
    }

    @Test
    void what_somebody_else_wrote_is_refused() {
        take(A, 0, RejectReason.MOTION, 1);
        byte[] written = reviews.write();

        assertThatThrownBy(() -> ScannerReviews.read(new byte[] {9}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ScannerReviews.read(Arrays.copyOf(written, 20)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ScannerReviews.read(Arrays.copyOf(written, written.length + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Kept by their place: another order, or one in between, would read old state wrong. */
    @Test
    void reasons_and_groups_keep_their_places() {
        assertThat(Arrays.stream(RejectReason.values()).map(RejectReason::code).limit(12))
                .containsExactly(
                        "positioning",
                        "motion",
                        "underexposed",
                        "overexposed",
                        "cut-off",
                        "artefact",
                        "foreign-object",
                        "wrong-marker",
                        "wrong-view",
                        "wrong-patient",
                        "equipment",
                        "other");
        assertThat(RejectGroup.values())
                .startsWith(
                        RejectGroup.EXPOSURE,
                        RejectGroup.DEFECT,
                        RejectGroup.POSITIONING,
                        RejectGroup.MOTION,
                        RejectGroup.PREPARATION,
                        RejectGroup.IDENTIFICATION,
                        RejectGroup.PROTOCOL,
                        RejectGroup.OTHER);
    }

    private ReviewTaken take(String id, int day, @Nullable RejectReason reason, int revision) {
        return reviews.take(outcome("MG-1", id, EXAM, day, reason, revision));
    }

    private ReviewCounts sum() {
        var sum = new ReviewCounts();
        reviews.units().forEach(unit -> sum.add(unit.counts()));
        return sum;
    }
}
