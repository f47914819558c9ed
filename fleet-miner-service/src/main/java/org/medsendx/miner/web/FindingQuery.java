package org.medsendx.miner.web;

import org.jspecify.annotations.Nullable;
import org.medsendx.miner.board.FleetBoard.Case;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.statistics.Cause;

/**
 * What a list of findings shows: parameters of its address, those that make no sense left out.
 *
 * @param scanner of which scanner, or empty
 * @param which those that somebody still has to do something about, or all
 * @param cause of which class, or null
 * @param page from 1
 */
public record FindingQuery(String scanner, Which which, @Nullable Cause cause, int page) {

    static final int PAGE = 50;
    private static final int LAST_PAGE = 100_000;

    /** Where findings stand. */
    public enum Which {
        UNRESOLVED,
        RESOLVED,
        ANY
    }

    static FindingQuery of(
            @Nullable String scanner, @Nullable String state, @Nullable String cause, int page) {
        var which = ViewForm.one(Which.values(), state);
        return new FindingQuery(
                FleetQuery.name(scanner),
                which == null ? Which.UNRESOLVED : which,
                ViewForm.one(Cause.values(), cause),
                Math.clamp(page, 1, LAST_PAGE));
    }

    boolean lets(Case told) {
        boolean resolved = told.finding().state().equals("resolved");
        return (scanner.isEmpty() || scanner.equals(told.scanner()))
                && (which == Which.ANY || resolved == (which == Which.RESOLVED))
                && (cause == null || ViewForm.code(cause).equals(told.finding().cause()));
    }

    int offset() {
        return (page - 1) * PAGE;
    }

    public boolean more(int total) {
        return (long) offset() + PAGE < total;
    }

    public String range(int total) {
        return FleetQuery.range(offset(), PAGE, total);
    }

    /** The address of another page of the same list. */
    public String address(int other) {
        var address = parameters("/fleet/findings");
        if (other > 1) {
            FleetQuery.add(address, "page", Integer.toString(other));
        }
        return address.toString();
    }

    /** The address of the same list as a table for a spreadsheet. */
    public String csv() {
        return parameters("/findings.csv").toString();
    }

    private StringBuilder parameters(String path) {
        var address = new StringBuilder(path);
        FleetQuery.add(address, "scanner", scanner);
        if (which != Which.UNRESOLVED) {
            FleetQuery.add(address, "state", ViewForm.code(which));
        }
        if (cause != null) {
            FleetQuery.add(address, "cause", ViewForm.code(cause));
        }
        return address;
    }
}
