package org.medsendx.ingest.tasks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.medsendx.journal.JournalIndex;

/**
 * What waits for a person, on disk. Nothing leaves the list by growing old: it goes when somebody
 * has done something about it, and what was done stays for as long as the ledger. Thread safe.
 */
public final class WorkList implements AutoCloseable {

    private static final int PAGE = 1000;
    private static final Duration CARRY_EVERY = Duration.ofDays(7);

    private final JournalIndex<Item> journal;
    private final Map<UUID, Item> open = new LinkedHashMap<>();
    private final ReentrantLock acting = new ReentrantLock();
    private long version;
    private @Nullable Instant carried;

    private WorkList(JournalIndex<Item> journal) throws IOException {
        this.journal = journal;
        for (long from = journal.first(); from < journal.size(); ) {
            for (var entry : journal.since(from, PAGE)) {
                from = entry.index() + 1;
                show(entry.value());
            }
        }
    }

    /** Opens or creates the list in a folder. */
    public static WorkList open(Path folder) throws IOException {
        var journal = JournalIndex.open(folder, Item.class, item -> item.objectId().toString());
        try {
            return new WorkList(journal);
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private void show(Item item) {
        if (item.open()) {
            open.put(item.objectId(), item);
        } else {
            open.remove(item.objectId());
        }
        version++;
    }

    /**
     * Adds an item; one that was there before, open or settled, is left as it is. But what only
     * differed from its order and is withheld now needs a person for that; and where it was
     * corrected, no copy under the wrong patient got out.
     */
    public synchronized void add(Item item) throws IOException {
        var there = journal.get(item.objectId().toString());
        if (there == null) {
            put(item);
        } else if (there.kind() == Item.Kind.DIFFERS && item.kind() == Item.Kind.WITHHELD) {
            if (!there.corrected()) {
                put(item);
            } else if (there.copyIsOut()) {
                put(there.noCopyIsOut());
            }
        }
    }

    private void put(Item item) throws IOException {
        journal.put(item);
        show(item);
    }

    /**
     * Held by who does something about the list: one at a time, whatever it is, so that two people
     * cannot do two things about one item.
     */
    ReentrantLock acting() {
        return acting;
    }

    /**
     * Writes down what somebody did.
     *
     * @param how by what the item is now: it may have been withheld since it was looked at
     */
    synchronized void settle(Item item, Function<Item, Item.Settled> how) throws IOException {
        var there = journal.get(item.objectId().toString());
        var now = there == null ? item : there;
        put(now.settled(how.apply(now)));
    }

    /**
     * Writes down that nothing is to be done about an item.
     *
     * @return whether it was: not when it is there for another reason by now, which nobody has
     *     looked at
     */
    synchronized boolean close(Item item, Item.Settled how) throws IOException {
        var there = journal.get(item.objectId().toString());
        if (there != null && there.kind() != item.kind()) {
            return false;
        }
        put(item.settled(how));
        return true;
    }

    /** What is open, the latest first. */
    public synchronized List<Item> open() {
        var items = new ArrayList<>(open.values());
        items.sort(Comparator.comparing(Item::at).reversed());
        return items;
    }

    /** How many are open. */
    public synchronized int size() {
        return open.size();
    }

    /** What is known of an input, or null. */
    public @Nullable Item item(UUID objectId) throws IOException {
        return journal.get(objectId.toString());
    }

    /** Whether another patient was put into an input, and it goes on as that. */
    public boolean corrected(UUID objectId) throws IOException {
        var item = item(objectId);
        return item != null && item.corrected();
    }

    /** What was done last, the latest first. */
    public List<Item> settled(int limit) throws IOException {
        var items = new ArrayList<Item>();
        long from = Math.max(journal.first(), journal.size() - PAGE);
        for (var entry : journal.since(from, PAGE)) {
            if (entry.value().settled() != null) {
                items.add(entry.value());
            }
        }
        return items.reversed().stream().limit(limit).toList();
    }

    /** Changes with the list. */
    public synchronized long version() {
        return version;
    }

    /** Forgets what was settled before a time; what is open is written anew and stays. */
    public synchronized void forget(Instant before) throws IOException {
        // Now and then is enough: before moves with the clock.
        if (carried == null || carried.plus(CARRY_EVERY).isBefore(before)) {
            for (var item : List.copyOf(open.values())) {
                if (item.at().isBefore(before.plus(CARRY_EVERY))) {
                    journal.put(item);
                }
            }
            carried = before;
        }
        journal.forget(before, (item, index, stays) -> stays.accept(item.objectId().toString()));
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
