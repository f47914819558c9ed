package org.medsendx.miner.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.statistics.FleetView;

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
            long scans,
            String status,
            String badge,
            String words,
            String lastDay) {}

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page() {
        var scanners = board.view().scanners();
        return Templates.fleet(
                scanners.stream().map(FleetPage::row).toList(),
                board.findings().stream().map(FleetResource.FindingAnswer::of).limit(12).toList(),
                new Totals(
                        scanners.size(),
                        scanners.stream().mapToLong(FleetView.Scanner::images).sum(),
                        count(scanners, Status.OUTLIER),
                        count(scanners, Status.NOT_ENOUGH_DATA),
                        board.missing()));
    }

    private static long count(List<FleetView.Scanner> scanners, Status status) {
        return scanners.stream()
                .filter(scanner -> ViewForm.status(scanner.answer()) == status)
                .count();
    }

    private static Row row(FleetView.Scanner scanner) {
        return new Row(
                scanner.id(),
                scanner.truck(),
                scanner.images(),
                FleetBoard.code(ViewForm.status(scanner.answer())),
                FleetBoard.code(scanner.answer()).replace('-', ' '),
                scanner.reason().replace('-', ' '),
                scanner.lastDay().toString());
    }
}
