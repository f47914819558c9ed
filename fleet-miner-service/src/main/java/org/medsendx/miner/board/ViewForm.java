package org.medsendx.miner.board;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetEffect;
import org.medsendx.contracts.deidentified.FleetEvidence;
import org.medsendx.contracts.deidentified.FleetSince;
import org.medsendx.contracts.deidentified.FleetSummary;
import org.medsendx.contracts.deidentified.ScannerStatus;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.finding.ScannerFile;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.Cause;
import org.medsendx.miner.statistics.ChartPoint;
import org.medsendx.miner.statistics.Effect;
import org.medsendx.miner.statistics.Evidence;
import org.medsendx.miner.statistics.FleetShift;
import org.medsendx.miner.statistics.FleetView;
import org.medsendx.miner.statistics.Since;

/**
 * The verdict on a scanner as the event that says it, and back: what an instance reads from the
 * topics is what the instance that analysed had.
 */
public final class ViewForm {

    /** An interval that has no end ends here in an event, since JSON has no infinity. */
    private static final double FAR = 1e9;

    private ViewForm() {}

    /** The constant that {@link #code} spells so; null when none does. */
    public static <E extends Enum<E>> @Nullable E one(E[] values, @Nullable String code) {
        for (var value : values) {
            if (code(value).equals(code)) {
                return value;
            }
        }
        return null;
    }

    /** An enum constant as events, pages and metrics spell it, such as {@code fleet-changed}. */
    public static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The status that readers from before there were answers understand. */
    public static Status status(Answer answer) {
        return switch (answer) {
            case OK, FLEET_CHANGED -> Status.OK;
            case OUTLIER -> Status.OUTLIER;
            case NOT_ENOUGH_DATA, CANNOT_SAY_WHICH, SILENT, UNKNOWN_SCANNER ->
                    Status.NOT_ENOUGH_DATA;
        };
    }

    /** The event that says a verdict. */
    public static ScannerStatus event(
            FleetView.Scanner scanner, List<FleetView.Point> weeks, ScannerFile file) {
        var leading = scanner.leading();
        return new ScannerStatus(
                scanner.id(),
                scanner.truck(),
                scanner.images(),
                status(scanner.answer()),
                leading == null ? null : finite(leading.score()),
                leading == null ? null : leading.feature(),
                scanner.lastDay(),
                new ScannerStatus.Detail(
                        scanner.make(),
                        scanner.model(),
                        scanner.modality(),
                        scanner.exams(),
                        scanner.firstDay(),
                        code(scanner.answer()),
                        scanner.reason(),
                        scanner.evidence().stream().map(ViewForm::event).toList(),
                        file.cases(),
                        file.marks(),
                        weeks.stream().map(ViewForm::event).toList(),
                        scanner.reviews()));
    }

    /** One piece of evidence as events have it. */
    public static FleetEvidence event(Evidence evidence) {
        return new FleetEvidence(
                evidence.feature(),
                code(evidence.cause()),
                evidence.unit(),
                event(evidence.effect()),
                event(evidence.since()),
                finite(evidence.score()),
                finite(evidence.limit()),
                evidence.exams(),
                evidence.days(),
                evidence.decides(),
                evidence.chart().stream().map(ViewForm::event).toList());
    }

    private static FleetEffect event(Effect effect) {
        double value = finite(effect.value());
        return new FleetEffect(
                value,
                Math.min(value, finite(effect.low())),
                Math.max(value, finite(effect.high())));
    }

    private static @Nullable FleetSince event(@Nullable Since since) {
        return since == null ? null : said(since);
    }

    private static FleetSince said(Since since) {
        return new FleetSince(since.day(), since.earliest(), since.latest());
    }

    private static FleetEvidence.Point event(ChartPoint point) {
        return new FleetEvidence.Point(
                point.day(),
                point.exams(),
                finite(point.value()),
                finite(point.low()),
                finite(point.high()),
                finite(point.cusumUp()),
                finite(point.cusumDown()),
                finite(point.cusumLimit()));
    }

    private static ScannerStatus.Week event(FleetView.Point point) {
        return new ScannerStatus.Week(
                point.week(),
                point.exams(),
                finite(point.mean()),
                finite(point.spread()),
                point.recent(),
                point.cluster());
    }

    /** What moved on most scanners together, as events have it. */
    public static FleetSummary.Shift event(FleetShift shift) {
        return new FleetSummary.Shift(
                shift.feature(),
                event(shift.effect()),
                said(shift.since()),
                shift.moved(),
                shift.of());
    }

    // Four digits after the point are more than any of it is known to, and make events small.
    private static double finite(double value) {
        if (Double.isNaN(value)) {
            return 0;
        }
        double bounded = Math.clamp(value, -FAR, FAR);
        return Math.rint(bounded * 1e4) / 1e4;
    }

    /**
     * The verdict that an event says; one without detail is of a miner from before there was any.
     */
    static FleetView.Scanner scanner(ScannerStatus status) {
        var detail = status.detail();
        if (detail == null) {
            return new FleetView.Scanner(
                    status.scanner(),
                    status.truck(),
                    "NONE",
                    "NONE",
                    "OT",
                    status.scans(),
                    status.scans(),
                    status.lastDay(),
                    status.lastDay(),
                    Answer.NOT_ENOUGH_DATA,
                    "few-exams",
                    List.of());
        }
        return new FleetView.Scanner(
                status.scanner(),
                status.truck(),
                detail.make(),
                detail.model(),
                detail.modality(),
                detail.exams(),
                status.scans(),
                detail.firstDay(),
                status.lastDay(),
                answer(detail.answer()),
                detail.reason(),
                detail.evidence().stream().map(ViewForm::evidence).toList(),
                detail.reviews());
    }

    static List<FleetView.Point> weeks(ScannerStatus status) {
        var detail = status.detail();
        return detail == null
                ? List.of()
                : detail.weeks().stream()
                        .map(week ->
                                new FleetView.Point(
                                        status.scanner(),
                                        week.week(),
                                        week.exams(),
                                        week.mean(),
                                        week.spread(),
                                        week.recent(),
                                        week.cluster()))
                        .toList();
    }

    static FleetShift shift(FleetSummary.Shift shift) {
        return new FleetShift(
                shift.feature(),
                effect(shift.effect()),
                known(shift.since()),
                shift.moved(),
                shift.of());
    }

    // A later miner may say more than this one knows, while one replaces the other.
    private static Answer answer(String code) {
        var known = one(Answer.values(), code);
        return known == null ? Answer.CANNOT_SAY_WHICH : known;
    }

    private static Evidence evidence(FleetEvidence evidence) {
        var chart = evidence.chart();
        return new Evidence(
                evidence.feature(),
                cause(evidence.cause()),
                evidence.unit(),
                effect(evidence.effect()),
                since(evidence.since()),
                evidence.score(),
                evidence.limit(),
                evidence.exams(),
                evidence.days(),
                evidence.decides(),
                chart == null ? List.of() : chart.stream().map(ViewForm::point).toList());
    }

    private static Cause cause(String code) {
        var known = one(Cause.values(), code);
        return known == null ? Cause.DEFECT : known;
    }

    private static Effect effect(FleetEffect effect) {
        return new Effect(effect.value(), effect.low(), effect.high());
    }

    private static @Nullable Since since(@Nullable FleetSince since) {
        return since == null ? null : known(since);
    }

    private static Since known(FleetSince since) {
        return new Since(since.day(), since.earliest(), since.latest());
    }

    private static ChartPoint point(FleetEvidence.Point point) {
        return new ChartPoint(
                point.day(),
                point.exams(),
                point.value(),
                point.low(),
                point.high(),
                point.cusumUp(),
                point.cusumDown(),
                point.cusumLimit());
    }
}
