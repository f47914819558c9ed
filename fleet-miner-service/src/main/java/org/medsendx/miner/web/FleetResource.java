package org.medsendx.miner.web;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetCase;
import org.medsendx.contracts.deidentified.FleetFinding;
import org.medsendx.contracts.deidentified.FleetSummary.Received;
import org.medsendx.contracts.deidentified.ReviewRates;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.board.FleetBoard.Case;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.listing.Derived;
import org.medsendx.miner.listing.FleetListing;
import org.medsendx.miner.report.FleetCsv;
import org.medsendx.miner.report.RejectsCsv;
import org.medsendx.miner.report.ScatterReport;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.Evidence;
import org.medsendx.miner.statistics.FleetShift;
import org.medsendx.miner.statistics.FleetView;
import org.medsendx.miner.telemetry.MinerMetrics;

/** The fleet for other programs: JSON and the picture. */
@Path("/")
public class FleetResource {

    private final FleetBoard board;
    private final Fleet fleet;
    private final MinerMetrics metrics;
    private final Derived<FleetView, byte[]> drawn;

    FleetResource(FleetBoard board, Fleet fleet, MinerMetrics metrics) {
        this.board = board;
        this.fleet = fleet;
        this.metrics = metrics;
        this.drawn = new Derived<>(board::view, ScatterReport::png);
    }

    /**
     * One scanner in a line.
     *
     * @param scans images that were counted
     * @param status {@code ok}, {@code outlier} or {@code not-enough-data}: {@code answer} in fewer
     *     words
     * @param answer what the analysis says, a code
     * @param reason why, see {@link FleetView.Scanner}
     * @param feature what decides, or comes nearest to it; null without evidence
     * @param cause its class of cause, a code, or null
     * @param effect how far it moved, or null
     * @param effectLow begin of the 95 % interval of {@code effect}, or null
     * @param effectHigh its end, or null
     * @param unit unit of the three, or null
     * @param deviation its evidence, or null
     * @param limit where the evidence decides, or null
     * @param since the day of the change, or null
     */
    public record ScannerAnswer(
            String id,
            String truck,
            long scans,
            String status,
            String answer,
            String reason,
            String make,
            String model,
            String modality,
            long exams,
            LocalDate firstDay,
            LocalDate lastDay,
            @Nullable String feature,
            @Nullable String cause,
            @Nullable Double effect,
            @Nullable Double effectLow,
            @Nullable Double effectHigh,
            @Nullable String unit,
            @Nullable Double deviation,
            @Nullable Double limit,
            @Nullable LocalDate since) {

        static ScannerAnswer of(FleetView.Scanner scanner) {
            var leading = FleetListing.leading(scanner).orElse(null);
            var since = leading == null ? null : leading.since();
            return new ScannerAnswer(
                    scanner.id(),
                    scanner.truck(),
                    scanner.images(),
                    ViewForm.code(ViewForm.status(scanner.answer())),
                    ViewForm.code(scanner.answer()),
                    scanner.reason(),
                    scanner.make(),
                    scanner.model(),
                    scanner.modality(),
                    scanner.exams(),
                    scanner.firstDay(),
                    scanner.lastDay(),
                    leading == null ? null : leading.feature(),
                    leading == null ? null : ViewForm.code(leading.cause()),
                    leading == null ? null : rounded(leading.effect().value()),
                    leading == null ? null : rounded(leading.effect().low()),
                    leading == null ? null : rounded(leading.effect().high()),
                    leading == null ? null : leading.unit(),
                    leading == null ? null : rounded(leading.score()),
                    leading == null ? null : rounded(leading.limit()),
                    since == null ? null : since.day());
        }
    }

    /**
     * One scanner with all that is known of it.
     *
     * @param evidence the strongest first
     * @param findings the newest first
     * @param reviews what people decided about its scans, or null when nobody did
     */
    public record ScannerDetail(
            ScannerAnswer scanner,
            List<Evidence> evidence,
            List<FleetCase> findings,
            @Nullable ReviewRates reviews) {}

    /** What people decided about the scans of one scanner. */
    public record ScannerRejects(String id, String truck, String modality, ReviewRates reviews) {}

    /**
     * The fleet at a glance.
     *
     * @param asOf when the analysis was made, or null before the first
     * @param state whether this is the present: {@code current}, {@code stale} when nobody has
     *     analysed for too long, {@code reading} after a start, {@code empty} before the first scan
     * @param answers how many scanners have which answer
     * @param unresolved findings that somebody still has to do something about
     * @param missing events that have not arrived
     */
    public record Overview(
            @Nullable Instant asOf,
            String state,
            int scanners,
            long exams,
            long images,
            Map<String, Integer> answers,
            List<FleetShift> fleetShifts,
            long unresolved,
            long missing) {}

    /** A change of status, spelt as {@link ScannerAnswer} spells it. */
    public record FindingAnswer(
            String scanner,
            String truck,
            String from,
            String to,
            String feature,
            double deviation,
            LocalDate day) {

        static FindingAnswer of(FleetFinding finding) {
            return new FindingAnswer(
                    finding.scanner(),
                    finding.truck(),
                    ViewForm.code(finding.from()),
                    ViewForm.code(finding.to()),
                    finding.feature(),
                    rounded(finding.deviation()),
                    finding.day());
        }
    }

    /**
     * Scanners, by name unless another order is asked for.
     *
     * @param order {@code name}, {@code worst} or {@code newest}
     */
    @GET
    @Path("scanners")
    @Produces(MediaType.APPLICATION_JSON)
    public List<ScannerAnswer> scanners(
            @BeanParam Asked asked, @QueryParam("order") @DefaultValue("name") String order) {
        return all(asked, order).stream().map(ScannerAnswer::of).toList();
    }

    /** The same scanners as a table for a spreadsheet; worst first. */
    @GET
    @Path("scanners.csv")
    @Produces("text/csv;charset=utf-8")
    public Response table(@BeanParam Asked asked, @QueryParam("order") @Nullable String order) {
        return file(FleetCsv.of(all(asked, order)), "scanners.csv");
    }

    /** One scanner with the evidence of each feature and its charts. */
    @GET
    @Path("scanners/{scanner}")
    @Produces(MediaType.APPLICATION_JSON)
    public ScannerDetail scanner(@PathParam("scanner") String name) {
        var scanner = fleet.listing().scanner(name).orElseThrow(NotFoundException::new);
        return new ScannerDetail(
                ScannerAnswer.of(scanner),
                FleetListing.strongestFirst(scanner),
                fleet.findings(name).stream().map(Case::finding).toList(),
                scanner.reviews());
    }

    /** One feature of one scanner, with its chart. */
    @GET
    @Path("scanners/{scanner}/{feature}")
    @Produces(MediaType.APPLICATION_JSON)
    public Evidence evidence(
            @PathParam("scanner") String name, @PathParam("feature") String feature) {
        return fleet.listing().scanner(name).stream()
                .flatMap(scanner -> scanner.evidence().stream())
                .filter(evidence -> evidence.feature().equals(feature))
                .findFirst()
                .orElseThrow(NotFoundException::new);
    }

    /**
     * What was rejected on which scanner and why, in its latest three months with a decision;
     * scanners about whose scans nobody decided are left out.
     *
     * @param order {@code rejected} unless another one is asked for
     */
    @GET
    @Path("rejects")
    @Produces(MediaType.APPLICATION_JSON)
    public List<ScannerRejects> rejects(
            @BeanParam Asked asked, @QueryParam("order") @DefaultValue("rejected") String order) {
        return all(asked, order).stream()
                .mapMulti((FleetView.Scanner scanner, Consumer<ScannerRejects> taker) -> {
                    var reviews = scanner.reviews();
                    if (reviews != null) {
                        taker.accept(
                                new ScannerRejects(
                                        scanner.id(),
                                        scanner.truck(),
                                        scanner.modality(),
                                        reviews));
                    }
                })
                .toList();
    }

    /** The same as a table for a spreadsheet, a line for each scanner and reason. */
    @GET
    @Path("rejects.csv")
    @Produces("text/csv;charset=utf-8")
    public Response rejectsTable(
            @BeanParam Asked asked, @QueryParam("order") @DefaultValue("rejected") String order) {
        return file(RejectsCsv.of(all(asked, order)), "rejects.csv");
    }

    /** The fleet at a glance, and how current that is. */
    @GET
    @Path("overview")
    @Produces(MediaType.APPLICATION_JSON)
    public Overview overview() {
        var listing = fleet.listing();
        var fresh = fleet.freshness();
        var answers = new LinkedHashMap<String, Integer>();
        for (var answer : Answer.values()) {
            answers.put(ViewForm.code(answer), listing.count(answer));
        }
        return new Overview(
                fresh.asOf(),
                ViewForm.code(fresh.state()),
                listing.view().scanners().size(),
                listing.exams(),
                listing.images(),
                answers,
                listing.view().fleetShifts(),
                fleet.unresolved(),
                fleet.missing());
    }

    /** Recent changes of status, the newest first. */
    @GET
    @Path("findings")
    @Produces(MediaType.APPLICATION_JSON)
    public List<FindingAnswer> findings() {
        return board.findings().stream().map(FindingAnswer::of).toList();
    }

    /** Findings with a life as a table for a spreadsheet, the newest first. */
    @GET
    @Path("findings.csv")
    @Produces("text/csv;charset=utf-8")
    public Response findingsTable(
            @QueryParam("scanner") @Nullable String scanner,
            @QueryParam("state") @Nullable String state,
            @QueryParam("cause") @Nullable String cause) {
        var query = FindingQuery.of(scanner, state, cause, 1);
        return file(
                FindingsCsv.of(fleet.findings().stream().filter(query::lets).toList()),
                "findings.csv");
    }

    /**
     * How far this process is.
     *
     * @param count scans that were mined
     * @param p50Ms median of the time from a record to an analysis with it, milliseconds
     * @param p99Ms its 99th percentile
     * @param notCounted records that were read and do not count, by the reason's code
     * @param reviews decisions about scans that were read, by what became of them
     */
    public record StageAnswer(
            long count,
            double p50Ms,
            double p99Ms,
            Map<String, Long> notCounted,
            Map<String, Long> reviews) {}

    /** How many scans were mined and how long that took, and what does not count. */
    @GET
    @Path("stage")
    @Produces(MediaType.APPLICATION_JSON)
    public StageAnswer stage() {
        var stage = board.stage();
        return new StageAnswer(
                stage.count(), stage.p50Ms(), stage.p99Ms(), metrics.passedBy(), metrics.reviews());
    }

    /** Which events of which truck have arrived, and how many are missing. */
    @GET
    @Path("streams")
    @Produces(MediaType.APPLICATION_JSON)
    public List<Received> streams() {
        return board.streams();
    }

    @GET
    @Path("report.png")
    @Produces("image/png")
    public byte[] report() {
        return drawn.get();
    }

    private List<FleetView.Scanner> all(Asked asked, @Nullable String order) {
        var query = asked.query(order);
        return fleet.listing().all(query.filter(), query.order());
    }

    private static Response file(String text, String name) {
        return Response.ok(text)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.2f", value));
    }
}
