package org.medsendx.benchmarks.fleet;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A fleet and what happens to it. With the seed of a simulator everything is decided.
 *
 * @param scanners how many, one on each truck
 * @param days how long, from {@link #FIRST_DAY} on
 * @param trade what they make
 * @param examsPerDay of a scanner on a working day, on average
 * @param spread by how much healthy scanners vary
 * @param faults what breaks
 * @param life what else happens
 */
record Plan(
        int scanners,
        int days,
        Trade trade,
        double examsPerDay,
        Spread spread,
        List<Fault> faults,
        Set<Life> life) {

    /** A Monday. */
    static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 5);

    /** What the trucks of a fleet do. */
    enum Trade {
        /** CT, one slice of each exam reaches the miner. */
        CT_ONE,
        /** CT, 1 to 40 slices of an exam. */
        CT_MANY,
        /** Four views, now and then two or five. */
        MAMMOGRAPHY,
        /** Six of ten trucks mammography, three CT, one chest radiographs. */
        MIXED
    }

    /**
     * How healthy scanners vary, as logarithms.
     *
     * @param week from one week to the next
     * @param device from one device of a model to the next
     * @param wandering whether weeks are no blocks but a path with a memory of 10 days (same
     *     spread)
     */
    record Spread(double week, double device, boolean wandering) {

        /**
         * As measured: one soft tissue on eleven scanners of one model over a year, 2.1 HU within a
         * scanner and 3.8 HU between scanners, of a signal of 1040 HU (SU-G-206-07, Med. Phys. 43,
         * 2016, doi 10.1118/1.4956948), rounded up.
         */
        static final Spread CALM = new Spread(0.003, 0.005, false);

        /** Three to four times as much. */
        static final Spread ROUGH = new Spread(0.01, 0.02, false);

        /** Rough, and not as any model of weeks has it. */
        static final Spread WANDERING = new Spread(0.01, 0.02, true);
    }

    /** What happens to healthy fleets. */
    enum Life {
        /** Trucks without a link for days: their records come later, all at once. */
        LATE,
        /** One truck sends all it has once more. */
        REPEATED,
        /** Scanners with a wrong clock: 1999, 2099, a year ahead. */
        MISDATED,
        /** One truck gets another pseudonym key and sends its last days once more under it. */
        NEW_KEY,
        /** Protocols get other names, truck by truck within a week. */
        RENAMED,
        /** A new protocol comes up beside the old ones. */
        NEW_PROTOCOL,
        /** A scanner is serviced, and differs from then on as another device would; it is told. */
        SERVICED,
        /** All scanners of the greatest make move by 2 % and get sharper on one day. */
        SOFTWARE,
        /** A third of the scanners start in the middle of the time. */
        LATE_START,
        /** A scanner stops sending. */
        SILENT,
        /** The people change over the months: places, seasons. */
        OTHER_PEOPLE
    }

    Plan {
        if (scanners < 1 || days < 1 || !(examsPerDay > 0)) {
            throw new IllegalArgumentException("a fleet has scanners, days and exams");
        }
        faults = List.copyOf(faults);
        life = Set.copyOf(life);
        if (faults.stream().anyMatch(fault -> fault.scanner() >= scanners)) {
            throw new IllegalArgumentException("a fault of a scanner that is not there");
        }
    }

    /** A healthy fleet. */
    static Plan healthy(int scanners, int days, Trade trade, Spread spread) {
        return new Plan(scanners, days, trade, 6, spread, List.of(), EnumSet.noneOf(Life.class));
    }

    Plan with(Fault... some) {
        return new Plan(scanners, days, trade, examsPerDay, spread, List.of(some), life);
    }

    Plan with(Life... some) {
        return new Plan(scanners, days, trade, examsPerDay, spread, faults, Set.of(some));
    }

    Plan examsPerDay(double number) {
        return new Plan(scanners, days, trade, number, spread, faults, life);
    }

    LocalDate date(int day) {
        return FIRST_DAY.plusDays(day);
    }

    /** Scanner-independent time of the plan, in years. */
    double years() {
        return days / 365.25;
    }
}
