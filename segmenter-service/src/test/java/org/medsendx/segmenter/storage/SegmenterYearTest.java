package org.medsendx.segmenter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.DerivedCreated;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.DerivedVolume;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanMeasured;
import org.medsendx.journal.TruckDays;
import org.medsendx.journal.TruckDays.Look;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.retention.Confirmation;
import org.medsendx.outbox.retention.ConfirmedFiles;
import org.medsendx.segmenter.retention.UploadedFiles;

/** What the segmenter writes down in many days, and what it costs to start after them. */
class SegmenterYearTest {

    private static final ScanAssessed ASSESSED = sample(ScanAssessed.class, "scans.assessed.v1");
    private static final ScanMeasured MEASURED = sample(ScanMeasured.class, "scans.measured.v1");

    private Path folder = Path.of("");

    private record Parts(ScanLedger ledger, Outbox outbox, ConfirmedFiles confirmed)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            ledger.close();
            outbox.close();
            confirmed.close();
        }
    }

    @Test
    void disk_heap_and_start_do_not_grow_beyond_the_windows() throws Exception {
        try (var days = TruckDays.begin()) {
            folder = days.folder();
            var costs = days.pass("segmenter", this::day, this::look);

            // For ever stays 16 bytes of each scan; a segment of each journal comes and goes.
            TruckDays.assertFlat(costs, 150, 3);
        }
    }

    private Parts open() throws IOException {
        return new Parts(
                ScanLedger.open(folder.resolve("ledger")),
                Outbox.open(folder.resolve("outbox"), "segmenter-service"),
                ConfirmedFiles.open(
                        folder.resolve("confirmed"),
                        new UploadedFiles((id, kind) ->
                                folder.resolve("pictures").resolve(id.toString()).resolve("a.png")),
                        TruckDays.keep(14),
                        TruckDays.keep(60)));
    }

    private void day(int day, Instant evening) throws IOException {
        try (var parts = open()) {
            for (long i = TruckDays.until(day); i < TruckDays.until(day + 1); i++) {
                assess(parts, i, evening);
            }
            parts.confirmed().round(evening);
            parts.outbox().forget(TruckDays.keep(30), parts.outbox().size(), evening);
            parts.ledger().forget(evening.minus(TruckDays.keep(60)), line -> {});
        }
        if (day == 0) {
            // What came first is known for ever.
            firstDigest = Sha256.of("file 0");
        }
    }

    private String firstDigest = "";

    private void assess(Parts parts, long i, Instant evening) throws IOException {
        var id = id(i);
        String picture = "picture " + i;
        String sha256 = Sha256.of(picture);
        Path file = folder.resolve("pictures").resolve(id.toString()).resolve("a.png");
        Files.createDirectories(file.getParent());
        Files.writeString(file, picture);
        put(
                parts.outbox(),
                new DerivedCreated(
                        new CleanInstance(id, ASSESSED.truck(), ASSESSED.instance().uids()),
                        DerivedKind.HIGHLIGHT,
                        DerivedVolume.DERIVED,
                        new CleanFile(
                                DerivedFiles.path(id, DerivedKind.HIGHLIGHT),
                                sha256,
                                picture.length()),
                        "image/png",
                        ASSESSED.objectKey()));
        var assessed =
                new ScanAssessed(
                        new CleanInstance(id, ASSESSED.truck(), ASSESSED.instance().uids()),
                        ASSESSED.scanner(),
                        ASSESSED.modality(),
                        ASSESSED.segmentation(),
                        ASSESSED.quality(),
                        ASSESSED.triage(),
                        ASSESSED.objectKey(),
                        ASSESSED.derived(),
                        true);
        put(parts.outbox(), assessed);
        var measured =
                new ScanMeasured(
                        id,
                        MEASURED.truck(),
                        MEASURED.scanner(),
                        MEASURED.stratum(),
                        MEASURED.features());
        put(parts.outbox(), measured);
        parts.ledger()
                .put(
                        new ScanRecord(
                                id,
                                Sha256.of("file " + i),
                                "objects/00/" + id + ".dcm",
                                assessed,
                                measured,
                                DerivedFiles.path(id, DerivedKind.HIGHLIGHT),
                                List.of(),
                                new ScanRecord.InSeries(1, false)));
        parts.confirmed()
                .add(
                        new Confirmation(
                                id,
                                Confirmation.What.HIGHLIGHT,
                                sha256,
                                picture.length(),
                                null,
                                evening));
    }

    private static void put(Outbox outbox, Payload payload) throws IOException {
        outbox.append(payload, Sha256.of(EventCodec.value(payload)), null);
    }

    private Look look() throws IOException {
        long before = TruckDays.heap();
        long begin = System.nanoTime();
        try (var parts = open()) {
            long start = TruckDays.since(begin);
            long heap = Math.max(0, TruckDays.heap() - before);
            assertThat(parts.ledger().contains(id(0), firstDigest)).isTrue();
            begin = System.nanoTime();
            var newest = parts.ledger().newest(100);
            long page = TruckDays.since(begin);
            assertThat(newest).hasSize(100);
            begin = System.nanoTime();
            assertThat(parts.ledger().since(0, 1000)).hasSize(1000);
            return new Look(start, heap, page, TruckDays.since(begin));
        }
    }

    private static UUID id(long i) {
        return UUID.nameUUIDFromBytes(
                ("scan " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static <T> T sample(Class<T> type, String topic) {
        try (InputStream in =
                SegmenterYearTest.class.getResourceAsStream("/samples/" + topic + "/ct.json")) {
            return EventCodec.JSON.readValue(Objects.requireNonNull(in), type);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
