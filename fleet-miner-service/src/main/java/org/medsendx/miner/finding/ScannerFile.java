package org.medsendx.miner.finding;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.FleetAction.Kind;
import org.medsendx.contracts.deidentified.FleetCase;
import org.medsendx.contracts.deidentified.FleetEvidence;
import org.medsendx.contracts.deidentified.FleetMark;
import org.medsendx.miner.finding.Finding.Sight;
import org.medsendx.miner.finding.Finding.What;

/**
 * All that was found about one scanner, or one truck, and done about it. Immutable; of bounded
 * size: the oldest resolved findings and the oldest deeds that change nothing go first.
 *
 * @param scanner the scanner
 * @param findings in the order they were opened
 * @param deeds what people did, in the order it came
 */
public record ScannerFile(String scanner, List<Finding> findings, List<Deed> deeds) {

    /** Findings of one scanner that are kept. */
    static final int MOST_FINDINGS = 50;

    /** Deeds about one scanner that are kept. */
    static final int MOST_DEEDS = 1000;

    /** Sights of one finding that are kept: the first, and the latest. */
    private static final int MOST_SIGHTS = 50;

    public ScannerFile {
        Objects.requireNonNull(scanner, "scanner");
        findings = List.copyOf(findings);
        deeds = List.copyOf(deeds);
    }

    /** Nothing was found, and nobody did anything. */
    public static ScannerFile empty(String scanner) {
        return new ScannerFile(scanner, List.of(), List.of());
    }

    /** What an analysis says about a scanner, as far as findings are concerned. */
    public enum Verdict {
        /** It differs, and the evidence says in what. */
        DIFFERS,
        /** It is as usual, or moved with the fleet. */
        AS_USUAL,
        /** Nothing can be said: too few scans, silent, two against one. */
        NOTHING
    }

    /**
     * One deed more; one that is there already changes nothing.
     *
     * @return the same object when nothing changes
     */
    public ScannerFile with(Deed deed) {
        if (deeds.stream().anyMatch(known -> known.id().equals(deed.id()))) {
            return this;
        }
        var more = new ArrayList<>(deeds);
        more.add(deed);
        more.sort(Comparator.comparing(Deed::at).thenComparing(Deed::id));
        for (int i = 0; more.size() > MOST_DEEDS && i < more.size(); ) {
            if (more.get(i).kind() == Kind.NOTE) {
                more.remove(i);
            } else {
                i++;
            }
        }
        while (more.size() > MOST_DEEDS) {
            more.removeFirst();
        }
        return new ScannerFile(scanner, findings, more);
    }

    /**
     * What becomes of the findings by an analysis: each deciding evidence is of an unresolved
     * finding of its cause, brings a resolved one back, or opens one; a finding that no evidence
     * decides for is resolved when the scanner can be judged.
     *
     * @param verdict what the analysis says
     * @param evidence what decides; empty unless it {@link Verdict#DIFFERS}
     * @param day the scanner's latest day of acquisition
     * @param at when it was analysed
     * @param reopenDays a finding that was resolved this many days ago at most comes back; later it
     *     is a new one
     * @return the same object when nothing changes
     */
    public ScannerFile judged(
            Verdict verdict,
            List<FleetEvidence> evidence,
            LocalDate day,
            Instant at,
            int reopenDays) {
        var now = new ArrayList<>(findings);
        if (verdict == Verdict.DIFFERS) {
            for (var deciding : strongestByCause(evidence)) {
                take(now, deciding, day, at, reopenDays);
            }
        }
        if (verdict != Verdict.NOTHING) {
            now.replaceAll(finding ->
                    evidence.stream().anyMatch(e -> e.cause().equals(finding.cause()))
                                    || !life(finding).state().unresolved()
                                    || life(finding).state() == FindingState.IN_SERVICE
                            ? finding
                            : seen(finding, at, day, What.AS_USUAL_AGAIN));
        }
        return now.equals(findings) ? this : new ScannerFile(scanner, bounded(now), deeds);
    }

    private static List<FleetEvidence> strongestByCause(List<FleetEvidence> evidence) {
        var strongest = new ArrayList<FleetEvidence>();
        for (var one : evidence) {
            int at = -1;
            for (int i = 0; i < strongest.size(); i++) {
                if (strongest.get(i).cause().equals(one.cause())) {
                    at = i;
                }
            }
            if (at < 0) {
                strongest.add(one);
            } else if (excess(one) > excess(strongest.get(at))) {
                strongest.set(at, one);
            }
        }
        return strongest;
    }

    private static double excess(FleetEvidence evidence) {
        return evidence.limit() > 0 ? evidence.score() / evidence.limit() : evidence.score();
    }

    private void take(
            List<Finding> now, FleetEvidence evidence, LocalDate day, Instant at, int reopenDays) {
        int latest = -1;
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i).cause().equals(evidence.cause())) {
                latest = i;
            }
        }
        if (latest >= 0) {
            var known = now.get(latest);
            var life = life(known);
            if (life.state().unresolved()) {
                now.set(latest, updated(known, evidence, day));
                return;
            }
            // Resolved on this very day or later: that it is mended cannot have been seen yet.
            if (!day.isAfter(life.lastStep())) {
                return;
            }
            if (!day.isAfter(life.lastStep().plusDays(reopenDays))) {
                now.set(latest, seen(updated(known, evidence, day), at, day, What.BACK));
                return;
            }
        }
        now.add(
                new Finding(
                        Event.idOf(scanner, evidence.cause(), day.toString()),
                        evidence.cause(),
                        evidence.feature(),
                        evidence.unit(),
                        day,
                        day,
                        evidence.effect(),
                        evidence.since(),
                        List.of(new Sight(at, day, What.OPENED))));
    }

    private static Finding updated(Finding finding, FleetEvidence evidence, LocalDate day) {
        return new Finding(
                finding.id(),
                finding.cause(),
                evidence.feature(),
                evidence.unit(),
                finding.opened(),
                day.isAfter(finding.lastDay()) ? day : finding.lastDay(),
                evidence.effect(),
                evidence.since(),
                finding.sights());
    }

    private static Finding seen(Finding finding, Instant at, LocalDate day, What what) {
        var sights = new ArrayList<>(finding.sights());
        sights.add(new Sight(at, day, what));
        while (sights.size() > MOST_SIGHTS) {
            sights.remove(1);
        }
        return new Finding(
                finding.id(),
                finding.cause(),
                finding.feature(),
                finding.unit(),
                finding.opened(),
                finding.lastDay(),
                finding.effect(),
                finding.since(),
                sights);
    }

    private List<Finding> bounded(List<Finding> all) {
        for (int i = 0; all.size() > MOST_FINDINGS && i < all.size(); ) {
            if (life(all.get(i)).state().unresolved()) {
                i++;
            } else {
                all.remove(i);
            }
        }
        return all;
    }

    /** Whether a finding is one of its. */
    public boolean has(String finding) {
        return findings.stream().anyMatch(one -> one.id().equals(finding));
    }

    /** The life of one of its findings. */
    public Life life(Finding finding) {
        return Life.of(finding, deeds);
    }

    /** Its findings as events and pages have them, the newest first. */
    public List<FleetCase> cases() {
        return findings.reversed().stream().map(this::asCase).toList();
    }

    /** One finding as events and pages have it. */
    public FleetCase asCase(Finding finding) {
        var life = life(finding);
        return new FleetCase(
                finding.id(),
                finding.cause(),
                finding.feature(),
                life.state().code(),
                finding.opened(),
                finding.lastDay(),
                finding.effect(),
                finding.unit(),
                finding.since(),
                life.steps());
    }

    /** What people told of the scanner and did not take back, by day. */
    public List<FleetMark> marks() {
        return Life.effective(deeds).stream()
                .map(ScannerFile::mark)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(FleetMark::day).thenComparing(FleetMark::action))
                .toList();
    }

    private static @Nullable FleetMark mark(Deed deed) {
        var day = deed.day();
        if (day == null) {
            return null;
        }
        return switch (deed.kind()) {
            case SERVICE, TO_SERVICE -> new FleetMark(day, "service", deed.id());
            case SOFTWARE -> new FleetMark(day, "software", deed.id());
            case PHANTOM -> new FleetMark(day, "phantom", deed.id());
            case FREEZE -> new FleetMark(day, "freeze", deed.id());
            case RELEARN -> new FleetMark(day, "relearn", deed.id());
            case RETURN_TO_SERVICE -> new FleetMark(day, "return-to-service", deed.id());
            case ACKNOWLEDGE, RESOLVE, REOPEN, NOTE, WITHDRAW -> null;
        };
    }

    /** Whether nothing would be lost without it. */
    public boolean isEmpty() {
        return findings.isEmpty() && deeds.isEmpty();
    }
}
