package org.medsendx.uplink.reconcile;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.medsendx.journal.JournalReader.Position;

/**
 * Compares a bucket with a truck's ledger, beside an uplink that goes on.
 *
 * <p>The ledger is read, then the bucket is listed page by page, then what the ledger got meanwhile
 * is read: so what is uploaded while this runs is no difference. What the listing did not have is
 * asked for by its key before it counts as missing. What no line of the ledger names is extra,
 * unless it is {@link #RECENT}, when its line may be on its way, or older than what the ledger
 * still knows. Memory follows the number of lines, some 80 bytes each, and no number of
 * differences.
 */
public final class Reconciliation {

    /** An object so young may be there before its line in the ledger. */
    static final Duration RECENT = Duration.ofMinutes(10);

    /** Objects that are compared before the next are looked at. */
    private static final int BATCH = 1000;

    /** Young objects that are looked for in what the ledger gets meanwhile. */
    private static final int MOST_YOUNG = 10_000;

    /** So many of the ledger's first objects are asked how old they are. */
    private static final int FIRST = 20;

    private final Ledger ledger;
    private final Bucket bucket;
    private final Options options;
    private final Listener listener;
    private final InstantSource clock;

    private final KeyTable table = new KeyTable();
    private final List<String> young = new ArrayList<>();
    private long listed;
    private long equal;
    private long byChecksum;
    private long byReading;
    private long byMetadata;
    private long different;
    private long missing;
    private long extra;
    private long recent;
    private long older;
    private Instant youngFrom = Instant.MAX;
    private @Nullable Instant from;

    /**
     * How it is compared.
     *
     * @param truck whose objects, all below {@code truck/}
     * @param read whether every object is read back
     * @param parallel how many objects are asked for at once
     */
    public record Options(String truck, boolean read, int parallel) {
        public Options {
            if (parallel < 1 || parallel > 256) {
                throw new IllegalArgumentException("1 to 256 at once");
            }
        }
    }

    /** What is the matter with an object. */
    public enum Difference {
        /** The ledger has it, the bucket has not. */
        MISSING,
        /** It has another size than the ledger says. */
        OTHER_SIZE,
        /** It has other content than the ledger says. */
        OTHER_CONTENT,
        /** The bucket has it, the ledger has not. */
        EXTRA
    }

    /** Hears what is found, as it is found. */
    public interface Listener {

        void differs(Difference what, String key) throws IOException;

        /** So many objects of the ledger were compared so far. */
        void compared(long objects, long of);
    }

    /**
     * What came of it.
     *
     * @param ledger objects that the ledger names
     * @param listed objects in the bucket
     * @param equal objects that are as the ledger says
     * @param byChecksum of those: by the checksum that the store keeps
     * @param byReading of those: read back
     * @param byMetadata of those: only by what the uplink wrote beside them, which says nothing of
     *     what became of the bytes
     * @param different of another size or content
     * @param missing not in the bucket
     * @param extra not in the ledger
     * @param recent not in the ledger, and too young to say that they will not be
     * @param older not in the ledger, which may have forgotten them
     * @param from since when the ledger is whole, or null when from its beginning
     */
    public record Outcome(
            long ledger,
            long listed,
            long equal,
            long byChecksum,
            long byReading,
            long byMetadata,
            long different,
            long missing,
            long extra,
            long recent,
            long older,
            @Nullable Instant from) {

        /** Whether nothing differs. */
        public boolean isEqual() {
            return different + missing + extra == 0;
        }
    }

    public Reconciliation(
            Ledger ledger, Bucket bucket, Options options, Listener listener, InstantSource clock) {
        this.ledger = ledger;
        this.bucket = bucket;
        this.options = options;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Compares.
     *
     * @throws IOException when the ledger or the bucket cannot be read to the end; what was told
     *     until then holds
     */
    public Outcome run() throws IOException, InterruptedException {
        youngFrom = clock.instant().minus(RECENT);
        from = ledger.forgot() ? wholeFrom() : null;
        Position end = ledger.read(Position.START, table::put);
        int named = table.size();
        try (var threads = Executors.newFixedThreadPool(options.parallel())) {
            bucket.list(options.truck() + "/", objects -> page(objects, threads));
            missing(threads);
        }
        if (table.met() != named) {
            throw new IOException("the ledger has forgotten lines meanwhile; do it again");
        }
        ledger.read(end, table::put);
        for (var key : young) {
            recent += table.place(key) < 0 ? 1 : 0;
        }
        return new Outcome(
                named,
                listed,
                equal,
                byChecksum,
                byReading,
                byMetadata,
                different,
                missing,
                extra,
                recent,
                older,
                from);
    }

    /** When the first object was written that the ledger still knows. */
    private Instant wholeFrom() throws IOException, InterruptedException {
        Instant first = Instant.MAX;
        for (var entry : ledger.first(FIRST)) {
            var digests = bucket.digests(entry.key());
            if (digests != null && digests.modified().isBefore(first)) {
                first = digests.modified();
            }
        }
        // None is there: then nothing in the bucket can be told from what was forgotten.
        return first.equals(Instant.MAX) ? clock.instant() : first;
    }

    /** An object beside its line. */
    private record Pair(String key, int place, long bytes) {}

    /** How an object was found to be as the ledger says, or what is the matter with it. */
    private enum Verdict {
        BY_CHECKSUM,
        BY_READING,
        BY_METADATA,
        OTHER_SIZE,
        OTHER_CONTENT,
        GONE
    }

    private void page(List<Bucket.Listed> objects, ExecutorService threads)
            throws IOException, InterruptedException {
        var pairs = new ArrayList<Pair>();
        for (var object : objects) {
            listed++;
            int place = table.place(object.key());
            if (place < 0) {
                unnamed(object);
            } else if (table.meet(place)) {
                pairs.add(new Pair(object.key(), place, object.bytes()));
            }
        }
        compare(pairs, threads);
    }

    private void unnamed(Bucket.Listed object) throws IOException {
        Instant wholeFrom = from;
        if (object.modified().isAfter(youngFrom)) {
            if (young.size() < MOST_YOUNG) {
                young.add(object.key());
            } else {
                recent++;
            }
        } else if (wholeFrom != null && object.modified().isBefore(wholeFrom)) {
            older++;
        } else {
            extra++;
            listener.differs(Difference.EXTRA, object.key());
        }
    }

    private void compare(List<Pair> pairs, ExecutorService threads)
            throws IOException, InterruptedException {
        var verdicts = new ArrayList<Future<Verdict>>();
        for (var pair : pairs) {
            Callable<Verdict> look = () -> look(pair);
            verdicts.add(threads.submit(look));
        }
        try {
            for (int i = 0; i < pairs.size(); i++) {
                count(pairs.get(i), verdicts.get(i).get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new IllegalStateException("a comparison failed unexpectedly", e);
        } finally {
            verdicts.forEach(verdict -> verdict.cancel(true));
        }
    }

    // The table is only read meanwhile.
    private Verdict look(Pair pair) throws IOException {
        long bytes = table.bytes(pair.place());
        if (bytes >= 0 && pair.bytes() != bytes) {
            return Verdict.OTHER_SIZE;
        }
        String wanted = table.sha256(pair.place());
        if (options.read()) {
            String read = bucket.read(pair.key());
            return read == null
                    ? Verdict.GONE
                    : read.equals(wanted) ? Verdict.BY_READING : Verdict.OTHER_CONTENT;
        }
        var digests = bucket.digests(pair.key());
        if (digests == null) {
            return Verdict.GONE;
        }
        if (digests.sha256() != null) {
            return digests.sha256().equals(wanted) ? Verdict.BY_CHECKSUM : Verdict.OTHER_CONTENT;
        }
        if (digests.told() != null) {
            return digests.told().equals(wanted) ? Verdict.BY_METADATA : Verdict.OTHER_CONTENT;
        }
        // Nobody says anything: then it has to be read.
        String read = bucket.read(pair.key());
        return read != null && read.equals(wanted) ? Verdict.BY_READING : Verdict.OTHER_CONTENT;
    }

    private void count(Pair pair, Verdict verdict) throws IOException {
        switch (verdict) {
            case BY_CHECKSUM -> byChecksum++;
            case BY_READING -> byReading++;
            case BY_METADATA -> byMetadata++;
            case OTHER_SIZE -> differs(Difference.OTHER_SIZE, pair.key());
            case OTHER_CONTENT -> differs(Difference.OTHER_CONTENT, pair.key());
            case GONE -> {
                missing++;
                listener.differs(Difference.MISSING, pair.key());
            }
        }
        equal = byChecksum + byReading + byMetadata;
        listener.compared(equal + different + missing, table.size());
    }

    private void differs(Difference what, String key) throws IOException {
        different++;
        listener.differs(what, key);
    }

    /** What the listing did not have; the ledger is read again for its keys. */
    private void missing(ExecutorService threads) throws IOException, InterruptedException {
        var lost = new ArrayList<Pair>();
        ledger.read(
                Position.START,
                entry -> {
                    int place = table.place(entry.key());
                    if (place >= 0 && table.meet(place)) {
                        // Its size is not asked for: its content says more.
                        lost.add(new Pair(entry.key(), place, table.bytes(place)));
                    }
                    if (lost.size() >= BATCH) {
                        compare(lost, threads);
                        lost.clear();
                    }
                });
        compare(lost, threads);
    }
}
