package org.medsendx.readinglist.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.medsendx.readinglist.Scans.review;
import static org.medsendx.readinglist.Scans.scan;
import static org.medsendx.readinglist.Scans.upload;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.readinglist.Scans;
import org.medsendx.readinglist.exam.Departures.Kind;
import org.medsendx.readinglist.exam.Departures.Reason;

class ExamListTest {

    private static final Duration KEEP = Duration.ofDays(7);
    private static final ListLimits LIMITS =
            new ListLimits(KEEP, 1000, 100, Duration.ofHours(1), 65);

    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final ExamList list = new ExamList(LIMITS, () -> now);

    private static Assessment.Origin origin(long sequence) {
        return new Assessment.Origin("epoch", sequence);
    }

    private Change assessed(ScanAssessed scan, Instant at) {
        return list.assessed(scan, at, origin(1));
    }

    private Change uploaded(ScanAssessed scan, UploadedKind kind) {
        return uploaded(list, scan, kind, now);
    }

    private static Change uploaded(ExamList to, ScanAssessed scan, UploadedKind kind, Instant at) {
        var event = upload(scan, kind);
        var object =
                StoredObject.of(
                                event.bucket(),
                                event.objectKey(),
                                scan.truck(),
                                scan.instance().uids(),
                                kind,
                                event.sha256(),
                                event.bytes())
                        .orElseThrow();
        return to.uploaded(event, Map.of(kind, object), at);
    }

    private List<String> order() {
        list.settle();
        return list.page(ExamFilter.ALL, 0, 1000).exams().stream()
                .map(exam -> exam.id().study().substring("2.25.".length()))
                .toList();
    }

    private ExamSummary only() {
        list.settle();
        return list.page(ExamFilter.ALL, 0, 2).exams().getFirst();
    }

    @Test
    void the_urgent_come_first_and_a_point_is_worth_an_hour_of_waiting() {
        assessed(scan("T1", 1, 1, 50), now);
        assessed(scan("T2", 2, 1, 90), now);
        assessed(scan("T1", 3, 1, 50), now.minus(Duration.ofHours(1)));
        // Has waited a little longer than the 40 points between it and the urgent one are worth.
        assessed(scan("T3", 4, 1, 50), now.minus(Duration.ofMinutes(40 * 60 + 1)));

        assertThat(order()).containsExactly("4", "2", "3", "1");
    }

    @Test
    void an_exam_has_the_priority_of_its_most_urgent_image_and_of_no_other_truck() {
        assessed(scan("T1", 1, 1, 30), now);
        assessed(scan("T1", 1, 2, 95), now);
        assessed(scan("T1", 1, 3, 40), now);
        assessed(scan("T2", 1, 1, 10), now);

        var exam = list.page(ExamFilter.ALL, 0, 1);
        assertThat(exam.total()).isZero();
        list.settle();
        var first = list.page(ExamFilter.ALL, 0, 1).exams().getFirst();

        assertThat(first.id()).isEqualTo(new ExamId("T1", "2.25.1"));
        assertThat(first.priority()).isEqualTo(95);
        assertThat(first.urgent()).isTrue();
        assertThat(first.images()).isEqualTo(3);
        assertThat(list.exam(first.id(), 0, 2).orElseThrow().images())
                .extracting(Image::priority)
                .containsExactly(95, 40);
        assertThat(list.totals().exams()).isEqualTo(2);
    }

    @Test
    void what_is_on_its_way_is_not_said_to_be_here() {
        var scan = scan("T1", 1, 1, 70);
        uploaded(scan, UploadedKind.INSTANCE);
        assertThat(only().progress()).isEqualTo(Progress.NOT_ASSESSED);
        assertThat(only().priority()).isNull();

        assessed(scan, now);
        // The sample has a picture that goes up beside it.
        assertThat(only().progress()).isEqualTo(Progress.ON_ITS_WAY);
        assertThat(only().here()).isEqualTo(1);

        uploaded(scan, UploadedKind.HIGHLIGHT);
        assertThat(only().progress()).isEqualTo(Progress.HERE);

        assessed(scan("T1", 1, 2, 70), now);
        assertThat(only().progress()).isEqualTo(Progress.ON_ITS_WAY);
        assertThat(only().here()).isEqualTo(1);
        assertThat(list.totals().incomplete()).isEqualTo(1);
    }

    @Test
    void the_latest_decision_of_the_truck_counts_whenever_it_comes() {
        var scan = scan("T1", 1, 1, 70);
        assertThat(list.reviewed(review(scan, "positioning", 2), now)).isEqualTo(Change.TAKEN);
        assertThat(list.reviewed(review(scan, null, 1), now)).isEqualTo(Change.REPEAT);
        assertThat(only().reviewed()).isEqualTo(Reviewed.REJECTED);
        assertThat(only().rejected()).isEqualTo(1);

        assertThat(list.reviewed(review(scan, null, 3), now)).isEqualTo(Change.TAKEN);
        assertThat(only().reviewed()).isEqualTo(Reviewed.ACCEPTED);
    }

    @Test
    void a_repeat_changes_nothing_and_an_older_assessment_never_wins() {
        assertThat(list.assessed(scan("T1", 1, 1, 80), now, origin(7))).isEqualTo(Change.TAKEN);
        assertThat(list.assessed(scan("T1", 1, 1, 80), now, origin(7))).isEqualTo(Change.REPEAT);
        assertThat(list.assessed(scan("T1", 1, 1, 20), now, origin(6))).isEqualTo(Change.REPEAT);
        assertThat(only().priority()).isEqualTo(80);

        assertThat(list.assessed(scan("T1", 1, 1, 20), now, origin(8))).isEqualTo(Change.TAKEN);
        assertThat(only().priority()).isEqualTo(20);
        // Another life of the outbox: what is read last counts.
        assertThat(list.assessed(scan("T1", 1, 1, 60), now, new Assessment.Origin("new", 1)))
                .isEqualTo(Change.TAKEN);
        assertThat(only().priority()).isEqualTo(60);
    }

    @Test
    void an_object_keeps_the_uids_that_it_was_told_first() {
        assessed(scan("T1", 1, 1, 50), now);
        var other = scan("T1", 1, 2, 50);
        var liar =
                new ScanAssessed(
                        new org.medsendx.contracts.deidentified.CleanInstance(
                                Scans.id("T1", 1, 1), "T1", other.instance().uids()),
                        other.scanner(),
                        other.modality(),
                        other.segmentation(),
                        other.quality(),
                        other.triage(),
                        other.objectKey(),
                        other.derived(),
                        other.measured());

        assertThat(assessed(liar, now)).isEqualTo(Change.CONTRADICTS);
        assertThat(only().images()).isEqualTo(1);
    }

    @Test
    void every_order_of_events_gives_the_same_list() {
        var random = new Random(20261130);
        List<List<ExamSummary>> seen = new ArrayList<>();
        for (int run = 0; run < 20; run++) {
            var one = new ExamList(LIMITS, () -> now);
            var events = new ArrayList<Runnable>();
            for (int study = 1; study <= 10; study++) {
                for (int image = 1; image <= 3; image++) {
                    var scan = scan("T" + study % 3, study, image, 9 * study + image);
                    var at = now.minus(Duration.ofMinutes(7L * study + image));
                    events.add(() -> one.assessed(scan, at, origin(1)));
                    events.add(() -> uploaded(one, scan, UploadedKind.INSTANCE, at.plusSeconds(1)));
                    events.add(
                            () -> uploaded(one, scan, UploadedKind.THUMBNAIL, at.plusSeconds(2)));
                    events.add(() -> one.reviewed(review(scan, "motion", 1), at.plusSeconds(3)));
                    events.add(() -> one.reviewed(review(scan, null, 2), at.plusSeconds(4)));
                }
            }
            // A truck that replays: all of it again, in between.
            events.addAll(List.copyOf(events));
            Collections.shuffle(events, random);
            for (var event : events) {
                event.run();
                if (random.nextInt(10) == 0) {
                    one.settle();
                }
            }
            one.live();
            seen.add(one.page(ExamFilter.ALL, 0, 100).exams());
        }

        assertThat(seen.getFirst()).hasSize(10);
        assertThat(seen).allMatch(seen.getFirst()::equals);
    }

    @Test
    void it_is_filtered_and_shown_page_by_page() {
        for (int study = 100; study < 150; study++) {
            assessed(scan(study % 2 == 0 ? "T1" : "T2", study, 1, 50), now.plusSeconds(study));
        }
        list.settle();

        assertThat(list.page(new ExamFilter("", "T2", "", null, null), 20, 10).total())
                .isEqualTo(25);
        assertThat(list.page(new ExamFilter("", "T2", "", null, null), 20, 10).exams()).hasSize(5);
        assertThat(list.page(new ExamFilter("25.14", "", "CT", null, null), 0, 50).total())
                .isEqualTo(10);
        assertThat(list.page(new ExamFilter("", "", "MG", null, null), 0, 50).total()).isZero();
        assertThat(
                        list.page(
                                        new ExamFilter(
                                                "", "", "", Progress.ON_ITS_WAY, Reviewed.OPEN),
                                        0,
                                        50)
                                .total())
                .isEqualTo(50);
        assertThat(list.page(new ExamFilter("", "", "", Progress.HERE, null), 0, 50).total())
                .isZero();
        assertThat(list.totals().trucks()).isEqualTo(Map.of("T1", 25, "T2", 25));
    }

    @Test
    void what_is_too_old_leaves_and_is_counted_by_what_it_was() {
        list.live();
        assessed(scan("T1", 1, 1, 90), now);
        assessed(scan("T1", 2, 1, 50), now);
        var reviewed = scan("T1", 3, 1, 90);
        assessed(reviewed, now);
        list.reviewed(review(reviewed, null, 1), now);
        assessed(scan("T1", 4, 1, 50), now.plus(Duration.ofMinutes(30)));

        now = now.plus(KEEP).plusSeconds(1);

        assertThat(order()).containsExactly("4");
        var left = list.totals().departures();
        assertThat(left.count(Reason.AGE, Kind.URGENT_OPEN)).isEqualTo(1);
        assertThat(left.count(Reason.AGE, Kind.OPEN)).isEqualTo(1);
        assertThat(left.count(Reason.AGE, Kind.REVIEWED)).isEqualTo(1);
        assertThat(list.totals().images()).isEqualTo(1);
    }

    @Test
    void what_had_left_before_it_was_started_is_not_said_to_leave_now() {
        assessed(scan("T1", 1, 1, 90), now.minus(KEEP).minusSeconds(5));
        assessed(scan("T1", 2, 1, 50), now);
        assertThat(order()).hasSize(2);

        list.live();

        assertThat(order()).containsExactly("2");
        assertThat(list.totals().departures().count(Reason.AGE)).isZero();
        assertThat(list.totals().past()).isEqualTo(1);
    }

    @Test
    void the_wrong_clock_of_a_truck_makes_no_exam_leave() {
        list.live();
        assessed(scan("T1", 1, 1, 50), Instant.EPOCH);
        assessed(scan("T1", 2, 1, 50), Instant.ofEpochMilli(Long.MAX_VALUE));
        assessed(scan("T1", 3, 1, 51), now);

        assertThat(order()).containsExactly("3", "1", "2");
    }

    @Test
    void a_truck_that_floods_it_pushes_out_its_own_exams_and_the_urgent_last() {
        for (int study = 1; study <= 100; study++) {
            assessed(scan("QUIET", study, 1, 50), now);
        }
        var reviewed = scan("LOUD", 9001, 1, 99);
        assessed(reviewed, now);
        list.reviewed(review(reviewed, null, 1), now);
        assessed(scan("LOUD", 9002, 1, 99), now);
        for (int study = 1000; study < 3000; study++) {
            assessed(scan("LOUD", study, 1, 50), now);
        }
        list.settle();

        var totals = list.totals();
        assertThat(totals.images()).isBetween(950, LIMITS.mostImages());
        assertThat(totals.trucks()).containsEntry("QUIET", 100);
        assertThat(order()).contains("9002").doesNotContain("9001");
        var left = totals.departures();
        assertThat(left.count(Reason.ROOM, Kind.REVIEWED)).isEqualTo(1);
        assertThat(left.count(Reason.ROOM, Kind.URGENT_OPEN)).isZero();
        assertThat(left.count(Reason.ROOM) + totals.exams()).isEqualTo(2102);
    }

    @Test
    void urgent_exams_that_have_no_room_are_counted_as_such() {
        for (int study = 0; study < 1500; study++) {
            assessed(scan("T1", study, 1, 90), now.plusSeconds(study));
        }
        list.settle();

        assertThat(list.totals().departures().count(Reason.ROOM, Kind.URGENT_OPEN))
                .isEqualTo(1500 - list.totals().exams());
        // The last of the list gave way.
        assertThat(order()).contains("0").doesNotContain("1499");
    }

    @Test
    void of_one_exam_so_many_images_are_kept_and_it_says_that_there_are_more() {
        for (int image = 1; image <= LIMITS.mostImagesOfExam(); image++) {
            assertThat(assessed(scan("T1", 1, image, 50), now)).isEqualTo(Change.TAKEN);
        }
        assertThat(only().beyond()).isFalse();

        assertThat(assessed(scan("T1", 1, 101, 50), now)).isEqualTo(Change.BEYOND);

        assertThat(only().images()).isEqualTo(100);
        assertThat(only().beyond()).isTrue();
        assertThat(only().progress()).isEqualTo(Progress.ON_ITS_WAY);
    }

    @Test
    void only_objects_that_an_event_named_can_be_asked_for() {
        var scan = scan("T1", 1, 1, 50);
        assessed(scan, now);
        uploaded(scan, UploadedKind.INSTANCE);
        var exam = new ExamId("T1", "2.25.1");

        assertThat(list.object(exam, scan.objectId(), UploadedKind.INSTANCE))
                .hasValueSatisfying(
                        found -> assertThat(found.key()).isEqualTo(scan.objectKey().instance()));
        assertThat(list.object(exam, scan.objectId(), UploadedKind.HIGHLIGHT)).isEmpty();
        assertThat(list.object(exam, Scans.id("T1", 1, 2), UploadedKind.INSTANCE)).isEmpty();
        assertThat(list.object(new ExamId("T2", "2.25.1"), scan.objectId(), UploadedKind.INSTANCE))
                .isEmpty();
    }

    @Test
    void an_image_with_all_its_objects_takes_so_much_memory() {
        var large =
                new ExamList(
                        new ListLimits(KEEP, 100_000, 4000, Duration.ofHours(1), 65), () -> now);
        long before = used();
        for (int study = 0; study < 80; study++) {
            for (int image = 0; image < 50; image++) {
                var scan = scan("T" + study % 40, study, image, 50);
                large.assessed(scan, now, origin(study));
                for (var kind : UploadedKind.values()) {
                    uploaded(large, scan, kind, now);
                }
            }
        }
        large.settle();
        long bytes = (used() - before) / 4000;

        System.out.printf("%d bytes an image%n", bytes);
        assertThat(large.totals().images()).isEqualTo(4000);
        // What the page of settings says, with all that can be made of an image.
        assertThat(bytes).isLessThan(2500);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void limits_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> new ListLimits(Duration.ZERO, 10, 10, KEEP, 65))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ListLimits(KEEP, 10, 11, KEEP, 65))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ListLimits(KEEP, 10, 10, KEEP, 101))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
