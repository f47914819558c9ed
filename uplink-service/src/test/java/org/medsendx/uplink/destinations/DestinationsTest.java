package org.medsendx.uplink.destinations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.uplink.upload.Jobs;
import org.medsendx.uplink.upload.ObjectStore;
import org.medsendx.uplink.upload.ObjectStore.Receipt;
import org.medsendx.uplink.upload.Scans;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.Uplink;
import org.medsendx.uplink.upload.UploadJob;

/** Which object goes where, and what holds back what. */
class DestinationsTest {

    private static final Uplink.Attempt TAKES =
            (_, _) -> new Receipt("clinic", Encryption.NONE, false);

    @TempDir Path folder;

    private static ObjectStore takes(String name) {
        return (_, _, _) -> Receipt.of(name);
    }

    @Test
    void gives_each_object_to_those_whose_rule_allows_it() throws Exception {
        var chest = Scan.of(folder, 1, "CT", "CHEST low dose", Uid.ExplicitVRLittleEndian);
        var breast = Scan.of(folder, 2, "MG", "Breast screening", Uid.ExplicitVRLittleEndian);
        try (var road = new Road(folder)) {
            road.bucket(TAKES);
            road.lane("ct", new Rule(Set.of("CT"), Set.of(), Set.of()), takes("ct"));
            road.lane("chests", new Rule(Set.of(), Set.of("chest"), Set.of()), takes("chests"));
            road.lane("other-truck", new Rule(Set.of(), Set.of(), Set.of("T9")), takes("x"));

            road.destinations().add(chest.job());
            road.destinations().add(breast.job());

            await().until(() -> road.told().size() == 4);
            assertThat(names(road.told()))
                    .containsExactlyInAnyOrder(
                            "bucket " + chest.event().objectId(),
                            "ct " + chest.event().objectId(),
                            "chests " + chest.event().objectId(),
                            "bucket " + breast.event().objectId());
        }
    }

    private static List<String> names(List<String> told) {
        return told.stream().map(one -> one.replace(" last", "")).toList();
    }

    @Test
    void says_with_the_last_confirmation_and_no_earlier_that_the_file_may_go() throws Exception {
        var scan = Scan.ct(folder, 1);
        String id = " " + scan.event().objectId();
        var open = new CountDownLatch(1);
        try (var road = new Road(folder)) {
            road.bucket(TAKES);
            road.lane("near", Rule.ALL, takes("near"));
            road.lane(
                    "far",
                    Rule.ALL,
                    (_, _, _) -> {
                        open.await();
                        return Receipt.of("far");
                    });

            road.destinations().add(scan.job());

            await().until(() -> road.told().size() == 2);
            assertThat(road.told()).containsExactlyInAnyOrder("bucket" + id, "near" + id);
            open.countDown();
            await().until(() -> road.told().size() == 3);
            assertThat(road.told().getLast()).isEqualTo("far" + id + " last");
        }
    }

    @Test
    void a_destination_that_is_away_holds_back_no_other() throws Exception {
        try (var road = new Road(folder)) {
            road.bucket(TAKES);
            var away =
                    road.lane(
                            "away",
                            Rule.ALL,
                            (_, _, _) -> {
                                throw new StoreUnavailable("no-answer");
                            });
            road.lane("near", Rule.ALL, takes("near"));

            for (int i = 0; i < 20; i++) {
                road.destinations().add(Scan.ct(folder, i).job());
            }

            await().until(() -> road.told().size() == 40);
            assertThat(away.backlog()).isEqualTo(20);
            assertThat(away.waitingFor()).isEqualTo("no-answer");
            assertThat(road.told()).noneMatch(one -> one.endsWith(" last"));
        }
    }

    @Test
    void pictures_and_reports_go_to_the_bucket_alone() throws Exception {
        var scan = Scan.ct(folder, 1);
        var picture = Scans.highlight(scan.event(), "h.png", new byte[9]);
        Files.write(folder.resolve("h.png"), new byte[9]);
        var seen = new CopyOnWriteArrayList<String>();
        try (var road = new Road(folder)) {
            road.bucket(TAKES);
            road.lane(
                    "pacs",
                    Rule.ALL,
                    (job, _, _) -> {
                        seen.add(job.kind().name());
                        return Receipt.of("pacs");
                    });

            road.destinations().add(UploadJob.of(picture, null));
            road.destinations().add(withReport(scan));

            await().until(() -> road.told().size() == 3);
            assertThat(seen).containsExactly("INSTANCE");
            assertThat(road.told()).filteredOn(one -> one.startsWith("bucket")).hasSize(2);
        }
    }

    private UploadJob withReport(Scan scan) throws IOException {
        byte[] report = {1, 2, 3};
        String file = scan.event().copy().content().file().replace(".dcm", ".report.json");
        Files.write(folder.resolve(file), report);
        return UploadJob.of(
                Jobs.with(scan.event(), new CleanFile(file, Jobs.sha256(report), report.length)),
                null);
    }

    @Test
    void without_a_bucket_what_no_destination_is_to_have_is_counted() throws Exception {
        var scan = Scan.ct(folder, 1);
        try (var road = new Road(folder)) {
            road.lane("mg", new Rule(Set.of("MG"), Set.of(), Set.of()), takes("mg"));
            var destinations = road.destinations();

            destinations.add(scan.job());

            assertThat(destinations.nowhere()).isOne();
            assertThat(destinations.knows(scan.job())).isTrue();
        }
    }

    @Test
    void what_is_no_dicom_is_shown_by_every_destination_and_sent_by_none() throws Exception {
        var broken = Jobs.released(folder, "2.25.1", new byte[300]);
        try (var road = new Road(folder)) {
            road.bucket(TAKES);
            var pacs = road.lane("pacs", Rule.ALL, takes("pacs"));

            road.destinations().add(UploadJob.of(broken, null));

            await().until(() -> pacs.parked().size() == 1);
            assertThat(pacs.parked().getFirst().reason()).isEqualTo("not-dicom");
            await().until(() -> road.told().size() == 1);
            assertThat(road.told()).containsExactly("bucket " + broken.objectId());
        }
    }

    @Test
    void the_rule_of_now_holds_for_what_came_in_under_an_earlier_one() throws Exception {
        var scan = Scan.ct(folder, 1);
        var failing = new AtomicReference<@Nullable StoreUnavailable>(new StoreUnavailable("x"));
        ObjectStore store =
                (_, _, _) -> {
                    var fault = failing.get();
                    if (fault != null) {
                        throw fault;
                    }
                    return Receipt.of("pacs");
                };
        try (var road = new Road(folder)) {
            road.lane("pacs", Rule.ALL, store);
            road.destinations().add(scan.job());
            await().until(() -> road.log.contains("pacs waits x"));
        }
        failing.set(null);

        try (var road = new Road(folder)) {
            road.lane("pacs", new Rule(Set.of("MG"), Set.of(), Set.of()), store);

            await().until(() -> road.log.contains("pacs parked rule"));
            assertThat(road.told()).isEmpty();
        }
    }

    @Test
    void an_object_that_one_refuses_stays_on_the_truck() throws Exception {
        var scan = Scan.ct(folder, 1);
        try (var road = new Road(folder)) {
            road.bucket(TAKES);
            var pacs =
                    road.lane(
                            "pacs",
                            Rule.ALL,
                            (_, _, _) -> {
                                throw new StoreRefused("stow-413");
                            });

            road.destinations().add(scan.job());

            await().until(() -> pacs.parked().size() == 1 && road.told().size() == 1);
            assertThat(road.told()).containsExactly("bucket " + scan.event().objectId());
        }
    }

    @Test
    void begun_again_it_repeats_no_event_and_sends_nothing_twice() throws Exception {
        var scan = Scan.ct(folder, 1);
        for (int run = 0; run < 2; run++) {
            try (var road = new Road(folder)) {
                road.bucket(TAKES);
                road.lane("pacs", Rule.ALL, takes("pacs"));

                road.destinations().add(scan.job());

                await().until(() -> road.told().size() == 2);
                if (run == 1) {
                    assertThat(road.log).isEmpty();
                }
            }
        }
    }
}
