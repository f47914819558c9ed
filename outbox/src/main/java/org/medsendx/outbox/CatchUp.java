package org.medsendx.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.JournalReader.Position;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what a stage should have heard of and has not: compares the outbox of the stage before it,
 * on the volume that both mount, with the stage's own ledger, and does what is missing. So an event
 * that Kafka lost, skipped or never got costs minutes and not a scan.
 *
 * <p>What Kafka is about to deliver is left to it: an event is taken from here when it is older
 * than the grace and either a later one is known already (it was passed over) or for as long as the
 * grace nothing at all became known (nothing is delivered). Everything that is done twice must have
 * the same result; the stages of this suite are made so.
 *
 * <p>A fault of the local disk is waited for. An event whose work fails in another way is done
 * again after longer and longer waits, up to an hour, and counted as {@link #faulty}: a person has
 * to look. Where it stands is kept in a small file and may be lost without harm. In memory are some
 * 50 bytes for each open event, at most {@value #MOST_OPEN} of them.
 */
public final class CatchUp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final int MOST_OPEN = 100_000;
    private static final int PAGE = 500;

    /** So many open events are looked up in one round, the oldest first. */
    private static final int LOOKS = 500;

    /** After so many faults of the disk in one round the others wait as well. */
    private static final int MOST_FAULTS = 3;

    private final OutboxReader upstream;
    private final Path cursor;
    private final Stage stage;
    private final Timing timing;
    private final InstantSource clock;
    private final Backoff backoff;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private final Deque<Open> open = new ArrayDeque<>();
    private String epoch = "";
    private Position ahead = Position.START;
    private Instant progressAt;
    private long highestKnown = -1;
    private String written = "";
    private volatile long taken;
    private volatile long faulty;
    private volatile ScansWaiting.For waiting = ScansWaiting.For.NOTHING;
    private volatile @Nullable Reached reached;

    /** The stage whose gaps are closed. */
    public interface Stage {

        /** Whether an event of the outbox is for this stage at all. */
        boolean concerns(Event<?> event);

        /** Whether everything that follows from it is on disk here. */
        boolean knows(Event<?> event) throws IOException;

        /** Does its work, as if it had been delivered. */
        void take(Event<?> event) throws IOException, InterruptedException;

        /** When it happened, where the event tells; else it counts from when it was first seen. */
        default @Nullable Instant since(Event<?> event) {
            return null;
        }
    }

    /**
     * @param grace how long an event is left to Kafka
     * @param every time between two looks
     * @param window what is open for longer is counted apart
     */
    public record Timing(Duration grace, Duration every, Duration window) {}

    /**
     * How far a stage has come in the outbox before it.
     *
     * @param epoch the life of the outbox, empty when there is none yet
     * @param known how many of its events need nothing more here
     * @param from where the first lies that does, or the next that comes
     */
    public record Reached(String epoch, long known, Position from) {}

    private static final class Open {
        final Position at;
        final Instant since;
        int failures;
        Instant due;

        Open(Position at, Instant since, Instant due) {
            this.at = at;
            this.since = since;
            this.due = due;
        }
    }

    CatchUp(
            Path upstream,
            Path cursor,
            Stage stage,
            Timing timing,
            InstantSource clock,
            Backoff backoff) {
        this.upstream = new OutboxReader(upstream);
        this.cursor = cursor;
        this.stage = stage;
        this.timing = timing;
        this.clock = clock;
        this.backoff = backoff;
        this.progressAt = clock.instant();
        this.thread = Thread.ofPlatform().daemon().name("catch-up").unstarted(this::run);
        readCursor();
    }

    /**
     * Starts, on a thread of its own.
     *
     * @param upstream folder of the outbox of the stage before; it may not be there yet
     * @param cursor file that keeps where it stands
     */
    public static CatchUp start(Path upstream, Path cursor, Stage stage, Timing timing) {
        var backoff = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1), new Random());
        var started = new CatchUp(upstream, cursor, stage, timing, InstantSource.system(), backoff);
        started.thread.start();
        return started;
    }

    private void run() {
        try {
            do {
                try {
                    round();
                } catch (IOException | UncheckedIOException e) {
                    // Only the kind: messages of the platform name paths. The next round looks
                    // again.
                    LOG.warn("looking for what was missed: {}", e.getClass().getSimpleName());
                }
            } while (!closed.await(timing.every().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** One look, and the work it finds. */
    void round() throws IOException, InterruptedException {
        String now = upstream.epoch();
        if (!now.equals(epoch)) {
            epoch = now;
            restart(Position.START);
        }
        readOn();
        lookUp();
        takeOver();
        note();
        writeCursor();
    }

    private void restart(Position from) {
        open.clear();
        ahead = from;
        highestKnown = -1;
    }

    private void readOn() throws IOException {
        while (open.size() < MOST_OPEN) {
            List<OutboxReader.Entry> page = upstream.read(ahead, PAGE);
            for (var entry : page) {
                consider(entry);
                ahead = entry.next();
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }

    private void consider(OutboxReader.Entry entry) throws IOException {
        var event = entry.event();
        if (event == null || !stage.concerns(event)) {
            return;
        }
        if (stage.knows(event)) {
            known(entry.at());
            return;
        }
        Instant now = clock.instant();
        Instant since = stage.since(event);
        Instant from = since == null || since.isAfter(now) ? now : since;
        // The grace runs from now on all the same: after a start Kafka may be about to deliver it.
        open.add(new Open(entry.at(), from, now.plus(timing.grace())));
    }

    private void known(Position at) {
        highestKnown = Math.max(highestKnown, at.index());
        progressAt = clock.instant();
    }

    private void lookUp() throws IOException {
        int looks = LOOKS;
        for (var each = open.iterator(); each.hasNext() && looks-- > 0; ) {
            var one = each.next();
            Event<?> event = event(one);
            if (event == null || stage.knows(event)) {
                each.remove();
                known(one.at);
            }
        }
    }

    // Null when it is not there any more: it was never on the disk of its writer.
    private @Nullable Event<?> event(Open one) throws IOException {
        var found = upstream.read(one.at, 1);
        if (found.isEmpty() || found.getFirst().at().index() != one.at.index()) {
            if (!found.isEmpty()) {
                // Its writer looks at our cursor file before it forgets.
                LOG.error("an event that was open is no longer in the outbox of the stage before");
            }
            return null;
        }
        return found.getFirst().event();
    }

    private void takeOver() throws IOException, InterruptedException {
        Instant now = clock.instant();
        boolean nothingComes = !now.isBefore(progressAt.plus(timing.grace()));
        var due = new ArrayList<Open>();
        for (var one : open) {
            boolean passedOver = one.at.index() < highestKnown;
            if (!now.isBefore(one.due) && (passedOver || nothingComes || one.failures > 0)) {
                due.add(one);
            }
        }
        long before = taken;
        int faults = 0;
        for (var one : due) {
            Event<?> event = event(one);
            if (event == null || stage.knows(event)) {
                open.remove(one);
                continue;
            }
            try {
                if (take(one, event)) {
                    open.remove(one);
                    taken++;
                }
            } catch (IOException | UncheckedIOException e) {
                // Our disk, or the one file: others may go on, but not when all fail.
                one.due = clock.instant().plus(timing.every());
                if (++faults == MOST_FAULTS) {
                    break;
                }
            }
        }
        if (taken > before) {
            LOG.warn(
                    "did the work of {} events that were not delivered, {} are open",
                    taken - before,
                    open.size());
        }
    }

    private boolean take(Open one, Event<?> event) throws IOException, InterruptedException {
        try {
            stage.take(event);
            return true;
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            one.failures++;
            one.due = clock.instant().plus(backoff.after(one.failures));
            // Messages of foreign exceptions may quote a value.
            LOG.warn(
                    "event {} of {} cannot be worked on: {}",
                    event.id(),
                    event.data().topic().topicName(),
                    e.getClass().getSimpleName());
            return false;
        }
    }

    private void note() {
        long failed = 0;
        var since = new ArrayList<Instant>(open.size());
        for (var one : open) {
            since.add(one.since);
            failed += one.failures > 0 ? 1 : 0;
        }
        faulty = failed;
        reached =
                new Reached(
                        epoch,
                        ahead.index() - open.size(),
                        open.isEmpty() ? ahead : open.getFirst().at);
        waiting = ScansWaiting.For.of(since, clock.instant(), timing.window());
    }

    /** What is open, as of the latest look. */
    public ScansWaiting.For waiting() {
        return waiting;
    }

    /** How far it has come, as of the latest look; null before the first. */
    public @Nullable Reached reached() {
        return reached;
    }

    /** How many of the open events are there because their work failed. */
    public long faulty() {
        return faulty;
    }

    /** How many events were done from here since the start. */
    public long taken() {
        return taken;
    }

    private void writeCursor() throws IOException {
        Position from = open.isEmpty() ? ahead : open.getFirst().at;
        String line =
                String.join(
                        " ",
                        epoch,
                        "" + from.segment(),
                        "" + from.offset(),
                        "" + from.index(),
                        "\n");
        if (!epoch.isEmpty() && !line.equals(written)) {
            AtomicFile.write(cursor, line.getBytes(StandardCharsets.US_ASCII));
            written = line;
        }
    }

    /**
     * How far a stage has come in the outbox of the stage before it, by its cursor file: everything
     * before this index has its follow-up on disk there. For the writer of the outbox.
     *
     * @param epoch of the outbox
     * @return 0 when there is no cursor file, or one of another outbox, or one that cannot be read
     */
    public static long passed(Path cursor, String epoch) {
        try {
            String[] words = Files.readString(cursor).strip().split(" ");
            return words.length == 4 && words[0].equals(epoch) ? Long.parseLong(words[3]) : 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    // An unreadable one begins from the start: what is known is passed over.
    private void readCursor() {
        try {
            String[] words = Files.readString(cursor).strip().split(" ");
            if (words.length == 4) {
                ahead =
                        new Position(
                                Long.parseLong(words[1]),
                                Long.parseLong(words[2]),
                                Long.parseLong(words[3]));
                epoch = words[0];
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("no cursor, looking from the first event on");
        }
    }

    /** Ends; work under way is interrupted and done again later. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
