package org.medsendx.benchmarks.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.medsendx.benchmarks.fleet.Fault.Kind;
import org.medsendx.benchmarks.fleet.Plan.Life;
import org.medsendx.benchmarks.fleet.Plan.Spread;
import org.medsendx.benchmarks.fleet.Plan.Trade;

/**
 * The fleets that are looked at.
 *
 * @param quick fewer days, and none of 1,000 scanners in which something breaks
 * @param promise false findings in a fleet-year as the miner is shipped
 */
record FleetScenarios(boolean quick, double promise) {

    private static final int ONSET = 112;
    private static final int AFTER = 60;
    private static final double MONTHLY = 12;

    /**
     * One row of a table.
     *
     * @param name of the row
     * @param plan of its fleets
     * @param promise false findings in a fleet-year
     * @param weight its share of the time
     */
    record Scenario(String name, Plan plan, double promise, double weight) {}

    /**
     * Healthy fleets. Most are watched with a promise of one false finding a month: a rate can only
     * be compared with a promise when there is something to count.
     */
    List<Scenario> healthy() {
        int days = quick ? 120 : 365;
        var rows = new ArrayList<Scenario>();
        var three = Plan.healthy(3, days, Trade.CT_ONE, Spread.CALM).examsPerDay(5);
        rows.add(new Scenario("3 CT scanners, calm", three, MONTHLY, 1));
        for (int size : new int[] {5, 10, 20, 50}) {
            var plan = Plan.healthy(size, days, Trade.MIXED, Spread.CALM).examsPerDay(5);
            rows.add(new Scenario(size + " scanners, calm", plan, MONTHLY, size == 50 ? 2 : 1));
        }
        for (int size : new int[] {3, 5, 10, 20}) {
            var one = Plan.healthy(size, days, Trade.CT_ONE, Spread.ROUGH).examsPerDay(5);
            rows.add(new Scenario(size + " CT scanners, weeks 1 %, devices 2 %", one, MONTHLY, 1));
        }
        var views = Plan.healthy(10, days, Trade.MAMMOGRAPHY, Spread.CALM).examsPerDay(5);
        rows.add(new Scenario("10 scanners, four views", views, MONTHLY, 1));
        for (int size : new int[] {5, 10}) {
            var many = Plan.healthy(size, days, Trade.CT_MANY, Spread.CALM).examsPerDay(3);
            rows.add(new Scenario(size + " scanners, 1 to 40 slices", many, MONTHLY, 1.5));
        }
        var rough = Plan.healthy(10, days, Trade.MIXED, Spread.ROUGH).examsPerDay(5);
        var wandering = Plan.healthy(10, days, Trade.MIXED, Spread.WANDERING).examsPerDay(5);
        rows.add(new Scenario("10 scanners, 1 % wandering, memory 10 days", wandering, MONTHLY, 1));
        rows.add(new Scenario("10 scanners, 1 %, 2 %", rough, MONTHLY, 1));
        for (var life : Life.values()) {
            var plan = rough.with(life);
            rows.add(new Scenario("10 scanners, 1 %, 2 %, " + words(life), plan, MONTHLY, 0.5));
        }
        var all = rough.with(Life.values());
        rows.add(new Scenario("10 scanners, 1 %, 2 %, all of these", all, MONTHLY, 1));
        rows.add(new Scenario("3 CT scanners, calm, as shipped", three, promise, 2));
        // What faults are looked for in, and the promise that goes with it.
        var mixed = Plan.healthy(10, days, Trade.MIXED, Spread.CALM).examsPerDay(3);
        rows.add(new Scenario("10 scanners, calm, as shipped", mixed, promise, 2));
        rows.add(new Scenario("10 scanners, 1 %, 2 %, all, as shipped", all, promise, 3));
        var thousand =
                Plan.healthy(1000, quick ? 40 : 100, Trade.MAMMOGRAPHY, Spread.CALM).examsPerDay(2);
        rows.add(new Scenario("1,000 scanners", thousand, 2 * MONTHLY, quick ? 2 : 6));
        return rows;
    }

    private static String words(Life life) {
        return life.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Scenario row(String name, Plan plan, double weight) {
        return new Scenario(name, plan, promise, weight);
    }

    /** Fleets in which something breaks, most of them on day {@value #ONSET}. */
    List<Scenario> broken() {
        var rows = new ArrayList<Scenario>();
        var ten = Plan.healthy(10, ONSET + AFTER, Trade.MIXED, Spread.CALM).examsPerDay(3);
        rows.add(row("gain +-3 %", ten.with(fault(Kind.GAIN_STEP, 0.03)), 2));
        rows.add(row("gain +-8 %", ten.with(fault(Kind.GAIN_STEP, 0.08)), 1));
        rows.add(row("gain 1 % a month", longer(ten).with(fault(Kind.GAIN_DRIFT, 0.01)), 1));
        rows.add(row("offset 10 HU, 20 values", ten.with(fault(Kind.OFFSET, 10)), 1));
        rows.add(row("noise +20 %", ten.with(fault(Kind.NOISE, 0.2)), 1));
        rows.add(row("blur 10 %", ten.with(fault(Kind.BLUR, 0.1)), 1));
        rows.add(row("dead column (CT: ring of 10 HU)", ten.with(fault(Kind.DEAD_COLUMN, 1)), 1));
        rows.add(row("ring of 6 HU (else dead column)", ten.with(fault(Kind.RING, 6)), 1));
        rows.add(
                row(
                        "wrong protocol in 3 of 10 exams",
                        ten.with(fault(Kind.WRONG_PROTOCOL, 0.3)),
                        1));
        rows.add(row("exposure -25 %", ten.with(fault(Kind.EXPOSURE, 0.25)), 1));
        var rough = Plan.healthy(10, ONSET + AFTER, Trade.MIXED, Spread.ROUGH).examsPerDay(3);
        rows.add(row("gain +-3 %, weeks 1 %", rough.with(fault(Kind.GAIN_STEP, 0.03)), 1));
        rows.add(row("gain +-8 %, weeks 1 %", rough.with(fault(Kind.GAIN_STEP, 0.08)), 1));
        for (int size : new int[] {3, 5, 20, 50}) {
            var plan = Plan.healthy(size, ONSET + AFTER, Trade.CT_ONE, Spread.CALM).examsPerDay(3);
            rows.add(
                    row(
                            "gain +-3 %, " + size + " CT scanners",
                            plan.with(fault(Kind.GAIN_STEP, 0.03)),
                            1));
        }
        var three = Plan.healthy(3, ONSET + AFTER, Trade.CT_ONE, Spread.CALM).examsPerDay(3);
        rows.add(row("one of three 8 % off", three.with(fault(Kind.GAIN_STEP, 0.08)), 1));
        rows.add(
                row(
                        "one of three 8 % off from the first day",
                        three.with(new Fault(Kind.GAIN_STEP, 0.08, 0, 0)), 0.5));
        var five = Plan.healthy(5, ONSET + AFTER, Trade.CT_ONE, Spread.CALM).examsPerDay(3);
        var step = fault(Kind.GAIN_STEP, 0.05);
        rows.add(row("three of five move by 5 %", five.with(step, step.of(1), step.of(2)), 1));
        if (!quick) {
            var thousand =
                    Plan.healthy(1000, 90, Trade.MAMMOGRAPHY, Spread.CALM)
                            .examsPerDay(2)
                            .with(new Fault(Kind.GAIN_STEP, 0.08, 0, 60));
            rows.add(row("gain +-8 %, 1,000 scanners", thousand, 4));
        }
        return rows;
    }

    private static Plan longer(Plan plan) {
        return new Plan(
                plan.scanners(),
                ONSET + 150,
                plan.trade(),
                plan.examsPerDay(),
                plan.spread(),
                plan.faults(),
                plan.life());
    }

    private static Fault fault(Kind kind, double size) {
        return new Fault(kind, size, 0, ONSET);
    }
}
