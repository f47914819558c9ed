package org.medsendx.ingest.retrieve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Shelf;

/**
 * Which studies and series the truck holds, and the objects of each. It is in memory only, made
 * anew at each start of what lies on the shelf of received objects, so that nothing about patients
 * is written down for it and what was deleted is nowhere. What is in quarantine was never there.
 *
 * <p>In memory are the attributes of a study and a series once each, packed, and 32 bytes of an
 * object; attributes of images are read from their files. Beyond a limit the studies go that came
 * first, each as a whole, and what that leaves unknown is told ({@link #leftOut}). Thread safe.
 */
public final class Catalogue {

    private static final int PAGE = 500;

    private final IdentifiedStore store;
    private final IntakeLedger ledger;
    private final long limit;
    private final Object reading = new Object();

    /** Those to which something was added last are last. */
    private final LinkedHashMap<String, HeldStudy> studies = new LinkedHashMap<>();

    private final Set<HeldObjects.Key> leftOut = new HashSet<>();
    private volatile boolean ready;
    private long next;
    private long bytes;
    private int nowhere;

    /**
     * @param limit about what it may take in memory, bytes
     */
    public Catalogue(IdentifiedStore store, IntakeLedger ledger, long limit) {
        this.store = store;
        this.ledger = ledger;
        this.limit = limit;
    }

    /** Whether everything was read that was there at the start. */
    public boolean ready() {
        return ready;
    }

    /**
     * Reads what has come in; the first time, all that is there.
     *
     * @throws IOException when the disk fails; to be called again
     */
    public void look() throws IOException {
        synchronized (reading) {
            if (!ready) {
                clear();
                // What comes in meanwhile is met twice, and known the second time.
                next = ledger.settledBefore();
                for (UUID id : inOrder(store.objects())) {
                    read(id, false);
                }
                ready = true;
            }
            long until = ledger.settledBefore();
            while (next < until) {
                var page = ledger.list(next, PAGE, IntakeEntry.Received.class::isInstance);
                for (var numbered : page) {
                    if (numbered.index() < until) {
                        read(numbered.entry().input().objectId(), true);
                    }
                }
                next = page.isEmpty() ? until : Math.min(until, page.getLast().index() + 1);
            }
        }
    }

    /** What an attempt left that failed. */
    private synchronized void clear() {
        studies.clear();
        leftOut.clear();
        bytes = 0;
        nowhere = 0;
    }

    private record Aged(UUID id, FileTime at) {}

    private List<UUID> inOrder(Collection<UUID> ids) throws IOException {
        var aged = new ArrayList<Aged>();
        for (UUID id : ids) {
            Path file = path(id);
            if (Files.exists(file)) {
                aged.add(new Aged(id, Files.getLastModifiedTime(file)));
            }
        }
        aged.sort(Comparator.comparing(Aged::at).thenComparing(Aged::id));
        return aged.stream().map(Aged::id).toList();
    }

    private void read(UUID id, boolean mayBeKnown) {
        @Nullable Header header = null;
        byte[] study = {};
        byte[] series = {};
        try {
            header = Header.of(path(id));
            if (header != null) {
                study = Header.packed(header.patientAndStudy());
                series = Header.packed(header.series());
            }
        } catch (IOException e) {
            // It was read whole when it came: the disk has lost it, or it is deleted now.
        }
        synchronized (this) {
            if (header == null) {
                nowhere += Files.exists(path(id)) ? 1 : 0;
            } else {
                add(id, header, study, series, mayBeKnown);
            }
        }
    }

    private void add(UUID id, Header header, byte[] row, byte[] seriesRow, boolean mayBeKnown) {
        if (leftOut.contains(HeldObjects.Key.of(header.studyUid()))) {
            return;
        }
        HeldStudy study = studies.remove(header.studyUid());
        if (study == null) {
            study = new HeldStudy(row, header.terms().intern());
        } else {
            bytes -= study.bytes();
        }
        var series = study.series(header.seriesUid(), seriesRow);
        if (!mayBeKnown || !series.objects().contains(id)) {
            study.add(
                    series, header.sopClassUid(), id, HeldObjects.Key.of(header.sopInstanceUid()));
        }
        studies.put(header.studyUid(), study);
        bytes += study.bytes();
        while (bytes > limit && !studies.isEmpty()) {
            var first = studies.firstEntry();
            leftOut.add(HeldObjects.Key.of(first.getKey()));
            forget(first.getKey());
        }
    }

    /** Whether an object is still on its shelf. */
    boolean holds(UUID id) {
        return Files.exists(path(id));
    }

    Path path(UUID id) {
        return store.path(Shelf.OBJECTS, id);
    }

    /** Something that is done with all studies while nothing changes. */
    synchronized <T extends @Nullable Object> T with(Function<Map<String, HeldStudy>, T> work) {
        return work.apply(studies);
    }

    /** Drops a study if nothing of it is left on the disk. */
    synchronized void forgetGone(String studyUid) {
        HeldStudy study = studies.get(studyUid);
        if (study != null
                && study.series().values().stream()
                        .allMatch(one -> one.objects().first(this::holds) == null)) {
            forget(studyUid);
        }
    }

    private void forget(String studyUid) {
        HeldStudy gone = studies.remove(studyUid);
        if (gone != null) {
            bytes -= gone.bytes();
        }
    }

    /** Whether studies are left out because there are too many; all that came first. */
    public synchronized boolean leavesOut() {
        return !leftOut.isEmpty();
    }

    /** Whether this study is left out because there are too many. */
    synchronized boolean leftOut(String studyUid) {
        return leftOut.contains(HeldObjects.Key.of(studyUid));
    }

    /**
     * How it stands.
     *
     * @param studies how many are in it
     * @param leftOut how many are not, because there are too many
     * @param nowhere how many objects name no study or series, or cannot be read
     * @param bytes about what it takes
     */
    public record Standing(int studies, int leftOut, int nowhere, long bytes) {}

    /** How it stands now. */
    public synchronized Standing standing() {
        return new Standing(studies.size(), leftOut.size(), nowhere, bytes);
    }
}
