package org.medsendx.benchmarks.fleet;

/**
 * What happens to one scanner and stays.
 *
 * @param kind what breaks
 * @param size how much, as the kind says
 * @param scanner its number in the fleet, from 0
 * @param day the first day of it, from 0
 */
record Fault(Kind kind, double size, int scanner, int day) {

    /** What may break, and under which name of the miner's causes a physicist looks for it. */
    enum Kind {
        /** The gain jumps by this share. */
        GAIN_STEP("GAIN"),
        /** The gain grows by this share in 30 days. */
        GAIN_DRIFT("GAIN"),
        /** All values move by so many HU, or thousandths of the usual signal. */
        OFFSET("OFFSET"),
        /** The noise grows by this share at the same dose: electronics. */
        NOISE("NOISE"),
        /** Edges get wider by this share: focal spot, detector. */
        BLUR("SHARPNESS"),
        /** So many dead columns of a flat detector; in CT a dead channel is a ring of 10 HU. */
        DEAD_COLUMN("DEFECT"),
        /** A ring of so many HU; in a projection it is a dead column. */
        RING("UNIFORMITY"),
        /** This share of the exams is made with another kernel, slice and voltage. */
        WRONG_PROTOCOL("PROTOCOL"),
        /** The dose of each exposure falls by this share, and noise rises as physics has it. */
        EXPOSURE("EXPOSURE");

        private final String cause;

        Kind(String cause) {
            this.cause = cause;
        }

        /** The class of cause that names it. */
        String cause() {
            return cause;
        }
    }

    Fault {
        if (!(Math.abs(size) > 0) || scanner < 0 || day < 0) {
            throw new IllegalArgumentException("a fault has a size, a scanner and a day");
        }
    }

    /** What is wrong because of it on a day, for a maker of slices or of projections. */
    Condition on(int today, boolean slices) {
        if (today < day) {
            return Condition.GOOD;
        }
        return switch (kind) {
            case GAIN_STEP -> new Condition(1 + size, 0, 1, 1, 0, 0, 1, 0);
            case GAIN_DRIFT ->
                    new Condition(1 + size * (today - day + 1) / 30.0, 0, 1, 1, 0, 0, 1, 0);
            case OFFSET -> new Condition(1, size, 1, 1, 0, 0, 1, 0);
            case NOISE -> new Condition(1, 0, 1 + size, 1, 0, 0, 1, 0);
            case BLUR -> new Condition(1, 0, 1, 1 + size, 0, 0, 1, 0);
            case DEAD_COLUMN ->
                    slices
                            ? new Condition(1, 0, 1, 1, 10, 0, 1, 0)
                            : new Condition(1, 0, 1, 1, 0, (int) Math.ceil(size), 1, 0);
            case RING ->
                    slices
                            ? new Condition(1, 0, 1, 1, size, 0, 1, 0)
                            : new Condition(1, 0, 1, 1, 0, 1, 1, 0);
            case WRONG_PROTOCOL -> new Condition(1, 0, 1, 1, 0, 0, 1, size);
            case EXPOSURE -> new Condition(1, 0, 1 / Math.sqrt(1 - size), 1, 0, 0, 1 - size, 0);
        };
    }

    /** The class of cause, which for a broken channel depends on what the scanner makes. */
    String cause(boolean slices) {
        return switch (kind) {
            case DEAD_COLUMN, RING -> slices ? Kind.RING.cause() : Kind.DEAD_COLUMN.cause();
            default -> kind.cause();
        };
    }

    /** The same fault of another scanner. */
    Fault of(int other) {
        return new Fault(kind, size, other, day);
    }
}
