package org.medsendx.miner.web;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.chart.ClusterDrawing;
import org.medsendx.miner.chart.ControlChart.Size;
import org.medsendx.miner.chart.SvgPen;
import org.medsendx.miner.listing.FleetFilter;
import org.medsendx.miner.listing.Order;
import org.medsendx.miner.report.FleetWords;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.FleetView.Point;
import org.medsendx.miner.statistics.FleetView.Scanner;
import org.medsendx.miner.web.Frame.Room;

/** The picture of the six scripts, and what it can and cannot say. */
@Path("/fleet/clusters")
public class ClusterPage {

    private static final int MOST = 100;
    private static final int NAMED = 12;
    private static final FleetFilter OUTLIERS = new FleetFilter("", "", "", "", Answer.OUTLIER);

    private final Fleet fleet;

    ClusterPage(Fleet fleet) {
        this.fleet = fleet;
    }

    /** The whole page. */
    public record Page(
            Frame frame, String wide, String narrow, int every, List<Row> rows, int left) {}

    /** One scanner's weeks, as text. */
    public record Row(
            String scanner,
            String link,
            String code,
            String state,
            int weeks,
            int smaller,
            int latest,
            String mean,
            String spread) {}

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page() {
        var listing = fleet.listing();
        var weeks = listing.view().points().stream().collect(Collectors.groupingBy(Point::scanner));
        var rows = new ArrayList<Row>();
        for (var scanner : listing.view().scanners()) {
            var own = weeks.get(scanner.id());
            if (own != null) {
                rows.add(row(scanner, own));
            }
        }
        rows.sort(
                Comparator.comparingInt(Row::latest)
                        .thenComparingInt(Row::smaller)
                        .reversed()
                        .thenComparing(Row::scanner));
        var drawing =
                new ClusterDrawing(
                        listing.view().points(),
                        listing.page(OUTLIERS, Order.WORST, 0, NAMED).scanners().stream()
                                .map(Scanner::id)
                                .toList());
        return Templates.clusters(
                new Page(
                        fleet.frame("Clusters", Room.CLUSTERS, false),
                        svg(drawing, Size.WIDE, "chart cloud wide"),
                        svg(drawing, Size.NARROW, "chart cloud narrow"),
                        drawing.every(),
                        rows.stream().limit(MOST).toList(),
                        Math.max(0, rows.size() - MOST)));
    }

    private static String svg(ClusterDrawing drawing, Size size, String styles) {
        var pen = new SvgPen();
        drawing.draw(pen, size);
        return pen.svg(
                size.width(),
                size.height(),
                styles,
                "weeks of scanners by mean and standard deviation; the numbers stand in the table");
    }

    private static Row row(Scanner scanner, List<Point> weeks) {
        var latest = weeks.stream().max(Comparator.comparing(Point::week)).orElseThrow();
        return new Row(
                scanner.id(),
                ScannerPage.address(scanner.id()),
                ViewForm.code(scanner.answer()),
                FleetWords.plain(scanner.answer()),
                weeks.size(),
                (int) weeks.stream().filter(week -> week.cluster() == 1).count(),
                (int) weeks.stream().filter(week -> week.recent() && week.cluster() == 1).count(),
                FleetWords.signed(latest.mean()) + " %",
                FleetWords.signed(latest.spread()) + " %");
    }
}
