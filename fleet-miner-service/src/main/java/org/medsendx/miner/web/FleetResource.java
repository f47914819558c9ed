package org.medsendx.miner.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetFinding;
import org.medsendx.contracts.deidentified.FleetSummary.Received;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.report.ScatterReport;
import org.medsendx.miner.statistics.FleetView;

/** The fleet for other programs: JSON and the picture. */
@Path("/")
public class FleetResource {

    private final FleetBoard board;
    private volatile @Nullable Drawn drawn;

    FleetResource(FleetBoard board) {
        this.board = board;
    }

    /**
     * One scanner.
     *
     * @param scans images that the verdict rests on
     * @param status {@code ok}, {@code outlier} or {@code not-enough-data}
     * @param answer the verdict in finer words, such as {@code fleet-changed}
     * @param reason why, see {@link FleetView.Scanner}
     * @param feature what deviates most, or null
     * @param deviation its score, or null
     */
    public record ScannerAnswer(
            String id,
            String truck,
            long scans,
            String status,
            String answer,
            String reason,
            @Nullable String feature,
            @Nullable Double deviation,
            LocalDate lastDay) {

        static ScannerAnswer of(FleetView.Scanner scanner) {
            var leading = scanner.leading();
            return new ScannerAnswer(
                    scanner.id(),
                    scanner.truck(),
                    scanner.images(),
                    FleetBoard.code(ViewForm.status(scanner.answer())),
                    FleetBoard.code(scanner.answer()),
                    scanner.reason(),
                    leading == null ? null : leading.feature(),
                    leading == null ? null : rounded(leading.score()),
                    scanner.lastDay());
        }
    }

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
                    FleetBoard.code(finding.from()),
                    FleetBoard.code(finding.to()),
                    finding.feature(),
                    rounded(finding.deviation()),
                    finding.day());
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Drawn(FleetView view, byte[] png) {}

    @GET
    @Path("scanners")
    @Produces(MediaType.APPLICATION_JSON)
    public List<ScannerAnswer> scanners() {
        return board.view().scanners().stream().map(ScannerAnswer::of).toList();
    }

    /** Recent changes of status, the newest first. */
    @GET
    @Path("findings")
    @Produces(MediaType.APPLICATION_JSON)
    public List<FindingAnswer> findings() {
        return board.findings().stream().map(FindingAnswer::of).toList();
    }

    /** How many scans were mined and how long that took. */
    @GET
    @Path("stage")
    @Produces(MediaType.APPLICATION_JSON)
    public FleetBoard.Stage stage() {
        return board.stage();
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
    @SuppressWarnings("ReferenceEquality") // each analysis is a new view, and equals is long
    public byte[] report() {
        var view = board.view();
        var last = drawn;
        if (last == null || last.view() != view) {
            last = new Drawn(view, ScatterReport.png(view));
            drawn = last;
        }
        return last.png();
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.2f", value));
    }
}
