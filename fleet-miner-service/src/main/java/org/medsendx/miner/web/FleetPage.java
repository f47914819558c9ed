package org.medsendx.miner.web;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.chart.ControlChart;
import org.medsendx.miner.chart.SvgPen;
import org.medsendx.miner.listing.FleetListing;
import org.medsendx.miner.listing.Order;
import org.medsendx.miner.report.FleetWords;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.FleetView.Scanner;
import org.medsendx.miner.web.Frame.Room;

/** The fleet, worst first, for the people who maintain the scanners. */
@Path("/")
public class FleetPage {

    private static final int SPARK_WIDTH = 150;
    private static final int SPARK_HEIGHT = 38;
    private static final int MOST_TRUCKS = 300;
    private static final int RECENT = 8;

    private final Fleet fleet;

    FleetPage(Fleet fleet) {
        this.fleet = fleet;
    }

    /** The whole page. */
    public record Page(
            Frame frame,
            FleetQuery query,
            List<Tile> tiles,
            List<String> shifts,
            List<Choice> trucks,
            List<Choice> makes,
            List<Choice> modalities,
            List<Choice> states,
            List<Choice> orders,
            boolean nothing,
            int total,
            List<Row> rows,
            List<FindingLine> findings,
            RejectTable rejects) {}

    /** A count at the head of the page, which may lead to what is counted. */
    public record Tile(String count, String what, String style, String link) {}

    /** A scanner as a line of the table, as text; the chart is an SVG. */
    public record Row(
            String id,
            String link,
            String truck,
            String device,
            long exams,
            String code,
            String state,
            String brief,
            String since,
            String chart,
            String rejected,
            String lastDay) {}

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page(
            @BeanParam Asked asked,
            @QueryParam("order") @Nullable String order,
            @QueryParam("page") @DefaultValue("1") int page,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        var query = asked.query(order, page, limit);
        var listing = fleet.listing();
        var found = listing.page(query.filter(), query.order(), query.offset(), query.limit());
        return Templates.fleet(
                new Page(
                        fleet.frame("Fleet", Room.FLEET, query.isPlain()),
                        query,
                        tiles(listing),
                        listing.view().fleetShifts().stream().map(FleetWords::shift).toList(),
                        Choice.counted(listing.trucks(), query.truck(), MOST_TRUCKS),
                        Choice.counted(listing.makes(), query.make(), Integer.MAX_VALUE),
                        Choice.counted(listing.modalities(), query.modality(), Integer.MAX_VALUE),
                        Choice.of(Answer.values(), query.state()),
                        Choice.of(Order.values(), ViewForm.code(query.order())),
                        listing.view().scanners().isEmpty(),
                        found.total(),
                        found.scanners().stream().map(FleetPage::row).toList(),
                        fleet.findings().stream().limit(RECENT).map(FindingLine::of).toList(),
                        RejectTable.of(listing.rejects())));
    }

    private List<Tile> tiles(FleetListing listing) {
        var tiles = new ArrayList<Tile>();
        tiles.add(tile(listing.view().scanners().size(), "scanners", false, "/"));
        tiles.add(tile(listing.exams(), "exams", false, ""));
        for (var answer :
                List.of(
                        Answer.OUTLIER,
                        Answer.CANNOT_SAY_WHICH,
                        Answer.FLEET_CHANGED,
                        Answer.SILENT,
                        Answer.NOT_ENOUGH_DATA)) {
            int count = listing.count(answer);
            if (count > 0 || answer == Answer.OUTLIER) {
                tiles.add(
                        tile(
                                count,
                                words(answer, count),
                                answer == Answer.OUTLIER && count > 0,
                                "/?state=" + ViewForm.code(answer)));
            }
        }
        long open = fleet.unresolved();
        if (open > 0) {
            tiles.add(tile(open, "findings to deal with", false, "/fleet/findings"));
        }
        long missing = fleet.missing();
        if (missing > 0) {
            tiles.add(tile(missing, "events on their way or lost", false, "/streams"));
        }
        return tiles;
    }

    private static String words(Answer answer, int count) {
        return answer == Answer.OUTLIER && count != 1 ? "outliers" : FleetWords.plain(answer);
    }

    private static Tile tile(long count, String what, boolean alarm, String link) {
        return new Tile(Long.toString(count), what, alarm ? "alarm" : "", link);
    }

    private static Row row(Scanner scanner) {
        return new Row(
                scanner.id(),
                ScannerPage.address(scanner.id()),
                scanner.truck(),
                device(scanner),
                scanner.exams(),
                ViewForm.code(scanner.answer()),
                FleetWords.plain(scanner.answer()),
                FleetWords.brief(scanner),
                FleetWords.briefDay(scanner),
                spark(scanner),
                RejectTable.brief(scanner.reviews()),
                scanner.lastDay().toString());
    }

    /** Make and model, as far as they are known. */
    static String device(Scanner scanner) {
        var parts = new ArrayList<String>();
        for (var part : List.of(scanner.make(), scanner.model())) {
            if (!part.isEmpty() && !part.equals("NONE")) {
                parts.add(part);
            }
        }
        parts.add(scanner.modality());
        return String.join(" ", parts);
    }

    private static String spark(Scanner scanner) {
        var leading = FleetListing.leading(scanner);
        if (leading.isEmpty()) {
            return "";
        }
        var evidence = leading.get();
        var chart =
                new ControlChart(evidence.chart(), evidence.unit(), evidence.since(), List.of());
        if (!chart.isDrawn()) {
            return "";
        }
        var pen = new SvgPen();
        chart.drawSmall(pen, SPARK_WIDTH, SPARK_HEIGHT);
        return pen.svg(
                SPARK_WIDTH,
                SPARK_HEIGHT,
                "spark",
                "control chart of " + FleetWords.feature(evidence.feature()));
    }
}
