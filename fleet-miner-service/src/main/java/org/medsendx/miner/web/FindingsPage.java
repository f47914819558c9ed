package org.medsendx.miner.web;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetAction;
import org.medsendx.contracts.deidentified.FleetAction.Kind;
import org.medsendx.contracts.deidentified.FleetCase;
import org.medsendx.miner.board.FleetBoard.Case;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.finding.FindingState;
import org.medsendx.miner.report.FleetWords;
import org.medsendx.miner.statistics.Cause;
import org.medsendx.miner.web.Frame.Room;

/** Findings, and the life of each. */
@Path("/fleet/findings")
public class FindingsPage {

    /** What can be done about a finding, in the order of its life. */
    private static final List<Kind> ACTS =
            List.of(
                    Kind.ACKNOWLEDGE,
                    Kind.TO_SERVICE,
                    Kind.RETURN_TO_SERVICE,
                    Kind.RESOLVE,
                    Kind.REOPEN,
                    Kind.NOTE);

    private static final String LOOK_AT_TRUCK =
            "Where to look: what of the truck has not left it (GET /uplink there), and whether the"
                    + " cloud's broker lost records. They come late, or the truck's disk lost them;"
                    + " what is lost for good is resolved by hand, and no scan of it counts.";

    private final Fleet fleet;

    FindingsPage(Fleet fleet) {
        this.fleet = fleet;
    }

    /** The list. */
    public record Page(
            Frame frame,
            FindingQuery query,
            List<Choice> states,
            List<Choice> causes,
            int total,
            List<FindingLine> rows) {}

    /** One finding. */
    public record One(
            Frame frame,
            String problem,
            String id,
            String title,
            String code,
            String state,
            String scanner,
            String scannerLink,
            String truck,
            String opened,
            String lastDay,
            String words,
            String look,
            @Nullable ChartView chart,
            List<StepLine> steps,
            List<String> notes,
            boolean mayAct,
            List<Act> acts,
            String today) {}

    /** A step of a finding's life, as text. */
    public record StepLine(String day, String code, String state, String words) {}

    /**
     * Something that can be done.
     *
     * @param action where the form goes
     */
    public record Act(String action, String words, boolean dated, boolean wantsNote) {}

    /** The page of a finding. */
    static String address(String finding) {
        return "/fleet/findings/" + finding;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page(
            @QueryParam("scanner") @Nullable String scanner,
            @QueryParam("state") @Nullable String state,
            @QueryParam("cause") @Nullable String cause,
            @QueryParam("page") @DefaultValue("1") int page) {
        var query = FindingQuery.of(scanner, state, cause, page);
        var found = fleet.findings().stream().filter(query::lets).toList();
        return Templates.findings(
                new Page(
                        fleet.frame("Findings", Room.FINDINGS, false),
                        query,
                        Choice.of(FindingQuery.Which.values(), ViewForm.code(query.which())),
                        Choice.of(
                                Cause.values(),
                                query.cause() == null ? "" : ViewForm.code(query.cause())),
                        found.size(),
                        found.stream()
                                .skip(query.offset())
                                .limit(FindingQuery.PAGE)
                                .map(FindingLine::of)
                                .toList()));
    }

    @GET
    @Path("{finding}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance one(
            @PathParam("finding") String id, @QueryParam("problem") @Nullable String problem) {
        var told = fleet.finding(id).orElseThrow(NotFoundException::new);
        var finding = told.finding();
        var line = FindingLine.of(told);
        var actions = fleet.actions(told.about());
        var chart =
                fleet.listing().scanner(told.scanner()).stream()
                        .flatMap(scanner -> scanner.evidence().stream())
                        .filter(evidence -> evidence.feature().equals(finding.feature()))
                        .findFirst()
                        .map(evidence ->
                                ChartView.of(
                                        told.scanner(), evidence, fleet.events(told.scanner())));
        return Templates.finding(
                new One(
                        fleet.frame(line.words(), Room.FINDINGS, false),
                        Fleet.problem(problem),
                        id,
                        told.about() + ": " + line.feature(),
                        line.code(),
                        line.state(),
                        told.scanner(),
                        told.isOfTruck() ? "" : ScannerPage.address(told.scanner()),
                        told.truck(),
                        line.day(),
                        finding.lastDay().toString(),
                        told.isOfTruck()
                                ? line.words()
                                : line.effect() + ", since " + line.since() + "; " + line.cause(),
                        told.isOfTruck() ? LOOK_AT_TRUCK : look(finding),
                        chart.filter(ChartView::drawn).orElse(null),
                        steps(finding, actions),
                        actions.stream()
                                .filter(action -> id.equals(action.finding()))
                                .filter(action -> action.note() != null)
                                .map(FindingsPage::note)
                                .toList(),
                        fleet.mayAct(),
                        acts(told),
                        fleet.today().toString()));
    }

    private static String look(FleetCase finding) {
        return Arrays.stream(Cause.values())
                .filter(cause -> ViewForm.code(cause).equals(finding.cause()))
                .map(cause -> "Where to look: " + FleetWords.look(cause) + ".")
                .findFirst()
                .orElse("");
    }

    private static List<StepLine> steps(FleetCase finding, List<FleetAction> actions) {
        return finding.steps().stream()
                .map(step ->
                        new StepLine(
                                step.day().toString(),
                                step.state(),
                                step.state().replace('-', ' '),
                                actions.stream()
                                        .filter(action -> action.id().equals(step.action()))
                                        .findFirst()
                                        .map(action -> "by " + action.by())
                                        .orElse("by the measurements")))
                .toList();
    }

    /** What somebody wrote, with who and when. */
    static String note(FleetAction action) {
        return String.format(
                Locale.ROOT, "%s, %s: %s", Fleet.minute(action.at()), action.by(), action.note());
    }

    /**
     * Whether such a thing is done about such a finding: no truck goes to service for its events.
     */
    static boolean fits(Case told, Kind kind) {
        return !told.isOfTruck() || kind != Kind.TO_SERVICE && kind != Kind.RETURN_TO_SERVICE;
    }

    /** What its state allows. */
    private static List<Act> acts(Case told) {
        var finding = told.finding();
        var state = FindingState.of(finding.state());
        var acts = new ArrayList<Act>();
        for (var kind : ACTS) {
            boolean back = kind != Kind.RETURN_TO_SERVICE || state == FindingState.IN_SERVICE;
            if (back && fits(told, kind) && state.after(kind) != null) {
                acts.add(
                        new Act(
                                "/findings/" + finding.id() + "/" + word(kind),
                                words(kind),
                                kind.dated(),
                                kind == Kind.NOTE));
            }
        }
        return acts;
    }

    private static String word(Kind kind) {
        return ViewForm.code(kind);
    }

    private static String words(Kind kind) {
        return switch (kind) {
            case ACKNOWLEDGE -> "I look into it";
            case TO_SERVICE -> "It goes to service";
            case RETURN_TO_SERVICE -> "It is back, and learns anew";
            case RESOLVE -> "It is dealt with";
            case REOPEN -> "It is not dealt with";
            case NOTE -> "Add the note";
            default -> FleetWords.plain(kind);
        };
    }
}
