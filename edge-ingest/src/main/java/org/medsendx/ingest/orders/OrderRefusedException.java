package org.medsendx.ingest.orders;

/** Something is no order that can be taken. The message has a code and a place, never a value. */
public final class OrderRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final OrderProblem problem;
    private final String place;

    /**
     * @param place where, such as {@code line 3} or {@code OBR-18}; empty for the whole of it
     */
    public OrderRefusedException(OrderProblem problem, String place) {
        super(place.isEmpty() ? problem.code() : problem.code() + " at " + place);
        this.problem = problem;
        this.place = place;
    }

    public OrderProblem problem() {
        return problem;
    }

    /** Where it is; empty for the whole. */
    public String place() {
        return place;
    }
}
