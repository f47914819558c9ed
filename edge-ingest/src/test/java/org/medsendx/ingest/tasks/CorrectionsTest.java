package org.medsendx.ingest.tasks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;
import static org.medsendx.ingest.tracking.Milestones.withheld;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.medsendx.audit.AuditLog;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.identified.OrderMatch;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.intake.OrderCheck;
import org.medsendx.ingest.intake.Step;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.orders.Imaged;
import org.medsendx.ingest.orders.OrderBook;
import org.medsendx.ingest.orders.OrderMatching;
import org.medsendx.ingest.orders.Orders;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.ingest.tasks.Acts.By;
import org.medsendx.ingest.tasks.Acts.Ended;
import org.medsendx.ingest.tracking.Tracking;

class CorrectionsTest {

    private static final By OFFICER = new By("olga", "127.0.0.1", "wrong line of the worklist");

    @TempDir Path folder;
    @TempDir Path made;
    private OrderBook book;
    private boolean holding;
    private @Nullable Step crashAt;
    private Intakes intake;
    private Tracking tracking;
    private AuditLog audit;
    private Corrections corrections;

    /** The power goes. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void open() throws IOException {
        book = Orders.book(folder.resolve("ingest"));
        Orders.csv(
                book,
                "P4711,Muster^Erika,1970-01-02,F,A1,CT,2026-03-04,0930,STAT,",
                "5,Other^O,1980-01-02,M,A2,CT,2026-03-04,1030,,");
        start();
    }

    private void start() throws IOException {
        var matching = new OrderMatching(book);
        var check =
                new OrderCheck() {
                    @Override
                    public OrderMatch check(Imaged imaged) {
                        return requireNonNull(matching.match(imaged));
                    }

                    @Override
                    public boolean holds(OrderMatch match) {
                        return holding && match.check() == OrderMatch.Check.DIFFERS;
                    }
                };
        intake =
                Intakes.withOrders(
                        folder,
                        check,
                        step -> {
                            if (step == crashAt) {
                                throw new Crash();
                            }
                        });
        tracking = Tracking.open(intake.store.work(), intake.ledger);
        audit = AuditLog.open(intake.store.work(), "edge-ingest", Clock.systemUTC());
        corrections =
                new Corrections(
                        tracking.workList(),
                        intake.ledger,
                        intake.store,
                        intake.reception,
                        book,
                        audit,
                        InstantSource.system());
    }

    @AfterEach
    void close() throws IOException {
        audit.close();
        tracking.close();
        intake.close();
    }

    private void restart() throws IOException {
        close();
        crashAt = null;
        start();
    }

    private String key(String patientId) {
        return book.all().stream()
                .filter(order -> order.text(Tag.PatientID).equals(patientId))
                .findFirst()
                .orElseThrow()
                .key();
    }

    /** Of the study of A1, and of somebody else. */
    private UUID wrong(String name) throws IOException {
        String uid = uid();
        var image =
                ct(uid, name)
                        .putString(Tag.PatientID, VR.LO, "999")
                        .putString(Tag.AccessionNumber, VR.SH, "A1")
                        .putString(Tag.SeriesInstanceUID, VR.UI, "1.2.3.0")
                        .putString(Tag.StudyInstanceUID, VR.UI, "1.2.3");
        var entry = intake.cStore(file(made, image), Uid.CTImageStorage, uid);
        tracking.look();
        return entry.input().objectId();
    }

    private Item item(UUID id) throws IOException {
        return requireNonNull(tracking.workList().item(id));
    }

    private UUID next(UUID id) throws IOException {
        return requireNonNull(requireNonNull(item(id).settled()).next());
    }

    private Ended correct(UUID id, String order, boolean exam) throws IOException {
        return corrections.correct(
                requireNonNull(tracking.image(id)),
                exam ? tracking.beside(id) : List.of(),
                order,
                OFFICER);
    }

    private DataSet header(UUID id) throws IOException {
        return DicomReader.read(intake.store.path(Shelf.OBJECTS, id), ReadLimits.DEFAULT).dataSet();
    }

    private String auditLines() throws IOException {
        return Files.readString(intake.store.work().resolve("audit.jsonl"));
    }

    @Test
    void an_image_that_differs_from_its_order_is_on_the_list_and_goes_on_all_the_same()
            throws Exception {
        UUID id = wrong("Wrong^Werner");

        assertThat(tracking.workList().open())
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.kind()).isEqualTo(Item.Kind.DIFFERS);
                    assertThat(item.objectId()).isEqualTo(id);
                    assertThat(item.reasons())
                            .containsExactly("order-differs", "PATIENT_ID", "PATIENT_NAME");
                });
        assertThat(intake.eventCounts()).containsEntry("instances.received.v1 " + id, 1L);
    }

    @Test
    void what_is_corrected_goes_on_as_another_instance_and_what_came_stays_as_it_was()
            throws Exception {
        UUID id = wrong("Wrong^Werner");
        var original = intake.store.path(Shelf.OBJECTS, id);
        String before = Sha256.of(original);

        assertThat(correct(id, key("P4711"), false)).isEqualTo(Ended.DONE);

        assertThat(Sha256.of(original)).isEqualTo(before);
        var corrected = header(next(id));
        assertThat(corrected.string(Tag.PatientName)).isEqualTo("Muster^Erika");
        assertThat(corrected.string(Tag.SOPInstanceUID))
                .isNotEqualTo(header(id).string(Tag.SOPInstanceUID));
        assertThat(intake.eventCounts()).containsEntry("instances.received.v1 " + next(id), 1L);
        assertThat(intake.ledger.list(0, 10, _ -> true))
                .extracting(numbered -> numbered.entry())
                .last()
                .isInstanceOfSatisfying(
                        IntakeEntry.Received.class,
                        made -> {
                            assertThat(made.corrects()).isEqualTo(id);
                            assertThat(requireNonNull(made.order()).check())
                                    .isEqualTo(OrderMatch.Check.MATCHES);
                            assertThat(made.input().sender()).isEqualTo(Intakes.SENDER);
                        });
        assertThat(auditLines())
                .contains("olga", "wrong line of the worklist [order " + key("P4711") + "]")
                .doesNotContain("Muster", "Wrong^", "P4711");
        // It is not on the list for what it is now.
        tracking.look();
        assertThat(tracking.workList().open()).extracting(Item::objectId).containsExactly(id);
    }

    @Test
    void the_copy_that_went_before_is_a_persons_matter_until_it_is_closed() throws Exception {
        UUID id = wrong("Wrong^Werner");
        correct(id, key("P4711"), false);
        UUID next = next(id);

        assertThat(item(id).copyIsOut()).isTrue();
        assertThat(item(id).acts()).containsExactly(Item.Act.CLOSE);
        assertThat(correct(id, key("5"), false)).isEqualTo(Ended.NOT_OPEN);
        restart();
        assertThat(tracking.workList().open()).extracting(Item::objectId).containsExactly(id);

        assertThat(acts().act(id, Item.Act.CLOSE, OFFICER)).isEqualTo(Ended.DONE);

        assertThat(tracking.workList().open()).isEmpty();
        assertThat(next(id)).isEqualTo(next);
        assertThat(tracking.workList().corrected(id)).isTrue();
        assertThat(correct(id, key("5"), false)).isEqualTo(Ended.NOT_OPEN);
    }

    private Acts acts() {
        return new Acts(
                tracking.workList(),
                intake.ledger,
                intake.store,
                intake.reception,
                audit,
                InstantSource.system());
    }

    @Test
    void no_copy_is_out_of_what_the_border_withheld() throws Exception {
        UUID withheld = wrong("Wrong^Werner");
        tracking.take(List.of(withheld(withheld)));
        assertThat(item(withheld).kind()).isEqualTo(Item.Kind.WITHHELD);
        UUID later = wrong("Wrong^Werner");

        assertThat(correct(withheld, key("P4711"), false)).isEqualTo(Ended.DONE);
        assertThat(correct(later, key("P4711"), false)).isEqualTo(Ended.DONE);
        assertThat(tracking.workList().open()).extracting(Item::objectId).containsExactly(later);
        tracking.take(List.of(withheld(later)));

        assertThat(tracking.workList().open()).isEmpty();
    }

    @Test
    void images_of_the_same_exam_that_say_the_same_patient_are_corrected_with_it()
            throws Exception {
        UUID one = wrong("Wrong^Werner");
        UUID two = wrong("Wrong^Werner");
        UUID somebodyElse = wrong("Third^Person");

        assertThat(correct(one, key("P4711"), true)).isEqualTo(Ended.DONE);

        assertThat(header(next(two)).string(Tag.PatientID)).isEqualTo("P4711");
        assertThat(header(next(two)).string(Tag.SeriesInstanceUID))
                .isEqualTo(header(next(one)).string(Tag.SeriesInstanceUID));
        assertThat(item(somebodyElse).settled()).isNull();
        assertThat(auditLines()).contains(one.toString(), two.toString());
    }

    @Test
    void an_image_that_is_held_waits_is_told_as_kept_and_leaves_no_copy_when_it_is_corrected()
            throws Exception {
        holding = true;
        UUID id = wrong("Wrong^Werner");

        assertThat(intake.eventCounts()).containsOnlyKeys("instances.quarantined.v1 " + id);
        assertThat(item(id).acts()).containsExactly(Item.Act.CORRECT, Item.Act.RELEASE);
        assertThat(correct(id, key("P4711"), true)).isEqualTo(Ended.DONE);

        assertThat(intake.store.path(Shelf.QUARANTINE, id)).exists();
        assertThat(header(next(id)).string(Tag.PatientID)).isEqualTo("P4711");
        tracking.look();
        assertThat(tracking.workList().open()).isEmpty();
    }

    @Test
    void an_image_that_is_held_and_right_all_the_same_goes_on_and_is_not_asked_about_again()
            throws Exception {
        holding = true;
        UUID id = wrong("Wrong^Werner");

        assertThat(acts().act(id, Item.Act.RELEASE, OFFICER)).isEqualTo(Ended.DONE);

        tracking.look();
        assertThat(tracking.workList().open()).isEmpty();
        assertThat(header(next(id)).string(Tag.PatientName)).isEqualTo("Wrong^Werner");
        assertThat(intake.eventCounts()).containsEntry("instances.received.v1 " + next(id), 1L);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void a_correction_that_a_crash_broke_off_is_there_once_when_it_is_done_again(Step step)
            throws Exception {
        UUID id = wrong("Wrong^Werner");
        crashAt = step;
        // The first two belong to the intake of what came, which has no such steps here.
        if (step == Step.STORED || step == Step.READ) {
            assertThat(correct(id, key("P4711"), false)).isEqualTo(Ended.DONE);
        } else if (step == Step.ANNOUNCED) {
            // Another thread comes to that, after the person has heard of it.
            assertThat(correct(id, key("P4711"), false)).isEqualTo(Ended.DONE);
            intake.reception.awaitAnnounced();
            restart();
            tracking.look();
        } else {
            assertThatThrownBy(() -> correct(id, key("P4711"), false)).isInstanceOf(Crash.class);
            restart();
            tracking.look();
            assertThat(item(id).settled()).isNull();
            assertThat(correct(id, key("P4711"), false)).isEqualTo(Ended.DONE);
        }

        assertThat(
                        intake.ledger.list(
                                0,
                                10,
                                entry ->
                                        entry instanceof IntakeEntry.Received received
                                                && id.equals(received.corrects())))
                .singleElement()
                .satisfies(one -> assertThat(one.entry().input().objectId()).isEqualTo(next(id)));
        assertThat(intake.store.objects()).hasSize(2);
        assertThat(intake.eventCounts()).containsEntry("instances.received.v1 " + next(id), 1L);
        assertThat(Intakes.begun(folder)).isEmpty();
    }

    @Test
    void says_why_it_does_nothing_and_does_nothing() throws Exception {
        UUID id = wrong("Wrong^Werner");
        var image = requireNonNull(tracking.image(id));
        long decided = intake.ledger.size();

        assertThat(
                        corrections.correct(
                                image, List.of(), key("P4711"), new By("olga", "127.0.0.1", " ")))
                .isEqualTo(Ended.NO_REASON);
        assertThat(correct(id, "f".repeat(32), false)).isEqualTo(Ended.NO_ORDER);
        Files.write(
                intake.store.path(Shelf.OBJECTS, id), new byte[] {0}, StandardOpenOption.APPEND);
        assertThat(correct(id, key("P4711"), false)).isEqualTo(Ended.STILL_UNFIT);
        Files.delete(intake.store.path(Shelf.OBJECTS, id));
        assertThat(correct(id, key("P4711"), false)).isEqualTo(Ended.GONE);

        assertThat(intake.ledger.size()).isEqualTo(decided);
        assertThat(item(id).open()).isTrue();
        assertThat(tracking.image(UUID.randomUUID())).isNull();
    }

    @Test
    void an_image_that_says_the_same_as_the_order_is_not_made_anew() throws Exception {
        UUID id = wrong("Wrong^Werner");
        correct(id, key("P4711"), false);
        tracking.look();

        assertThat(correct(next(id), key("P4711"), false)).isEqualTo(Ended.SAME);
        // The wrong order was chosen; the right one is put into what was made.
        assertThat(correct(next(id), key("5"), false)).isEqualTo(Ended.DONE);
        assertThat(header(next(next(id))).items(Tag.OriginalAttributesSequence)).hasSize(2);
    }
}
