package org.medsendx.ingest.web;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.archive.RunningArchive;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.crew.TruckFacts;
import org.medsendx.ingest.crew.TruckView;
import org.medsendx.ingest.crew.TruckWords;
import org.medsendx.ingest.crew.Words;
import org.medsendx.ingest.intake.RunningIntake;
import org.medsendx.ingest.messaging.TruckEvents;
import org.medsendx.ingest.store.Shelf;
import org.medsendx.ingest.tracking.RunningTracking;
import org.medsendx.outbox.ScansWaiting;

/** How the truck stands at this moment. */
@Singleton
final class TruckNow {

    private final RunningIntake intake;
    private final RunningTracking running;
    private final RunningArchive archive;
    private final TruckEvents events;
    private final IngestConfig config;

    TruckNow(
            RunningIntake intake,
            RunningTracking running,
            RunningArchive archive,
            TruckEvents events,
            IngestConfig config) {
        this.intake = intake;
        this.running = running;
        this.archive = archive;
        this.events = events;
        this.config = config;
    }

    /** The page in words. */
    TruckView view(Words words) {
        return new TruckWords(words).view(facts(words.midnight()));
    }

    /** Changes with what the page shows, but for times and counts of others. */
    long version() {
        return intake.isOpen() ? running.tracking().version() : -1;
    }

    private TruckFacts facts(Instant midnight) {
        if (!intake.isOpen()) {
            return new TruckFacts(
                    intake.listening(),
                    false,
                    false,
                    events.heard(),
                    List.of(),
                    0,
                    Map.of(),
                    List.of(),
                    null,
                    OptionalLong.empty(),
                    0,
                    null);
        }
        var tracking = running.tracking();
        var board = tracking.board();
        return new TruckFacts(
                intake.listening(),
                true,
                tracking.loaded(),
                events.heard(),
                board.exams(midnight),
                board.withoutExam(midnight).size(),
                board.scanners(),
                tracking.workList().open(),
                // Counted by the anonymizer, which knows the whole way; it shares the volume.
                ScansWaiting.read(
                        intake.store().work().resolveSibling("anonymizer").resolve("waiting.json")),
                archive.waiting(),
                archive.asideCount(),
                disk());
    }

    /** Nothing until it was counted. */
    private Stream<TruckFacts.Share> share(Shelf shelf) {
        var store = intake.store();
        return store.used(shelf).stream()
                .mapToObj(used ->
                        new TruckFacts.Share(shelf, used, store.budget(shelf), store.room(shelf)));
    }

    private TruckFacts.@Nullable Disk disk() {
        try {
            var store = Files.getFileStore(intake.store().root());
            return new TruckFacts.Disk(
                    store.getUsableSpace(),
                    store.getTotalSpace(),
                    config.minFreeSpace().asLongValue(),
                    Stream.of(Shelf.values()).flatMap(this::share).toList());
        } catch (IOException e) {
            return null;
        }
    }
}
