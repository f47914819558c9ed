package org.medsendx.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.journal.AtomicFile;

/**
 * What a relay knows of its way, kept in its cursor file: marks along the outbox, each of which
 * says that everything before an index was acknowledged and where, so that a log that lost its tail
 * is filled from the last mark that it still holds. Marks are dense at the end and thin out behind,
 * so there are a few dozen of them however long the outbox is. Used by one thread.
 */
final class Trail {

    private static final String FORMAT = "medsendx-cursor-2";

    private final String outbox;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Partition, Long> reached = new HashMap<>();
    // Of the steps, how many a look has confirmed (all before the last confirmed one count).
    private int confirmed;
    // Events before this one are no longer there, so the way never begins before it.
    private long floor;

    /** Everything before the index is in the log. */
    private record Step(long index, LogMark mark) {}

    private record Partition(String log, String topic, int number) {}

    private Trail(String outbox) {
        this.outbox = outbox;
    }

    /**
     * Reads the cursor file. Without one, or with one that is of another outbox or cannot be read
     * (also the older form, which does not say what the log held), the way begins at the first
     * event: repeats do no harm.
     *
     * @param size how many events the outbox has
     */
    static Trail read(Path file, String outbox, long size) {
        try {
            var trail = new Trail(outbox);
            trail.parse(Files.readAllLines(file));
            return trail.sound(size) ? trail : new Trail(outbox);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return new Trail(outbox);
        }
    }

    private void parse(List<String> lines) {
        if (lines.isEmpty()) {
            // A power cut can leave a name without content.
            throw new IllegalArgumentException("empty");
        }
        var head = lines.getFirst().split(" ", -1);
        if (!head[0].equals(FORMAT) || !head[1].equals(outbox)) {
            throw new IllegalArgumentException("another cursor");
        }
        confirmed = Integer.parseInt(head[2]);
        int count = Integer.parseInt(head[3]);
        for (var line : lines.subList(1, lines.size())) {
            var words = line.split(" ", -1);
            switch (words[0]) {
                case "step" -> steps.add(new Step(Long.parseLong(words[1]), LogMark.NOTHING));
                case "at" -> {
                    var step = steps.removeLast();
                    var place =
                            new LogMark.Place(
                                    words[1],
                                    words[2],
                                    Integer.parseInt(words[3]),
                                    Long.parseLong(words[4]),
                                    words[5]);
                    steps.add(new Step(step.index(), step.mark().after(List.of(place))));
                }
                case "reached" ->
                        reach(
                                new LogMark.End(
                                        words[1],
                                        words[2],
                                        Integer.parseInt(words[3]),
                                        Long.parseLong(words[4])));
                default -> throw new IllegalArgumentException("an unknown line");
            }
        }
        if (steps.size() != count) {
            throw new IllegalArgumentException("not whole");
        }
    }

    private boolean sound(long size) {
        long last = 0;
        for (var step : steps) {
            if (step.index() <= last || step.index() > size) {
                return false;
            }
            last = step.index();
        }
        return confirmed >= 0 && confirmed <= steps.size();
    }

    void write(Path file) throws IOException {
        var text = new StringBuilder();
        line(text, FORMAT, outbox, confirmed, steps.size());
        for (var step : steps) {
            line(text, "step", step.index());
            for (var at : step.mark().places()) {
                line(text, "at", at.log(), at.topic(), at.partition(), at.offset(), at.eventId());
            }
        }
        reached.forEach((p, end) -> line(text, "reached", p.log(), p.topic(), p.number(), end));
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void line(StringBuilder text, Object... words) {
        for (int i = 0; i < words.length; i++) {
            text.append(i == 0 ? "" : " ").append(words[i]);
        }
        text.append('\n');
    }

    /** The index of the next event to publish. */
    long next() {
        return Math.max(floor, steps.isEmpty() ? 0 : steps.getLast().index());
    }

    /** The outbox forgot what is before this index. */
    void beginsAt(long first) {
        floor = first;
    }

    /** Everything before this index was confirmed by a look. */
    long confirmedBefore() {
        return confirmed == 0 ? 0 : steps.get(confirmed - 1).index();
    }

    private LogMark mark() {
        return steps.isEmpty() ? LogMark.NOTHING : steps.getLast().mark();
    }

    /** The marks that the next look has to confirm: the last confirmed one and all after it. */
    List<LogMark> unconfirmed() {
        return steps.subList(Math.max(0, confirmed - 1), steps.size()).stream()
                .map(Step::mark)
                .toList();
    }

    /** How many batches were published since the last look. */
    int sinceLook() {
        return steps.size() - confirmed;
    }

    /**
     * Whether all of them lie beyond everything that their partitions were ever seen to hold.
     * Otherwise the log was cut, and those who read it and had got further than the cut would pass
     * by what now stands there.
     */
    boolean beyond(List<LogMark.Place> acknowledged) {
        return acknowledged.stream()
                .allMatch(place ->
                        place.offset()
                                >= reached.getOrDefault(
                                        new Partition(
                                                place.log(), place.topic(), place.partition()),
                                        0L));
    }

    /**
     * An acknowledgement at a place that had been another event's: that one is no longer there, nor
     * is what was acknowledged behind it. No right to read the log is needed to know that.
     *
     * @return whether anything was lost that the log had acknowledged
     */
    boolean overwritten(List<LogMark.Place> acknowledged) {
        int keep = 0;
        while (keep < steps.size() && !overwritten(steps.get(keep).mark(), acknowledged)) {
            keep++;
        }
        boolean lost = keep < steps.size();
        steps.subList(keep, steps.size()).clear();
        confirmed = Math.min(confirmed, keep);
        return lost;
    }

    private static boolean overwritten(LogMark mark, List<LogMark.Place> acknowledged) {
        return mark.places().stream()
                .anyMatch(place ->
                        acknowledged.stream()
                                .anyMatch(taken ->
                                        taken.log().equals(place.log())
                                                && taken.topic().equals(place.topic())
                                                && taken.partition() == place.partition()
                                                && taken.offset() <= place.offset()));
    }

    /** What partitions were seen to hold is no longer waited for. */
    void fillNoFurther() {
        reached.clear();
    }

    /** A batch was acknowledged, and it counts. */
    void published(int events, List<LogMark.Place> acknowledged) {
        steps.add(new Step(next() + events, mark().after(acknowledged)));
        for (var place : acknowledged) {
            reach(
                    new LogMark.End(
                            place.log(), place.topic(), place.partition(), place.offset() + 1));
        }
    }

    /** The log holds all marks. */
    void confirmed(List<LogMark.End> ends) {
        confirmed = steps.size();
        ends.forEach(this::reach);
        thin();
    }

    /** Of the {@link #unconfirmed} marks the log holds only so many. @return the one before them */
    @Nullable LogMark lost(int held, List<LogMark.End> ends) {
        ends.forEach(this::reach);
        int keep = Math.max(0, confirmed - 1) + held;
        steps.subList(keep, steps.size()).clear();
        confirmed = keep;
        return held > 0 || steps.isEmpty() ? null : steps.getLast().mark();
    }

    /** The mark that {@link #lost} named is lost, too. @return the one before it */
    @Nullable LogMark lost() {
        steps.removeLast();
        confirmed = steps.size();
        return steps.isEmpty() ? null : steps.getLast().mark();
    }

    // A topic that was made again begins anew, and nobody reads on where its former life ended.
    private void reach(LogMark.End end) {
        reached.keySet()
                .removeIf(p ->
                        p.topic().equals(end.topic())
                                && p.number() == end.partition()
                                && !p.log().equals(end.log()));
        reached.merge(new Partition(end.log(), end.topic(), end.partition()), end.end(), Math::max);
    }

    // A step goes when its neighbours are no further apart than four times what lies behind them.
    private void thin() {
        long last = next();
        for (int i = steps.size() - 2; i > 0; i--) {
            long before = steps.get(i - 1).index();
            long after = steps.get(i + 1).index();
            if (after - before <= 4 * (last - after)) {
                steps.remove(i);
            }
        }
        confirmed = steps.size();
    }
}
