package org.medsendx.miner.web;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.chart.ComparisonChart;
import org.medsendx.miner.chart.ControlChart.Size;
import org.medsendx.miner.chart.Ink;
import org.medsendx.miner.chart.SvgPen;
import org.medsendx.miner.listing.FleetListing;
import org.medsendx.miner.report.FleetWords;
import org.medsendx.miner.statistics.Evidence;
import org.medsendx.miner.statistics.FleetView.Scanner;
import org.medsendx.miner.web.Frame.Room;

/** One feature of two to six scanners side by side. */
@Path("/fleet/compare")
public class ComparePage {

    private static final int FEWEST = 2;

    private final Fleet fleet;

    ComparePage(Fleet fleet) {
        this.fleet = fleet;
    }

    /** The whole page. */
    public record Page(
            Frame frame,
            String refused,
            String names,
            List<Choice> features,
            boolean drawn,
            String wide,
            String narrow,
            String data,
            String nothing,
            List<Line> lines) {}

    /** One scanner of the comparison, as text. */
    public record Line(
            String ink,
            String scanner,
            String link,
            String code,
            String state,
            String effect,
            String since,
            String score,
            String limit) {}

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page(
            @QueryParam("s") List<String> asked, @QueryParam("feature") @Nullable String wanted) {
        var names = new LinkedHashSet<String>();
        for (var text : asked) {
            Arrays.stream(text.split("[\\s,]+", -1))
                    .filter(name -> !FleetQuery.name(name).isEmpty())
                    .forEach(names::add);
        }
        var listing = fleet.listing();
        var scanners = new ArrayList<Scanner>();
        var unknown = new ArrayList<String>();
        for (var name : names) {
            listing.scanner(name).ifPresentOrElse(scanners::add, () -> unknown.add(name));
        }
        var refused = refused(scanners.size(), unknown);
        var shown = scanners.subList(0, Math.min(scanners.size(), Ink.MOST_SERIES));
        var features = new TreeSet<String>();
        shown.forEach(scanner ->
                scanner.evidence().forEach(evidence -> features.add(evidence.feature())));
        var feature = feature(shown, features, wanted);
        return Templates.compare(page(shown, features, feature, refused, names));
    }

    private Page page(
            List<Scanner> shown,
            TreeSet<String> features,
            String feature,
            String refused,
            LinkedHashSet<String> names) {
        var unit =
                shown.stream()
                        .flatMap(scanner -> evidence(scanner, feature).stream())
                        .map(Evidence::unit)
                        .findFirst()
                        .orElse("");
        var chart =
                new ComparisonChart(
                        shown.stream()
                                .map(scanner ->
                                        new ComparisonChart.Line(
                                                scanner.id(),
                                                evidence(scanner, feature)
                                                        .map(Evidence::chart)
                                                        .orElse(List.of())))
                                .toList(),
                        unit);
        var lines = new ArrayList<Line>();
        for (var scanner : shown) {
            lines.add(line(lines.size(), scanner, evidence(scanner, feature)));
        }
        var says = FleetWords.feature(feature) + " of " + String.join(", ", names);
        return new Page(
                fleet.frame("Compare", Room.COMPARE, false),
                refused,
                String.join(" ", names),
                features.stream()
                        .map(name ->
                                new Choice(name, FleetWords.feature(name), name.equals(feature)))
                        .toList(),
                chart.isDrawn(),
                svg(chart, Size.WIDE, "chart wide", says),
                svg(chart, Size.NARROW, "chart narrow", says),
                shown.stream()
                        .map(scanner -> "/scanners/" + scanner.id() + "/" + feature)
                        .reduce((first, second) -> first + " " + second)
                        .orElse(""),
                shown.isEmpty()
                        ? "Tick scanners on the page of the fleet, or write their names."
                        : "No day of it can be drawn yet.",
                lines);
    }

    private static String refused(int known, List<String> unknown) {
        if (!unknown.isEmpty()) {
            return "There is no scanner " + String.join(", ", unknown) + ".";
        }
        if (known > Ink.MOST_SERIES) {
            return known + " scanners are more than can be told apart: the first six are shown.";
        }
        return known > 0 && known < FEWEST ? "One scanner alone is no comparison." : "";
    }

    /** The feature asked for; else what decides about the first, else any. */
    private static String feature(
            List<Scanner> shown, TreeSet<String> features, @Nullable String wanted) {
        if (wanted != null && features.contains(wanted)) {
            return wanted;
        }
        return shown.stream()
                .flatMap(scanner -> FleetListing.leading(scanner).stream())
                .findFirst()
                .map(Evidence::feature)
                .orElse("");
    }

    private static Optional<Evidence> evidence(Scanner scanner, String feature) {
        return scanner.evidence().stream()
                .filter(evidence -> evidence.feature().equals(feature))
                .findFirst();
    }

    private static Line line(int index, Scanner scanner, Optional<Evidence> evidence) {
        return new Line(
                Ink.series(index).word(),
                scanner.id(),
                ScannerPage.address(scanner.id()),
                ViewForm.code(scanner.answer()),
                FleetWords.plain(scanner.answer()),
                evidence.map(one -> FleetWords.effect(one.effect(), one.unit())).orElse("-"),
                evidence.map(one -> FleetWords.since(one.since())).orElse("-"),
                evidence.map(one -> FleetWords.figure(Math.abs(one.score()))).orElse("-"),
                evidence.map(one -> FleetWords.figure(one.limit())).orElse("-"));
    }

    private static String svg(ComparisonChart chart, Size size, String styles, String says) {
        var pen = new SvgPen();
        chart.draw(pen, size);
        return pen.svg(size.width(), size.height(), styles, says);
    }
}
