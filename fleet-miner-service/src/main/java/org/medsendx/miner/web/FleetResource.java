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
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.report.ScatterReport;
import org.medsendx.miner.earlier.FleetView;

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
     * @param scans scans that the verdict rests on
     * @param status {@code ok}, {@code outlier} or {@code not-enough-data}
     * @param reason why, see {@link FleetView.Scanner}
     * @param feature the indicator that deviates most, or null
     * @param deviation its deviation in standard errors, or null
     * @param shiftPercent against the own first weeks, or null
     * @param cohortPercent against the other scanners, or null
     * @param signalDay first day its control chart was beyond the limits, or null
     */
    public record ScannerAnswer(
            String id,
            String truck,
            int scans,
            String status,
            String reason,
            @Nullable String feature,
            @Nullable Double deviation,
            @Nullable Double shiftPercent,
            @Nullable Double cohortPercent,
            LocalDate lastDay,
            @Nullable LocalDate signalDay) {

        static ScannerAnswer of(FleetView.Scanner scanner) {
            var leading = scanner.leading();
            var shift = scanner.shift();
            var cohort = scanner.cohort();
            return new ScannerAnswer(
                    scanner.id(),
                    scanner.truck(),
                    scanner.scans(),
                    FleetBoard.code(scanner.status()),
                    scanner.reason(),
                    leading == null ? null : leading.feature(),
                    leading == null ? null : rounded(leading.deviation()),
                    shift == null ? null : rounded(shift.percent()),
                    cohort == null ? null : rounded(cohort.percent()),
                    scanner.lastDay(),
                    scanner.signalDay());
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
    public List<FleetBoard.Stream> streams() {
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
