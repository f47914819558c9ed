package org.medsendx.ingest.tasks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;
import static org.medsendx.ingest.tracking.Milestones.withheld;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.audit.AuditLog;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.ingest.Instances;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.ingest.tasks.Acts.By;
import org.medsendx.ingest.tasks.Acts.Ended;
import org.medsendx.ingest.tracking.Tracking;

class ActsTest {

    private static final By OFFICER = new By("olga", "127.0.0.1", "looked at the header");

    @TempDir Path folder;
    @TempDir Path made;
    private Intakes intake;
    private Tracking tracking;
    private AuditLog audit;
    private Acts acts;

    @BeforeEach
    void open() throws IOException {
        intake = Intakes.open(folder);
        tracking = Tracking.open(intake.store.work(), intake.ledger);
        audit = AuditLog.open(intake.store.work(), "edge-ingest", Clock.systemUTC());
        acts =
                new Acts(
                        tracking.workList(),
                        intake.ledger,
                        intake.store,
                        intake.reception,
                        audit,
                        InstantSource.system());
    }

    @AfterEach
    void close() throws IOException {
        audit.close();
        tracking.close();
        intake.close();
    }

    private Item.Settled settled(UUID id) throws IOException {
        return requireNonNull(requireNonNull(tracking.workList().item(id)).settled());
    }

    private String auditLines() throws IOException {
        return Files.readString(intake.store.work().resolve("audit.jsonl"));
    }

    /** An instance whose command said another UID. */
    private UUID mismatched() throws IOException {
        var entry =
                intake.cStore(
                        Instances.dataSetBytes(file(made, ct(uid(), "Doe^Jane"))),
                        Uid.CTImageStorage,
                        uid());
        assertThat(Intakes.reason(entry)).isEqualTo("uid-mismatch");
        tracking.look();
        return entry.input().objectId();
    }

    @Test
    void who_releases_what_the_device_announced_otherwise_has_it_go_on_under_a_new_id()
            throws Exception {
        UUID id = mismatched();

        assertThat(acts.act(id, Item.Act.RELEASE, OFFICER)).isEqualTo(Ended.DONE);

        var settled = settled(id);
        UUID next = requireNonNull(settled.next());
        assertThat(settled.by()).isEqualTo("olga");
        assertThat(settled.act()).isEqualTo(Item.Act.RELEASE);
        assertThat(intake.store.path(Shelf.OBJECTS, next)).exists();
        assertThat(intake.store.path(Shelf.QUARANTINE, id)).doesNotExist();
        assertThat(intake.eventCounts()).containsEntry("instances.received.v1 " + next, 1L);
        assertThat(tracking.workList().open()).isEmpty();
        assertThat(auditLines())
                .contains("olga", "looked at the header", id.toString())
                .doesNotContain("Doe", "Jane");
        assertThat(acts.act(id, Item.Act.RELEASE, OFFICER)).isEqualTo(Ended.NOT_OPEN);
    }

    @Test
    void what_still_cannot_be_read_stays_where_it_is_and_on_the_list() throws Exception {
        var entry = intake.cStore(new byte[] {1, 2, 3}, Uid.CTImageStorage, uid());
        UUID id = entry.input().objectId();
        tracking.look();
        long decided = intake.ledger.size();

        assertThat(acts.act(id, Item.Act.RETRY, OFFICER)).isEqualTo(Ended.STILL_UNFIT);

        assertThat(intake.ledger.size()).isEqualTo(decided);
        assertThat(intake.store.path(Shelf.QUARANTINE, id)).exists();
        assertThat(tracking.workList().open()).hasSize(1);

        assertThat(acts.act(id, Item.Act.DISCARD, OFFICER)).isEqualTo(Ended.DONE);
        assertThat(intake.store.path(Shelf.QUARANTINE, id)).doesNotExist();
        assertThat(tracking.workList().open()).isEmpty();
        assertThat(tracking.workList().settled(10)).hasSize(1);
    }

    @Test
    void what_was_withheld_since_somebody_looked_is_not_closed_with_its_difference()
            throws Exception {
        UUID id = UUID.randomUUID();
        var list = tracking.workList();
        var differs = item(id, Item.Kind.DIFFERS);
        var closed = new Item.Settled(Item.Act.CLOSE, Instant.EPOCH, "olga", "seen", null, null);
        list.add(differs);
        list.add(item(id, Item.Kind.WITHHELD));

        assertThat(list.close(differs, closed)).isFalse();
        assertThat(list.open()).extracting(Item::kind).containsExactly(Item.Kind.WITHHELD);

        list.settle(
                differs,
                now ->
                        new Item.Settled(
                                Item.Act.CORRECT,
                                Instant.EPOCH,
                                "olga",
                                now.kind().name(),
                                UUID.randomUUID(),
                                null));
        assertThat(settled(id).reason()).isEqualTo("WITHHELD");
        assertThat(list.open()).isEmpty();
    }

    private static Item item(UUID id, Item.Kind kind) {
        return new Item(id, kind, Instant.EPOCH, null, List.of(), 0, null);
    }

    @Test
    void what_is_corrected_is_not_released_meanwhile() throws Exception {
        UUID id = mismatched();
        var acting = tracking.workList().acting();
        var release = new FutureTask<>(() -> acts.act(id, Item.Act.RELEASE, OFFICER));
        var thread = new Thread(release);

        acting.lock();
        try {
            thread.start();
            await().until(() -> acting.hasQueuedThread(thread));
            assertThat(tracking.workList().open()).hasSize(1);
        } finally {
            acting.unlock();
        }
        assertThat(release.get()).isEqualTo(Ended.DONE);
    }

    /** Of a series, which the device announced under other UIDs. */
    private UUID mismatched(String series) throws IOException {
        var image = ct(uid(), "Doe^Jane").putString(Tag.SeriesInstanceUID, VR.UI, series);
        var entry =
                intake.cStore(Instances.dataSetBytes(file(made, image)), Uid.CTImageStorage, uid());
        tracking.look();
        return entry.input().objectId();
    }

    private List<UUID> together(UUID id) throws IOException {
        var item = requireNonNull(tracking.workList().item(id));
        return new SeriesGroups(intake.store)
                .with(item, tracking.workList().open()).stream().map(Item::objectId).toList();
    }

    @Test
    void images_of_a_series_that_wait_for_one_reason_are_one_matter_and_no_others()
            throws Exception {
        var first = List.of(mismatched("1.2.1"), mismatched("1.2.1"), mismatched("1.2.1"));
        UUID other = mismatched("1.2.2");
        UUID none = mismatched();
        var broken =
                List.of(
                        intake.cStore(new byte[] {1, 2, 3}, Uid.CTImageStorage, uid()),
                        intake.cStore(new byte[] {1, 2, 4}, Uid.CTImageStorage, uid()));
        tracking.look();

        var groups = new SeriesGroups(intake.store).of(tracking.workList().open());

        assertThat(groups).hasSize(4);
        assertThat(together(first.getFirst())).containsExactlyInAnyOrderElementsOf(first);
        assertThat(together(other)).containsExactly(other);
        assertThat(together(none)).containsExactly(none);
        assertThat(together(broken.getFirst().input().objectId())).hasSize(2);
    }

    @Test
    void what_is_done_about_a_series_is_an_act_for_each_and_what_cannot_be_done_stays()
            throws Exception {
        var ids = List.of(mismatched("1.2.1"), mismatched("1.2.1"), mismatched("1.2.1"));
        Files.delete(intake.store.path(Shelf.QUARANTINE, ids.get(1)));

        assertThat(acts.together(together(ids.getFirst()), Item.Act.RELEASE, OFFICER))
                .isEqualTo(Ended.DONE);
        assertThat(acts.together(ids, Item.Act.RELEASE, OFFICER)).isEqualTo(Ended.NOT_OPEN);
        UUID next = mismatched("1.2.1");
        assertThat(acts.together(List.of(next, ids.get(1)), Item.Act.RELEASE, OFFICER))
                .isEqualTo(Ended.SOME);

        assertThat(tracking.workList().open())
                .extracting(Item::objectId)
                .containsExactly(ids.get(1));
        assertThat(auditLines())
                .contains(ids.get(0).toString(), ids.get(2).toString())
                .doesNotContain("Doe");
    }

    @Test
    void what_was_withheld_can_be_tried_by_another_profile_which_stays_with_it() throws Exception {
        String uid = uid();
        UUID id =
                intake.cStore(file(made, ct(uid, "Doe^Jane")), Uid.CTImageStorage, uid)
                        .input()
                        .objectId();
        tracking.look();
        tracking.take(List.of(withheld(id)));
        var chosen = new By("olga", "127.0.0.1", "a note is burned in", "strict");

        assertThat(acts.act(id, Item.Act.CLOSE, chosen)).isEqualTo(Ended.NOT_SO);
        assertThat(acts.act(id, Item.Act.RETRY, chosen)).isEqualTo(Ended.DONE);

        assertThat(settled(id).reason()).isEqualTo("a note is burned in [strict]");
        assertThat(intake.ledger.list(0, 10, _ -> true))
                .extracting(numbered -> numbered.entry())
                .last()
                .isInstanceOfSatisfying(
                        IntakeEntry.Received.class,
                        again -> assertThat(again.profile()).isEqualTo("strict"));
        assertThat(intake.events())
                .last()
                .satisfies(event -> assertThat(event.toString()).contains("strict"));
    }

    @Test
    void what_was_withheld_is_announced_anew_and_its_original_is_never_deleted_here()
            throws Exception {
        String uid = uid();
        UUID id =
                intake.cStore(file(made, ct(uid, "Doe^Jane")), Uid.CTImageStorage, uid)
                        .input()
                        .objectId();
        tracking.look();
        tracking.take(List.of(withheld(id)));

        assertThat(acts.act(id, Item.Act.DISCARD, OFFICER)).isEqualTo(Ended.NOT_SO);
        assertThat(acts.act(id, Item.Act.RETRY, OFFICER)).isEqualTo(Ended.DONE);

        UUID next = requireNonNull(settled(id).next());
        assertThat(next).isNotEqualTo(id);
        assertThat(intake.store.path(Shelf.OBJECTS, id)).exists();
        assertThat(intake.store.path(Shelf.OBJECTS, next))
                .hasSameBinaryContentAs(intake.store.path(Shelf.OBJECTS, id));
        assertThat(intake.eventCounts())
                .containsEntry("instances.received.v1 " + id, 1L)
                .containsEntry("instances.received.v1 " + next, 1L);
        // The same instance sent once more is the one that goes on.
        var again = intake.cStore(intake.store.path(Shelf.OBJECTS, id), Uid.CTImageStorage, uid);
        assertThat(Intakes.duplicateOf(again)).isEqualTo(next);
    }

    @Test
    void nobody_does_anything_without_a_reason_and_a_list_survives_a_restart() throws Exception {
        UUID id = mismatched();

        assertThat(acts.act(id, Item.Act.RELEASE, new By("olga", "127.0.0.1", " ")))
                .isEqualTo(Ended.NO_REASON);
        assertThat(acts.act(id, Item.Act.RELEASE, new By("olga", "127.0.0.1", "x".repeat(501))))
                .isEqualTo(Ended.NO_REASON);
        assertThat(acts.act(id, Item.Act.CLOSE, OFFICER)).isEqualTo(Ended.NOT_SO);
        assertThat(acts.act(UUID.randomUUID(), Item.Act.RETRY, OFFICER)).isEqualTo(Ended.NOT_OPEN);

        tracking.close();
        tracking = Tracking.open(intake.store.work(), intake.ledger);
        assertThat(tracking.workList().open())
                .singleElement()
                .satisfies(item -> assertThat(item.objectId()).isEqualTo(id));
    }
}
