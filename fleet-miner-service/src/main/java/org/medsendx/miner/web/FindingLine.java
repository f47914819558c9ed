package org.medsendx.miner.web;

import org.jspecify.annotations.Nullable;
import org.medsendx.miner.board.FleetBoard.Case;
import org.medsendx.miner.report.FleetWords;
import org.medsendx.miner.statistics.Effect;
import org.medsendx.miner.statistics.Since;

/** A finding as a line of a list, as text. */
public record FindingLine(
        String id,
        String link,
        String day,
        String scanner,
        String truck,
        String code,
        String state,
        String feature,
        String cause,
        String effect,
        String since,
        String words) {

    static FindingLine of(Case told) {
        var finding = told.finding();
        if (told.isOfTruck()) {
            return ofTruck(told);
        }
        var effect =
                FleetWords.effect(
                        new Effect(
                                finding.effect().value(),
                                finding.effect().low(),
                                finding.effect().high()),
                        finding.unit());
        var feature = FleetWords.feature(finding.feature());
        var cause = finding.cause().replace('-', ' ');
        return new FindingLine(
                finding.id(),
                FindingsPage.address(finding.id()),
                finding.opened().toString(),
                told.scanner(),
                told.truck(),
                finding.state(),
                finding.state().replace('-', ' '),
                feature,
                cause,
                effect,
                FleetWords.since(since(told)),
                feature + " " + effect + ", " + cause);
    }

    /** Of a truck events are counted, and a count has no interval. */
    private static FindingLine ofTruck(Case told) {
        var finding = told.finding();
        var events = FleetWords.counted(Math.round(finding.effect().value()), "event");
        return new FindingLine(
                finding.id(),
                FindingsPage.address(finding.id()),
                finding.opened().toString(),
                "the truck",
                told.truck(),
                finding.state(),
                finding.state().replace('-', ' '),
                FleetWords.feature(finding.feature()),
                finding.cause().replace('-', ' '),
                events,
                finding.lastDay().toString(),
                events + " of truck " + told.truck() + " did not arrive");
    }

    static @Nullable Since since(Case told) {
        var since = told.finding().since();
        return since == null ? null : new Since(since.day(), since.earliest(), since.latest());
    }
}
