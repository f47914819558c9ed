package org.medsendx.miner.web;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.listing.FleetListing;
import org.medsendx.miner.report.FleetWords;
import org.medsendx.miner.report.ScannerReport;
import org.medsendx.miner.statistics.Evidence;
import org.medsendx.miner.statistics.FleetView.Scanner;
import org.medsendx.miner.web.Frame.Room;

/** One scanner: the answer, the numbers it rests on, and what became of it. */
@Path("/fleet/scanners/{scanner}")
public class ScannerPage {

    private static final int MOST_CHARTS = 4;

    private final Fleet fleet;

    ScannerPage(Fleet fleet) {
        this.fleet = fleet;
    }

    /** The whole page. */
    public record Page(
            Frame frame,
            String problem,
            String id,
            String code,
            String state,
            String facts,
            String means,
            List<String> sentences,
            List<String> looks,
            String pdf,
            String json,
            String compare,
            List<ChartView> charts,
            List<FeatureRow> features,
            RejectTable rejects,
            List<FindingLine> findings,
            List<String> marks,
            boolean mayAct,
            String actions,
            List<Choice> kinds,
            String today) {}

    /** One feature as a line of the table, as text. */
    public record FeatureRow(
            String name,
            String link,
            String cause,
            String effect,
            String since,
            String score,
            String limit,
            int exams,
            int days) {}

    /** The page of a scanner. */
    static String address(String scanner) {
        return "/fleet/scanners/" + scanner;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page(
            @PathParam("scanner") String name,
            @QueryParam("feature") @Nullable String feature,
            @QueryParam("problem") @Nullable String problem) {
        var scanner = fleet.listing().scanner(name).orElseThrow(NotFoundException::new);
        var events = fleet.events(name);
        return Templates.scanner(
                new Page(
                        fleet.frame(name, Room.FLEET, false),
                        Fleet.problem(problem),
                        name,
                        ViewForm.code(scanner.answer()),
                        FleetWords.plain(scanner.answer()),
                        facts(scanner),
                        FleetWords.means(scanner),
                        FleetWords.answer(scanner),
                        looks(scanner),
                        address(name) + "/report.pdf",
                        "/scanners/" + name,
                        "/fleet/compare?s=" + name + feature(scanner),
                        shown(scanner, feature).stream()
                                .map(evidence -> ChartView.of(name, evidence, events))
                                .toList(),
                        FleetListing.strongestFirst(scanner).stream()
                                .map(evidence -> row(name, evidence))
                                .toList(),
                        RejectTable.of(scanner.reviews()),
                        fleet.findings(name).stream().map(FindingLine::of).toList(),
                        fleet.told(name),
                        fleet.mayAct(),
                        "/scanners/" + name + "/marks",
                        Fleet.MARKS,
                        fleet.today().toString()));
    }

    @GET
    @Path("report.pdf")
    @Produces("application/pdf")
    public Response pdf(@PathParam("scanner") String name) {
        var scanner = fleet.listing().scanner(name).orElseThrow(NotFoundException::new);
        return Response.ok(
                        ScannerReport.pdf(
                                scanner, fleet.asOf(), fleet.events(name), fleet.life(name)))
                .header("Content-Disposition", "attachment; filename=\"" + name + ".pdf\"")
                .build();
    }

    /** What was asked for; else what decides, or the one that comes nearest to that. */
    private static List<Evidence> shown(Scanner scanner, @Nullable String feature) {
        var all = FleetListing.strongestFirst(scanner);
        var asked = all.stream().filter(one -> one.feature().equals(feature)).toList();
        if (!asked.isEmpty()) {
            return asked;
        }
        var deciding = all.stream().filter(Evidence::decides).limit(MOST_CHARTS).toList();
        return deciding.isEmpty() ? all.stream().limit(1).toList() : deciding;
    }

    private static List<String> looks(Scanner scanner) {
        return scanner.evidence().stream()
                .filter(Evidence::decides)
                .map(Evidence::cause)
                .distinct()
                .map(cause ->
                        "Where to look, for "
                                + FleetWords.plain(cause)
                                + ": "
                                + FleetWords.look(cause)
                                + ".")
                .toList();
    }

    private static String feature(Scanner scanner) {
        return FleetListing.leading(scanner)
                .map(evidence ->
                        "&feature=" + URLEncoder.encode(evidence.feature(), StandardCharsets.UTF_8))
                .orElse("");
    }

    private static String facts(Scanner scanner) {
        return String.join(
                " · ",
                FleetPage.device(scanner),
                "truck " + scanner.truck(),
                FleetWords.counted(scanner.exams(), "exam"),
                FleetWords.counted(scanner.images(), "image"),
                scanner.firstDay() + " to " + scanner.lastDay());
    }

    private static FeatureRow row(String scanner, Evidence evidence) {
        return new FeatureRow(
                FleetWords.feature(evidence.feature()),
                address(scanner)
                        + "?feature="
                        + URLEncoder.encode(evidence.feature(), StandardCharsets.UTF_8),
                FleetWords.plain(evidence.cause()),
                FleetWords.effect(evidence.effect(), evidence.unit()),
                FleetWords.since(evidence.since()),
                FleetWords.figure(Math.abs(evidence.score())),
                FleetWords.figure(evidence.limit()),
                evidence.exams(),
                evidence.days());
    }
}
