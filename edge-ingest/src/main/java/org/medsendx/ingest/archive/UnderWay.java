package org.medsendx.ingest.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.net.CommitmentRequest.Instance;

/**
 * What the lines of the journal amount to: in memory, under the monitor of its {@link ArchiveBook}.
 * Nothing changes but by {@link #apply}, so that a replay says the same.
 */
final class UnderWay {

    /** Transactions whose report may still come. */
    private static final int REMEMBERED = 1000;

    /** Items in one line, which has to fit a record of a journal. */
    private static final int LINE = 1000;

    private final Map<UUID, Way> ways = new LinkedHashMap<>();
    private final Map<UUID, Aside> asides = new LinkedHashMap<>();
    private final Set<UUID> withdrawn = new LinkedHashSet<>();
    private final Map<String, Transaction> transactions =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Transaction> eldest) {
                    return size() > REMEMBERED;
                }
            };
    private long next;
    private long asked;

    /**
     * A request whose report may come.
     *
     * @param number counts requests
     */
    private record Transaction(long number, ArchiveLine.Asked asked) {}

    /** One original. */
    private static final class Way {
        final ArchiveItem item;
        @Nullable Instance sent;
        boolean stays;
        @Nullable Instant asked;
        @Nullable Instant failed;
        int failures;
        int lasting;
        String code = "";
        // What was asked before it failed says nothing of it any more.
        long askedFrom;

        Way(ArchiveItem item, long askedFrom) {
            this.item = item;
            this.askedFrom = askedFrom;
        }

        ArchiveBook.Sent asSent() {
            if (sent == null) {
                throw new IllegalStateException("was not sent");
            }
            return new ArchiveBook.Sent(item, sent, stays);
        }
    }

    /**
     * How often sending one has failed.
     *
     * @param failures in a row
     * @param lasting how many of them were such that repeating does not help
     */
    record Tries(int failures, int lasting) {}

    void apply(ArchiveLine record) {
        switch (record) {
            case ArchiveLine.Taken(long until, List<ArchiveItem> items) -> {
                next = Math.max(next, until);
                items.forEach(item -> ways.putIfAbsent(item.objectId(), new Way(item, 0)));
            }
            case ArchiveLine.Sent sent -> {
                var way = ways.get(sent.objectId());
                if (way != null) {
                    way.sent = new Instance(sent.sopClassUid(), sent.sopInstanceUid());
                    way.stays = sent.stays();
                    way.asked = null;
                }
            }
            case ArchiveLine.Refused refused -> {
                var way = ways.get(refused.objectId());
                if (way != null) {
                    way.sent = null;
                    way.failed = refused.at();
                    way.failures = refused.failures();
                    way.lasting = refused.lasting() == null ? 0 : refused.lasting();
                    way.code = refused.code();
                    way.askedFrom = asked;
                }
            }
            case ArchiveLine.Asked line -> {
                transactions.put(line.transactionUid(), new Transaction(asked++, line));
                for (UUID id : line.objectIds()) {
                    var way = ways.get(id);
                    if (way != null) {
                        way.asked = line.at();
                    }
                }
            }
            case ArchiveLine.PutAside(UUID id, Instant at, int failures, String code) -> {
                var way = ways.remove(id);
                if (way != null) {
                    asides.put(id, new Aside(way.item, at, failures, code));
                }
            }
            case ArchiveLine.Again again -> {
                for (UUID id : again.objectIds()) {
                    var aside = asides.remove(id);
                    if (aside != null) {
                        ways.put(id, new Way(aside.item(), asked));
                    }
                }
            }
            case ArchiveLine.Withdrawn(UUID id) -> {
                forget(id);
                withdrawn.add(id);
            }
            case ArchiveLine.Settled settled -> forget(settled.objectId());
        }
    }

    private void forget(UUID id) {
        ways.remove(id);
        asides.remove(id);
    }

    /** What is settled elsewhere is not under way. */
    void removeIf(Predicate<UUID> settled) {
        ways.keySet().removeIf(settled);
        asides.keySet().removeIf(settled);
    }

    /** Lines that amount to the same, and may be applied once more without harm. */
    List<byte[]> live() {
        transactions.values().removeIf(one -> about(one).isEmpty());
        var lines = new ArrayList<byte[]>();
        var page = new ArrayList<ArchiveItem>();
        var items = new ArrayList<>(ways.values().stream().map(way -> way.item).toList());
        asides.values().forEach(aside -> items.add(aside.item()));
        for (var item : items) {
            page.add(item);
            if (page.size() == LINE) {
                lines.add(new ArchiveLine.Taken(next, page).bytes());
                page.clear();
            }
        }
        lines.add(new ArchiveLine.Taken(next, page).bytes());
        asides.forEach((id, one) ->
                lines.add(
                        new ArchiveLine.PutAside(id, one.at(), one.attempts(), one.code())
                                .bytes()));
        withdrawn.forEach(id -> lines.add(new ArchiveLine.Withdrawn(id).bytes()));
        ways.forEach((id, way) -> {
            if (way.failed != null) {
                lines.add(
                        new ArchiveLine.Refused(id, way.failed, way.failures, way.code, way.lasting)
                                .bytes());
            }
            if (way.sent != null) {
                lines.add(sent(id, way.sent, way.stays).bytes());
            }
        });
        transactions
                .values()
                .forEach(one ->
                        lines.add(
                                new ArchiveLine.Asked(
                                                one.asked().transactionUid(),
                                                one.asked().at(),
                                                about(one))
                                        .bytes()));
        return lines;
    }

    static ArchiveLine.Sent sent(UUID id, Instance instance, boolean stays) {
        return new ArchiveLine.Sent(id, instance.sopClassUid(), instance.sopInstanceUid(), stays);
    }

    /** The originals that a report of this request may still be about. */
    private List<UUID> about(Transaction transaction) {
        return transaction.asked().objectIds().stream()
                .filter(id -> {
                    var way = ways.get(id);
                    return way != null && transaction.number() >= way.askedFrom;
                })
                .toList();
    }

    /** How many are under way, put aside not. */
    int ways() {
        return ways.size();
    }

    /** About so many lines are needed for what there is. */
    int size() {
        return ways.size() + asides.size() + withdrawn.size();
    }

    /** Index of the first entry of the intake's ledger that was not looked at. */
    long next() {
        return next;
    }

    /** Whether it is under way, put aside or withdrawn. */
    boolean knows(UUID id) {
        return ways.containsKey(id) || asides.containsKey(id) || withdrawn.contains(id);
    }

    boolean has(UUID id) {
        return ways.containsKey(id) || asides.containsKey(id);
    }

    List<ArchiveItem> toSend(Instant now, Retry retry, int limit) {
        return ways.values().stream()
                .filter(way -> way.sent == null)
                .filter(way -> way.failed == null || retry.due(way.failed, way.failures, now))
                .limit(limit)
                .map(way -> way.item)
                .toList();
    }

    List<ArchiveBook.Sent> toAsk(Instant now, Duration again, int limit) {
        return ways.values().stream()
                .filter(way -> way.sent != null)
                .filter(way ->
                        way.asked == null
                                || Duration.between(way.asked, now).abs().compareTo(again) >= 0)
                .limit(limit)
                .map(Way::asSent)
                .toList();
    }

    /** Null for what is not under way. */
    @Nullable Tries tries(UUID id) {
        var way = ways.get(id);
        return way == null ? null : new Tries(way.failures, way.lasting);
    }

    /** What a request was about and still waits; null for none of that UID. */
    @Nullable List<ArchiveBook.Sent> waiting(String transaction) {
        var known = transactions.get(transaction);
        if (known == null) {
            return null;
        }
        var waiting = new ArrayList<ArchiveBook.Sent>();
        for (UUID id : about(known)) {
            var way = ways.get(id);
            if (way != null && way.sent != null) {
                waiting.add(way.asSent());
            }
        }
        return waiting;
    }

    ArchiveBook.Counts counts() {
        int toSend = 0;
        int sent = 0;
        int refused = 0;
        for (var way : ways.values()) {
            if (way.sent != null) {
                sent++;
            } else if (way.failed != null) {
                refused++;
            } else {
                toSend++;
            }
        }
        return new ArchiveBook.Counts(toSend, sent, refused);
    }

    List<Aside> asides() {
        return List.copyOf(asides.values());
    }

    int asideCount() {
        return asides.size();
    }

    @Nullable Aside aside(UUID objectId) {
        return asides.get(objectId);
    }

    /** Those of some ids that are put aside. */
    List<UUID> asideOf(List<UUID> ids) {
        var wanted = new HashSet<>(ids);
        return asides.keySet().stream().filter(wanted::contains).toList();
    }
}
