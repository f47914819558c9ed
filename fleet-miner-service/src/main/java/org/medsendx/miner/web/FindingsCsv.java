package org.medsendx.miner.web;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.medsendx.miner.board.FleetBoard.Case;
import org.medsendx.miner.report.FleetCsv;

/** Findings as a table for a spreadsheet: CSV as RFC 4180 has it, UTF-8. */
final class FindingsCsv {

    private static final String HEAD =
            "finding,opened,last_day,scanner,truck,state,feature,cause,effect,effect_low,"
                    + "effect_high,unit,since,since_earliest,since_latest\r\n";

    private FindingsCsv() {}

    static String of(List<Case> findings) {
        var csv = new StringBuilder(HEAD);
        for (var told : findings) {
            var finding = told.finding();
            var since = finding.since();
            csv.append(
                            Stream.of(
                                            finding.id(),
                                            finding.opened().toString(),
                                            finding.lastDay().toString(),
                                            told.scanner(),
                                            told.truck(),
                                            finding.state(),
                                            finding.feature(),
                                            finding.cause(),
                                            FleetCsv.number(finding.effect().value()),
                                            FleetCsv.number(finding.effect().low()),
                                            FleetCsv.number(finding.effect().high()),
                                            FleetCsv.cell(finding.unit()),
                                            since == null ? "" : since.day().toString(),
                                            since == null ? "" : since.earliest().toString(),
                                            since == null ? "" : since.latest().toString())
                                    .collect(Collectors.joining(",")))
                    .append("\r\n");
        }
        return csv.toString();
    }
}
