package org.medsendx.miner.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.earlier.FleetView;
import org.medsendx.miner.earlier.FleetView.Comparison;

/** The page for the people who maintain the scanners. */
@Path("/")
public class FleetPage {

    private final FleetBoard board;

    FleetPage(FleetBoard board) {
        this.board = board;
    }

    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance fleet(
                List<Row> rows, List<FleetResource.FindingAnswer> findings, Totals totals);
    }

    /** What the head of the page counts. */
    public record Totals(int scanners, long scans, long outliers, long waiting, long missing) {}

    /** One line of the table, as text. */
    public record Row(
            String id,
            String truck,
            int scans,
            String status,
            String badge,
            String shift,
            String cohort,
            String words,
            String lastDay,
            ChartDrawing chart) {}

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page() {
        var scanners = board.view().scanners();
        return Templates.fleet(
                scanners.stream().map(FleetPage::row).toList(),
                board.findings().stream().map(FleetResource.FindingAnswer::of).limit(12).toList(),
                new Totals(
                        scanners.size(),
                        scanners.stream().mapToLong(FleetView.Scanner::scans).sum(),
                        count(scanners, Status.OUTLIER),
                        count(scanners, Status.NOT_ENOUGH_DATA),
                        board.missing()));
    }

    private static long count(List<FleetView.Scanner> scanners, Status status) {
        return scanners.stream().filter(scanner -> scanner.status() == status).count();
    }

    private static Row row(FleetView.Scanner scanner) {
        return new Row(
                scanner.id(),
                scanner.truck(),
                scanner.scans(),
                FleetBoard.code(scanner.status()),
                switch (scanner.status()) {
                    case OK -> "ok";
                    case OUTLIER -> "outlier";
                    case NOT_ENOUGH_DATA -> "not enough data";
                },
                comparison(scanner.shift()),
                comparison(scanner.cohort()),
                words(scanner),
                scanner.lastDay().toString(),
                ChartDrawing.of(scanner.chart()));
    }

    private static String comparison(@Nullable Comparison comparison) {
        return comparison == null
                ? "–"
                : String.format(
                        Locale.ROOT,
                        "%+.1f %% (%.1f s.e.)",
                        comparison.percent(),
                        Math.abs(comparison.deviation()));
    }

    private static String words(FleetView.Scanner scanner) {
        var leading = scanner.leading();
        var feature = leading == null ? "" : leading.feature();
        var since = scanner.signalDay() == null ? "" : "; chart signal " + scanner.signalDay();
        return switch (scanner.reason()) {
            case "shift" -> "has moved away from its own first weeks in " + feature + since;
            case "cohort" -> "differs from the other scanners in " + feature;
            case "shift-and-cohort" ->
                    "has moved away from its first weeks and from the others in " + feature + since;
            case "unknown-scanner" -> "several devices may hide behind it: never judged";
            case "few-scans" -> "too few scans in its first or its latest weeks";
            default -> "as usual";
        };
    }
}
