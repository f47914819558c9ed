package org.medsendx.miner.messaging;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;
import org.medsendx.miner.sequence.ReceivedNumbers;
import org.medsendx.miner.sequence.ReceivedNumbers.Count;

/**
 * Which numbers of writers' streams came in one partition, kept with each as it comes.
 *
 * <p>A crash may keep one value of a store and lose another. So only the numbers themselves are
 * kept, in their blocks, and how many there are is counted from these at the start; what comes
 * again after a crash is known by its number, or counts now.
 */
final class OutcomeNumbers {

    /** Between the name of a stream and the number of a block; no source or epoch has it. */
    private static final char BLOCK = '\u0000';

    private final KeyValueStore<String, byte[]> store;
    private final Map<String, Count> counts = new HashMap<>();
    private final Set<String> changed = new HashSet<>();

    /**
     * @param store blocks by stream and number, and by stream alone the day it was seen last
     */
    OutcomeNumbers(KeyValueStore<String, byte[]> store) {
        this.store = store;
        try (var all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                int end = entry.key.indexOf(BLOCK);
                var stream = end < 0 ? entry.key : entry.key.substring(0, end);
                var part =
                        end < 0
                                ? new Count(0, 0, day(entry.value))
                                : ReceivedNumbers.count(
                                        Long.parseLong(entry.key.substring(end + 1)), entry.value);
                counts.merge(stream, part, Count::and);
            }
        }
        // A crash may have taken the word away.
        changed.addAll(counts.keySet());
    }

    /** Takes a number that came on a day; whether it is one that can be. */
    boolean take(String stream, long number, LocalDate today) {
        var before = counts.get(stream);
        var numbers =
                new ReceivedNumbers(
                        before == null ? Count.NONE : before,
                        block -> store.get(stream + BLOCK + block));
        switch (numbers.look(number)) {
            case IMPLAUSIBLE -> {
                return false;
            }
            case KNOWN -> {
                return true;
            }
            case NEW -> numbers.add(number, today);
        }
        numbers.changed().forEach((block, bits) -> store.put(stream + BLOCK + block, bits));
        seen(stream, numbers.count());
        changed.add(stream);
        return true;
    }

    private void seen(String stream, Count count) {
        var before = counts.put(stream, count);
        if (before == null || !before.seen().equals(count.seen())) {
            store.put(stream, count.seen().toString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Streams of which more came since the last call, and how much of them. */
    Map<String, Count> changed() {
        var told = new HashMap<String, Count>();
        for (var stream : changed) {
            var count = counts.get(stream);
            if (count != null) {
                told.put(stream, count);
            }
        }
        changed.clear();
        return told;
    }

    /** Forgets streams that were seen before a day last, and names them. */
    List<String> forget(LocalDate oldest, LocalDate today) {
        var ended = new ArrayList<String>();
        for (var stream : List.copyOf(counts.keySet())) {
            var count = counts.getOrDefault(stream, Count.NONE);
            if (count.seen().equals(LocalDate.EPOCH)) {
                // Its day was lost in a crash: today is later than it was, and does no harm.
                seen(stream, count.and(new Count(0, 0, today)));
            } else if (count.seen().isBefore(oldest)) {
                ended.add(stream);
            }
        }
        for (var stream : ended) {
            counts.remove(stream);
            var keys = new ArrayList<String>();
            try (var all = store.range(stream, stream + (char) (BLOCK + 1))) {
                all.forEachRemaining(entry -> keys.add(entry.key));
            }
            keys.forEach(store::delete);
        }
        return ended;
    }

    private static LocalDate day(byte[] stored) {
        return LocalDate.parse(new String(stored, StandardCharsets.US_ASCII));
    }
}
