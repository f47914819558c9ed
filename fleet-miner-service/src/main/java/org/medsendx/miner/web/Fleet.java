package org.medsendx.miner.web;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetAction;
import org.medsendx.contracts.deidentified.FleetAction.Kind;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.board.FleetBoard.Case;
import org.medsendx.miner.board.FleetBoard.Freshness;
import org.medsendx.miner.chart.ControlChart.Event;
import org.medsendx.miner.finding.FindingState;
import org.medsendx.miner.listing.Derived;
import org.medsendx.miner.listing.FleetListing;
import org.medsendx.miner.report.FleetWords;
import org.medsendx.miner.statistics.FleetView;
import org.medsendx.miner.web.Frame.Room;
import org.medsendx.webguard.GuardFilter;
import org.medsendx.webguard.Need;

/**
 * The board as pages show it: sorted once for each analysis, with what was found and done beside
 * it, and with how old it is.
 */
@Singleton
public class Fleet {

    /** What somebody can say of a scanner. */
    static final List<Choice> MARKS =
            Choice.of(
                    new Kind[] {
                        Kind.SERVICE,
                        Kind.SOFTWARE,
                        Kind.PHANTOM,
                        Kind.FREEZE,
                        Kind.RELEARN,
                        Kind.RETURN_TO_SERVICE,
                        Kind.NOTE
                    },
                    "");

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final FleetBoard board;
    private final SecurityIdentity identity;
    private final CurrentVertxRequest request;
    private final Clock clock = Clock.systemUTC();
    private final Derived<FleetView, FleetListing> listing;

    Fleet(FleetBoard board, SecurityIdentity identity, CurrentVertxRequest request) {
        this.board = board;
        this.identity = identity;
        this.request = request;
        this.listing = new Derived<>(board::view, FleetListing::of);
    }

    /** A moment as pages write it. */
    static String minute(Instant at) {
        return MINUTE.format(at);
    }

    /** The latest analysis, sorted. */
    FleetListing listing() {
        return listing.get();
    }

    /** Findings, those that were opened last first. */
    List<Case> findings() {
        return board.cases();
    }

    /** Findings of one scanner, those that were opened last first. */
    List<Case> findings(String scanner) {
        return board.cases(scanner);
    }

    /** The finding of this id. */
    Optional<Case> finding(String id) {
        return Optional.ofNullable(board.find(id));
    }

    /** Findings that somebody still has to do something about. */
    long unresolved() {
        return board.cases().stream()
                .filter(one -> FindingState.of(one.finding().state()).unresolved())
                .count();
    }

    /** Events that have not arrived, of all streams. */
    long missing() {
        return board.missing();
    }

    /** What people did about a scanner and its findings, in the order of time. */
    List<FleetAction> actions(String scanner) {
        return board.actions(scanner);
    }

    /** What people said happened to a scanner, for its charts. */
    List<Event> events(String scanner) {
        return board.marks(scanner).stream()
                .map(mark -> new Event(mark.day(), mark.kind().replace('-', ' ')))
                .toList();
    }

    /** What people said of a scanner, in words; not what they did about its findings. */
    List<String> told(String scanner) {
        return actions(scanner).stream()
                .filter(action -> action.finding() == null)
                .map(Fleet::words)
                .toList();
    }

    private static String words(FleetAction action) {
        return (action.day() == null ? "" : action.day() + " ")
                + FleetWords.plain(action.kind())
                + ", said by "
                + action.by()
                + " on "
                + minute(action.at())
                + (action.note() == null ? "" : ": " + action.note());
    }

    /** All that was found about a scanner and done, a line each, for the report. */
    List<String> life(String scanner) {
        var lines = new ArrayList<String>(told(scanner));
        for (var told : findings(scanner)) {
            for (var step : told.finding().steps()) {
                lines.add(
                        step.day()
                                + " "
                                + FindingLine.of(told).words()
                                + ": "
                                + step.state().replace('-', ' '));
            }
        }
        for (var action : actions(scanner)) {
            if (action.finding() != null && action.note() != null) {
                lines.add(FindingsPage.note(action));
            }
        }
        lines.sort(Comparator.naturalOrder());
        return lines;
    }

    /** How old the board is. */
    Freshness freshness() {
        return board.freshness(clock.instant());
    }

    /** When the analysis was made that is shown, in words. */
    String asOf() {
        var fresh = freshness();
        var at = fresh.asOf();
        return switch (fresh.state()) {
            case READING -> "reading what was said";
            case EMPTY -> "no analysis yet";
            case CURRENT -> at == null ? "" : "as of " + minute(at);
            case STALE -> at == null ? "" : "NOT CURRENT, as of " + minute(at);
        };
    }

    /** What is to be said when what is shown is not the present; empty when it is. */
    private String notCurrent() {
        var fresh = freshness();
        var at = fresh.asOf();
        if (fresh.state() == FleetBoard.State.READING) {
            return "This instance has just begun and has not read all that was said of the fleet.";
        }
        if (fresh.state() != FleetBoard.State.STALE || at == null) {
            return "";
        }
        return "The fleet was analysed last "
                + FleetWords.counted(Duration.between(at, clock.instant()).toMinutes(), "minute")
                + " ago. What has happened since is not shown: see the health of the service.";
    }

    /** Today, as days of acquisition are counted. */
    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** What a page has around its content. */
    Frame frame(String title, Room room, boolean refreshes) {
        return new Frame(
                title,
                Frame.places(room),
                asOf(),
                notCurrent(),
                refreshes,
                !identity.isAnonymous());
    }

    /** Why something that somebody wanted to do was not done, in words; empty when it was. */
    static String problem(@Nullable String code) {
        return switch (code == null ? "" : code) {
            case "" -> "";
            case "not-in-this-state" ->
                    "Not done: somebody was faster, and its state does not allow it any more.";
            case "no-day", "implausible-day" -> "Not done: that is no day it can be about.";
            case "note-missing" -> "Not done: a note has words.";
            case "note" -> "Not done: the note is too long, or has characters that are no text.";
            case "not-acknowledged" ->
                    "Perhaps not done: the broker did not answer in time. Look again in a minute.";
            default -> "Not done.";
        };
    }

    /** Whether whoever asks may change something. */
    boolean mayAct() {
        var context = request.getCurrent();
        var person = context == null ? null : GuardFilter.person(context);
        return Need.PHYSICIST.isMetBy(person == null ? identity.getRoles() : person.roles());
    }
}
