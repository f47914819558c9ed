package org.medsendx.segmenter.exam;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;

/**
 * The exams of the ledger, in memory: 100 to 150 bytes a scan and no header. It is read from the
 * ledger once after a start, and follows it then by its new lines; no request reads the ledger from
 * the beginning. What the ledger forgets goes here too, so it grows with the days that the ledger
 * keeps and no further. Thread safe.
 */
public final class ExamIndex {

    private static final int PIECE = 500;
    private static final Verdict[] VERDICTS = Verdict.values();

    private final ScanLines lines;
    // In the order of the last line of each.
    private final LinkedHashMap<String, Study> studies = new LinkedHashMap<>();
    private final Map<String, String> words = new HashMap<>();
    private final Map<UUID, Decision> undelivered = new HashMap<>();
    private long next;
    private long first;
    private volatile boolean ready;

    public ExamIndex(ScanLines lines) {
        this.lines = lines;
    }

    private static final class Study {
        final String uid;
        String date;
        long newest;
        final List<Entry> scans = new ArrayList<>(4);

        Study(String uid, String date) {
            this.uid = uid;
            this.date = date;
        }
    }

    private static final class Entry {
        final UUID id;
        final String series;
        String modality;
        String scanner;
        final int sopHash;
        long at;
        byte verdict;
        byte priority;
        byte decision;

        Entry(UUID id, String series, String modality, String scanner, int sopHash) {
            this.id = id;
            this.series = series;
            this.modality = modality;
            this.scanner = scanner;
            this.sopHash = sopHash;
        }
    }

    /** Whether the ledger was read to its end once. */
    public boolean ready() {
        return ready;
    }

    /** How many lines of the ledger were read, of how many there are. */
    public synchronized long[] progress() {
        return new long[] {Math.max(0, next - first), Math.max(0, lines.size() - first)};
    }

    /** Reads what is new in the ledger. The lock is given back between pieces. */
    public void refresh() throws IOException {
        while (readPiece()) {
            Thread.onSpinWait();
        }
        if (!ready) {
            synchronized (this) {
                // What is left is of scans that are forgotten.
                undelivered.clear();
                ready = true;
            }
        }
    }

    private synchronized boolean readPiece() throws IOException {
        long oldest = lines.first();
        if (oldest > first) {
            first = oldest;
            forget();
        }
        var piece = lines.since(Math.max(next, first), PIECE);
        for (var line : piece) {
            put(line);
            next = line.at() + 1;
        }
        return piece.size() == PIECE;
    }

    private void forget() {
        var each = studies.values().iterator();
        while (each.hasNext()) {
            var study = each.next();
            study.scans.removeIf(scan -> scan.at < first);
            if (study.scans.isEmpty()) {
                each.remove();
            }
        }
    }

    private void put(ScanLine line) {
        var study = studies.remove(line.uids().studyInstanceUid());
        if (study == null) {
            study = new Study(line.uids().studyInstanceUid(), word(line.date()));
        }
        studies.put(study.uid, study);
        study.newest = line.at();
        study.date = word(line.date());
        Entry entry = entry(study, line.objectId());
        if (entry == null) {
            String series = line.uids().seriesInstanceUid();
            for (var other : study.scans) {
                if (other.series.equals(series)) {
                    series = other.series;
                    break;
                }
            }
            entry =
                    new Entry(
                            line.objectId(),
                            series,
                            word(line.modality()),
                            word(line.scanner()),
                            line.uids().sopInstanceUid().hashCode());
            study.scans.add(entry);
            var decided = undelivered.remove(line.objectId());
            if (decided != null) {
                entry.decision = code(decided);
            }
        }
        entry.at = line.at();
        entry.modality = word(line.modality());
        entry.scanner = word(line.scanner());
        entry.verdict = (byte) line.verdict().ordinal();
        entry.priority = (byte) line.priority();
    }

    // The same few words in all exams are one each.
    private String word(String text) {
        if (words.size() > 10_000) {
            words.clear();
        }
        return words.computeIfAbsent(text, same -> same);
    }

    private static @Nullable Entry entry(Study study, UUID id) {
        for (var scan : study.scans) {
            if (scan.id.equals(id)) {
                return scan;
            }
        }
        return null;
    }

    /** Notes what a person decided about a scan; the last decision counts. */
    public synchronized void decided(String study, UUID objectId, Decision decision) {
        var known = studies.get(study);
        Entry entry = known == null ? null : entry(known, objectId);
        if (entry != null) {
            entry.decision = code(decision);
        } else if (!ready) {
            undelivered.put(objectId, decision);
        }
    }

    private static byte code(Decision decision) {
        return (byte) (decision == Decision.ACCEPTED ? 1 : 2);
    }

    private static @Nullable Decision decision(byte code) {
        return code == 0 ? null : code == 1 ? Decision.ACCEPTED : Decision.REJECTED;
    }

    /** An exam, or null when none of its scans is known. */
    public synchronized @Nullable Exam exam(String study) {
        var found = studies.get(study);
        return found == null ? null : exam(found);
    }

    private static Exam exam(Study study) {
        var scans = new ArrayList<Exam.Scan>(study.scans.size());
        for (var scan : study.scans) {
            scans.add(
                    new Exam.Scan(
                            scan.id,
                            scan.series,
                            scan.modality,
                            scan.scanner,
                            VERDICTS[scan.verdict],
                            scan.priority,
                            decision(scan.decision)));
        }
        return new Exam(study.uid, study.date, study.newest, scans);
    }

    /**
     * The ids of the scans of a study that may have a SOP Instance UID: a few at most, whose lines
     * say it.
     */
    public synchronized List<UUID> candidates(String study, String sopInstanceUid) {
        var found = studies.get(study);
        int hash = sopInstanceUid.hashCode();
        return found == null
                ? List.of()
                : found.scans.stream()
                        .filter(scan -> scan.sopHash == hash)
                        .map(scan -> scan.id)
                        .toList();
    }

    /**
     * Some exams.
     *
     * @param total how many there are of this kind
     * @param exams those of the page
     */
    public record Page(int total, List<Exam> exams) {}

    /** A page of the exams that a filter admits. */
    public synchronized Page page(ExamFilter filter, ExamOrder order, int offset, int limit) {
        var admitted = new ArrayList<Ranked>();
        for (var study : studies.values()) {
            var ranked = rank(study, filter);
            if (ranked != null) {
                admitted.add(ranked);
            }
        }
        var newest = Comparator.comparingLong((Ranked ranked) -> -ranked.study().newest);
        admitted.sort(
                order == ExamOrder.NEWEST
                        ? newest
                        : Comparator.comparingInt(Ranked::rank).thenComparing(newest));
        int from = Math.min(offset, admitted.size());
        int to = Math.min(admitted.size(), from + limit);
        return new Page(
                admitted.size(),
                admitted.subList(from, to).stream().map(ranked -> exam(ranked.study())).toList());
    }

    private record Ranked(Study study, int rank) {}

    // Of all studies for each page, so nothing is made but a number.
    private static @Nullable Ranked rank(Study study, ExamFilter filter) {
        if (!filter.admits(study.date)) {
            return null;
        }
        boolean modality = filter.modality() == null;
        boolean rejected = false;
        boolean open = false;
        int worst = 0;
        int worstOpen = 0;
        int priority = 0;
        for (var scan : study.scans) {
            int severity = Exam.severity(VERDICTS[scan.verdict]);
            worst = Math.max(worst, severity);
            if (scan.decision == 0) {
                open = true;
                worstOpen = Math.max(worstOpen, severity);
            }
            rejected |= scan.decision == 2;
            priority = Math.max(priority, scan.priority);
            modality |= scan.modality.equals(filter.modality());
        }
        var state = rejected ? ExamState.REJECTED : open ? ExamState.OPEN : ExamState.ACCEPTED;
        boolean admitted =
                modality
                        && (filter.state() == null || filter.state() == state)
                        && (filter.verdict() == null || Exam.severity(filter.verdict()) == worst);
        if (!admitted) {
            return null;
        }
        int undecided = state == ExamState.OPEN ? 0 : 2;
        int repeat = worstOpen == Exam.severity(Verdict.REPEAT) ? 0 : 1;
        int rank = ((undecided + repeat) * 128 + 100 - priority) * 4 + 3 - worstOpen;
        return new Ranked(study, rank);
    }

    /** Gives exams, newest first, as long as more are wanted. */
    public void newestFirst(Predicate<Exam> wantsMore) {
        List<String> uids;
        synchronized (this) {
            uids = new ArrayList<>(studies.keySet());
        }
        for (var uid : uids.reversed()) {
            var exam = exam(uid);
            if (exam != null && !wantsMore.test(exam)) {
                return;
            }
        }
    }

    /** How many scans are known. */
    public synchronized int scans() {
        return studies.values().stream().mapToInt(study -> study.scans.size()).sum();
    }
}
