package org.medsendx.segmenter.exam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;

class ExamIndexTest {

    private final Lines lines = new Lines();
    private final ExamIndex index = new ExamIndex(lines);

    /** A ledger in memory. */
    private static final class Lines implements ScanLines {
        final List<ScanLine> all = new ArrayList<>();
        long first;
        int read;

        void add(UUID id, int study, String modality, Verdict verdict, int priority) {
            var uids =
                    new InstanceUids("2.25." + study, "2.25." + study + ".1", "2.25." + hash(id));
            all.add(
                    new ScanLine(
                            all.size(),
                            id,
                            uids,
                            modality,
                            "202001%02d".formatted(study % 28 + 1),
                            "scanner-1",
                            verdict,
                            priority));
        }

        static String hash(UUID id) {
            return Long.toUnsignedString(id.getLeastSignificantBits());
        }

        @Override
        public long first() {
            return first;
        }

        @Override
        public long size() {
            return all.size();
        }

        @Override
        public List<ScanLine> since(long from, int limit) {
            int begin = (int) Math.max(first, from);
            var piece = all.subList(begin, Math.min(all.size(), begin + limit));
            read += piece.size();
            return piece;
        }
    }

    private UUID scan(int study, Verdict verdict, int priority) {
        var id = UUID.randomUUID();
        lines.add(id, study, study % 2 == 0 ? "MG" : "CT", verdict, priority);
        return id;
    }

    private List<String> studies(ExamFilter filter, ExamOrder order) throws Exception {
        index.refresh();
        return index.page(filter, order, 0, 100).exams().stream().map(Exam::study).toList();
    }

    @Test
    void shows_what_is_to_be_repeated_first_then_by_priority_then_the_newest() throws Exception {
        scan(1, Verdict.GOOD, 0);
        scan(2, Verdict.REPEAT, 0);
        scan(3, Verdict.GOOD, 70);
        scan(4, Verdict.LOOK, 70);
        scan(5, Verdict.GOOD, 0);

        assertThat(studies(ExamFilter.ALL, ExamOrder.WORST))
                .containsExactly("2.25.2", "2.25.4", "2.25.3", "2.25.5", "2.25.1");
        assertThat(studies(ExamFilter.ALL, ExamOrder.NEWEST)).startsWith("2.25.5", "2.25.4");
    }

    @Test
    void an_exam_that_is_decided_goes_behind_those_that_are_open() throws Exception {
        var worst = scan(1, Verdict.REPEAT, 90);
        scan(2, Verdict.GOOD, 0);
        index.refresh();

        index.decided("2.25.1", worst, Decision.REJECTED);

        assertThat(studies(ExamFilter.ALL, ExamOrder.WORST)).containsExactly("2.25.2", "2.25.1");
        assertThat(index.exam("2.25.1")).extracting(Exam::state).isEqualTo(ExamState.REJECTED);
    }

    @Test
    void an_exam_is_accepted_when_each_of_its_scans_is() throws Exception {
        var first = scan(1, Verdict.GOOD, 0);
        var second = scan(1, Verdict.GOOD, 0);
        index.refresh();

        index.decided("2.25.1", first, Decision.ACCEPTED);
        assertThat(index.exam("2.25.1")).extracting(Exam::state).isEqualTo(ExamState.OPEN);
        index.decided("2.25.1", second, Decision.ACCEPTED);
        assertThat(index.exam("2.25.1")).extracting(Exam::state).isEqualTo(ExamState.ACCEPTED);
        index.decided("2.25.1", second, Decision.REJECTED);
        assertThat(index.exam("2.25.1")).extracting(Exam::state).isEqualTo(ExamState.REJECTED);
    }

    @Test
    void a_decision_that_is_read_before_its_scan_counts() throws Exception {
        var id = scan(1, Verdict.GOOD, 0);

        index.decided("2.25.1", id, Decision.ACCEPTED);
        index.refresh();

        assertThat(index.exam("2.25.1")).extracting(Exam::state).isEqualTo(ExamState.ACCEPTED);
    }

    @Test
    void filters_by_modality_dates_state_and_verdict_and_pages() throws Exception {
        for (int study = 1; study <= 20; study++) {
            scan(study, study % 5 == 0 ? Verdict.LOOK : Verdict.GOOD, 0);
        }

        assertThat(studies(new ExamFilter("MG", null, null, null, null), ExamOrder.NEWEST))
                .hasSize(10);
        assertThat(
                        studies(
                                new ExamFilter(null, "20200105", "20200107", null, null),
                                ExamOrder.NEWEST))
                .containsExactly("2.25.6", "2.25.5", "2.25.4");
        assertThat(studies(new ExamFilter(null, null, null, null, Verdict.LOOK), ExamOrder.NEWEST))
                .containsExactly("2.25.20", "2.25.15", "2.25.10", "2.25.5");
        assertThat(
                        studies(
                                new ExamFilter(null, null, null, ExamState.ACCEPTED, null),
                                ExamOrder.NEWEST))
                .isEmpty();
        var page = index.page(ExamFilter.ALL, ExamOrder.NEWEST, 18, 5);
        assertThat(page.total()).isEqualTo(20);
        assertThat(page.exams()).extracting(Exam::study).containsExactly("2.25.2", "2.25.1");
    }

    @Test
    void a_scan_that_is_assessed_again_is_the_same_scan() throws Exception {
        var id = scan(1, Verdict.REPEAT, 90);
        index.refresh();
        lines.add(id, 1, "CT", Verdict.GOOD, 0);
        index.refresh();

        var exam = Objects.requireNonNull(index.exam("2.25.1"));
        assertThat(exam.scans()).hasSize(1);
        assertThat(exam.verdict()).isEqualTo(Verdict.GOOD);
    }

    @Test
    void forgets_what_the_ledger_forgot() throws Exception {
        scan(1, Verdict.GOOD, 0);
        scan(2, Verdict.GOOD, 0);
        scan(1, Verdict.GOOD, 0);
        index.refresh();

        lines.first = 2;
        index.refresh();

        assertThat(index.exam("2.25.2")).isNull();
        assertThat(index.exam("2.25.1")).extracting(exam -> exam.scans().size()).isEqualTo(1);
    }

    @Test
    void two_months_of_a_busy_truck_are_read_once_and_stay_small() throws Exception {
        var studies = IntStream.range(0, 37_500).boxed().toList();
        for (int study : studies) {
            for (int view = 0; view < 4; view++) {
                lines.add(new UUID(study, view), study, "MG", Verdict.GOOD, 0);
            }
        }
        index.refresh();
        assertThat(lines.read).isEqualTo(150_000);

        long begin = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            index.refresh();
            index.page(ExamFilter.ALL, ExamOrder.WORST, 50 * i, 50);
            index.candidates("2.25." + i, "2.25.1");
        }
        long each = (System.nanoTime() - begin) / 20 / 1_000_000;

        assertThat(lines.read).as("no request reads the ledger again").isEqualTo(150_000);
        assertThat(each).as("milliseconds of a page").isLessThan(2000);
    }
}
