package org.medsendx.ingest.crew;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.medsendx.ingest.store.Room;
import org.medsendx.ingest.tasks.Item;
import org.medsendx.ingest.tracking.ExamLine;
import org.medsendx.ingest.tracking.Verdict;
import org.medsendx.outbox.LinkNow;
import org.medsendx.outbox.ScansWaiting;

/** Puts the facts of the truck into words. */
public final class TruckWords {

    /** So many exams are shown; a day has fewer. */
    static final int MOST_EXAMS = 100;

    private static final int MOST_REPEATS = 6;
    private static final int MOST_FINDINGS = 3;
    private static final Duration SILENT = Duration.ofSeconds(45);

    /** Uploads are refused by many stores from 15 minutes on. */
    private static final double CLOCK_OFF_SECONDS = 60;

    private final Words words;
    private final Texts texts;

    public TruckWords(Words words) {
        this.words = words;
        this.texts = words.texts();
    }

    /** The page. */
    public TruckView view(TruckFacts facts) {
        return new TruckView(
                words.time(words.now()),
                words.day(),
                words.exact(words.now()),
                known(facts),
                notices(facts),
                repeats(facts),
                facts.exams().stream().limit(MOST_EXAMS).map(this::exam).toList(),
                remarks(facts),
                needs(facts),
                link(facts),
                queues(facts),
                disk(facts),
                scanners(facts));
    }

    // "Nothing has to be repeated" is said by a page that would know.
    private boolean known(TruckFacts facts) {
        return facts.open() && facts.loaded() && !facts.heard().plus(SILENT).isBefore(words.now());
    }

    private List<TruckView.Notice> notices(TruckFacts facts) {
        var notices = new ArrayList<TruckView.Notice>();
        if (!facts.listening()) {
            bad(notices, texts.text("notice.closed"));
        }
        var disk = facts.disk();
        if (!facts.open() || disk == null) {
            bad(notices, texts.text("notice.volume"));
            return notices;
        }
        if (disk.free() < 2 * disk.least()) {
            bad(
                    notices,
                    texts.text("notice.disk", words.size(disk.free()), words.size(disk.least())));
        }
        for (var share : disk.shares()) {
            if (share.room() == Room.State.FULL) {
                bad(notices, texts.text("notice.budget." + share.shelf()));
            }
        }
        if (!facts.loaded()) {
            warn(notices, texts.text("notice.reading"));
        }
        if (facts.heard().equals(Instant.EPOCH)) {
            warn(notices, texts.text("notice.neverheard"));
        } else if (facts.heard().plus(SILENT).isBefore(words.now())) {
            warn(notices, texts.text("notice.unheard", words.time(facts.heard())));
        }
        var waiting = facts.waiting();
        if (waiting == null) {
            warn(notices, texts.text("notice.nocount"));
            return notices;
        }
        if (waiting.stale(words.now())) {
            warn(notices, texts.text("notice.uncounted", words.time(waiting.asOf())));
        }
        Instant silent = waiting.uplinkSilentSince();
        if (silent != null && !silent.equals(Instant.EPOCH)) {
            warn(notices, texts.text("notice.uplinksilent", words.time(silent)));
        }
        var link = waiting.link();
        Double ahead = link == null ? null : link.clockAheadSeconds();
        if (ahead != null && Math.abs(ahead) >= CLOCK_OFF_SECONDS) {
            Duration off = Duration.ofSeconds(Math.round(Math.abs(ahead)));
            bad(notices, texts.text("notice.clock", words.lasting(off)));
        }
        return notices;
    }

    private static void bad(List<TruckView.Notice> notices, String text) {
        notices.add(new TruckView.Notice("bad", text));
    }

    private static void warn(List<TruckView.Notice> notices, String text) {
        notices.add(new TruckView.Notice("warn", text));
    }

    private static boolean waitsForA(Verdict verdict, ExamLine exam) {
        return exam.verdict() == verdict && exam.open() > 0;
    }

    private List<TruckView.Repeat> repeats(TruckFacts facts) {
        return facts.exams().stream()
                .filter(exam -> waitsForA(Verdict.REPEAT, exam))
                .limit(MOST_REPEATS)
                .map(exam ->
                        new TruckView.Repeat(
                                words.time(exam.last()),
                                words.scanner(exam.scanner()),
                                kind(exam),
                                texts.text("repeat.images", exam.open()),
                                exam.findings().stream()
                                        .limit(MOST_FINDINGS)
                                        .map(this::finding)
                                        .toList(),
                                href(exam)))
                .toList();
    }

    private TruckView.Finding finding(String code) {
        return new TruckView.Finding(
                texts.textOr("finding." + code, "finding.other"),
                texts.textOr("do." + code, "do.other"));
    }

    private static String href(ExamLine exam) {
        return "/where/" + exam.study();
    }

    private static String kind(ExamLine exam) {
        return exam.modality() == null ? "" : exam.modality();
    }

    private TruckView.Exam exam(ExamLine exam) {
        var verdict = exam.verdict();
        boolean open = exam.open() > 0;
        String word =
                verdict == null
                        ? texts.text("verdict.none")
                        : texts.text("verdict." + verdict.name());
        return new TruckView.Exam(
                words.time(exam.last()),
                words.scanner(exam.scanner()),
                kind(exam),
                words.number(exam.images()),
                verdict == null ? "none" : verdict.name().toLowerCase(Locale.ROOT),
                word,
                open && !exam.findings().isEmpty()
                        ? finding(exam.findings().getFirst()).says()
                        : "",
                way(exam),
                href(exam));
    }

    private List<String> way(ExamLine exam) {
        var way = new ArrayList<String>();
        if (exam.judged() < exam.images()) {
            way.add(texts.text("exams.judged", exam.judged(), exam.images()));
        }
        way.add(
                exam.uploaded() == exam.images()
                        ? texts.text("exams.allup")
                        : texts.text("exams.uploaded", exam.uploaded(), exam.images()));
        if (exam.confirmed() > 0) {
            way.add(texts.text("exams.confirmed", exam.confirmed(), exam.images()));
        }
        return way;
    }

    private List<String> remarks(TruckFacts facts) {
        var remarks = new ArrayList<String>();
        if (facts.underway() > 0) {
            remarks.add(texts.text("exams.underway", facts.underway()));
        }
        if (facts.exams().size() > MOST_EXAMS) {
            remarks.add(texts.text("exams.more", facts.exams().size() - MOST_EXAMS));
        }
        return remarks;
    }

    private List<TruckView.Need> needs(TruckFacts facts) {
        var needs = new ArrayList<TruckView.Need>();
        need(needs, "bad", "person.repeat", count(facts, Verdict.REPEAT), "");
        need(needs, "warn", "person.look", count(facts, Verdict.LOOK), "");
        need(needs, "warn", "person.quarantined", count(facts, Item.Kind.QUARANTINED), "/worklist");
        need(needs, "warn", "person.differs", count(facts, Item.Kind.DIFFERS), "/worklist");
        need(needs, "warn", "person.withheld", count(facts, Item.Kind.WITHHELD), "/worklist");
        need(needs, "warn", "person.unarchived", facts.aside(), "/worklist");
        var waiting = facts.waiting();
        if (waiting != null) {
            need(needs, "bad", "person.parked", waiting.parked(), "");
            need(needs, "bad", "person.faulty", waiting.faulty(), "");
        }
        return needs;
    }

    private void need(
            List<TruckView.Need> needs, String level, String key, long count, String href) {
        if (count > 0) {
            needs.add(new TruckView.Need(level, texts.text(key, count), href));
        }
    }

    private static long count(TruckFacts facts, Verdict verdict) {
        return facts.exams().stream().filter(exam -> waitsForA(verdict, exam)).count();
    }

    private static long count(TruckFacts facts, Item.Kind kind) {
        return facts.items().stream().filter(item -> item.kind() == kind).count();
    }

    private TruckView.Fact fact(String key, String value, String level) {
        return new TruckView.Fact(texts.text(key), value, level);
    }

    private List<TruckView.Fact> link(TruckFacts facts) {
        var waiting = facts.waiting();
        var link = waiting == null ? null : waiting.link();
        if (link == null) {
            return List.of();
        }
        var lines = new ArrayList<TruckView.Fact>();
        lines.add(state(link));
        lines.add(
                fact(
                        "link.waiting",
                        link.waitingObjects() == 0
                                ? texts.text("link.nothing")
                                : texts.text(
                                        "link.objects",
                                        link.waitingObjects(),
                                        words.size(link.waitingBytes())),
                        ""));
        var oldest = link.oldest();
        if (oldest != null) {
            lines.add(fact("link.oldest", words.since(oldest), ""));
        }
        Long rate = link.bytesPerSecond();
        lines.add(
                fact("link.rate", rate == null ? texts.text("link.norate") : words.rate(rate), ""));
        Long left = link.secondsLeft();
        if (left == null || left > 0) {
            lines.add(
                    fact(
                            "link.left",
                            left == null
                                    ? texts.text("link.nobodyknows")
                                    : words.lasting(Duration.ofSeconds(left)),
                            ""));
        }
        lines.add(fact("link.sent", words.size(link.sentThisMonth()), ""));
        lines.add(plan(link));
        return lines;
    }

    private TruckView.Fact state(LinkNow link) {
        String closed = link.closedBecause();
        if (closed != null) {
            return fact("link.state", texts.textOr("link.closed." + closed, "link.held"), "warn");
        }
        if (link.storeHolds()) {
            return fact("link.state", texts.text("link.held"), "bad");
        }
        return link.cloudConnected()
                ? fact("link.state", texts.text("link.good"), "good")
                : fact("link.state", texts.text("link.nocloud"), "warn");
    }

    private TruckView.Fact plan(LinkNow link) {
        Long plan = link.planBytes();
        Long left = link.planLeft();
        if (plan == null || left == null) {
            return fact("link.plan", texts.text("link.noplan"), "");
        }
        return fact(
                "link.plan",
                texts.text("link.planof", words.size(left), words.size(plan)),
                left < link.waitingBytes() || left < plan / 10 ? "warn" : "good");
    }

    private List<TruckView.Fact> queues(TruckFacts facts) {
        var queues = new ArrayList<TruckView.Fact>();
        var waiting = facts.waiting();
        if (waiting != null) {
            queues.add(queue("queues.decision", waiting.decision(), Duration.ofMinutes(10)));
            queues.add(queue("queues.assessment", waiting.assessment(), Duration.ofMinutes(30)));
            // Without a link it rises, and that is well.
            queues.add(queue("queues.upload", waiting.upload(), Duration.ofDays(1)));
        }
        // Until the truck is at its depot it rises too.
        facts.archive()
                .ifPresent(count ->
                        queues.add(
                                fact(
                                        "queues.archive",
                                        count == 0
                                                ? texts.text("queues.none")
                                                : words.number(count),
                                        "")));
        return queues;
    }

    private TruckView.Fact queue(String key, ScansWaiting.For what, Duration patience) {
        var oldest = what.oldest();
        if (oldest == null) {
            return fact(key, texts.text("queues.none"), "good");
        }
        return fact(
                key,
                texts.text(
                        "queues.count",
                        words.number(what.count() + what.older()),
                        words.since(oldest)),
                oldest.plus(patience).isBefore(words.now()) ? "warn" : "");
    }

    private List<TruckView.Fact> disk(TruckFacts facts) {
        var disk = facts.disk();
        var lines = new ArrayList<TruckView.Fact>();
        if (disk == null) {
            return lines;
        }
        lines.add(
                fact(
                        "disk.free",
                        texts.text("disk.of", words.size(disk.free()), words.size(disk.size())),
                        disk.free() < 2 * disk.least() ? "bad" : "good"));
        disk.shares().forEach(share -> lines.add(share(share)));
        return lines;
    }

    private TruckView.Fact share(TruckFacts.Share share) {
        return new TruckView.Fact(
                texts.text("disk." + share.shelf()),
                share.budget().isPresent()
                        ? texts.text(
                                "disk.of",
                                words.size(share.used()),
                                words.size(share.budget().getAsLong()))
                        : words.size(share.used()),
                switch (share.room()) {
                    case AMPLE -> "";
                    case LOW -> "warn";
                    case FULL -> "bad";
                });
    }

    private List<TruckView.Fact> scanners(TruckFacts facts) {
        return facts.scanners().entrySet().stream()
                .map(one ->
                        new TruckView.Fact(
                                words.scanner(one.getKey()),
                                words.time(one.getValue())
                                        + " · "
                                        + texts.text("scanners.ago", words.since(one.getValue())),
                                ""))
                .toList();
    }
}
