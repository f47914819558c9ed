package org.medsendx.miner.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.listing.FleetFilter;
import org.medsendx.miner.listing.Order;
import org.medsendx.miner.statistics.Answer;

/**
 * What a list of scanners shows: parameters of its address, those that make no sense left out.
 *
 * @param filter which scanners
 * @param order what comes first
 * @param page from 1
 * @param limit scanners of a page
 */
public record FleetQuery(FleetFilter filter, Order order, int page, int limit) {

    static final int PAGE = 50;
    private static final int MOST = 200;
    private static final int LAST_PAGE = 100_000;
    private static final int LONGEST = 100;

    // Names of trucks, makes and modalities as events have them; an address is no place for others.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    static FleetQuery of(
            @Nullable String words,
            @Nullable String truck,
            @Nullable String make,
            @Nullable String modality,
            @Nullable String state,
            @Nullable String order,
            int page,
            int limit) {
        var asked = words == null ? "" : words.strip();
        return new FleetQuery(
                new FleetFilter(
                        asked.substring(0, Math.min(LONGEST, asked.length())),
                        name(truck),
                        name(make),
                        name(modality),
                        ViewForm.one(Answer.values(), state)),
                orWorst(ViewForm.one(Order.values(), order)),
                Math.clamp(page, 1, LAST_PAGE),
                Math.clamp(limit, 1, MOST));
    }

    private static Order orWorst(@Nullable Order order) {
        return order == null ? Order.WORST : order;
    }

    /** A name of an address; empty when it is none. */
    static String name(@Nullable String text) {
        var name = text == null ? "" : text.strip();
        return NAME.matcher(name).matches() ? name : "";
    }

    int offset() {
        return (page - 1) * limit;
    }

    public String words() {
        return filter.words();
    }

    public String truck() {
        return filter.truck();
    }

    public String make() {
        return filter.make();
    }

    public String modality() {
        return filter.modality();
    }

    public String state() {
        return filter.state() == null ? "" : ViewForm.code(filter.state());
    }

    /** Whether somebody asks for something else than what is to be looked at first. */
    boolean isPlain() {
        return filter.equals(FleetFilter.ALL) && order == Order.WORST && page == 1;
    }

    /** Whether another page follows. */
    public boolean more(int total) {
        return (long) offset() + limit < total;
    }

    /** First and last scanner of the page, such as {@code 51-100}. */
    public String range(int total) {
        return range(offset(), limit, total);
    }

    static String range(int offset, int limit, int total) {
        return offset >= total ? "0" : (offset + 1) + "-" + Math.min(total, offset + limit);
    }

    /** The address of another page of the same list. */
    public String address(int other) {
        var address = parameters("/");
        if (other > 1) {
            add(address, "page", Integer.toString(other));
        }
        return address.toString();
    }

    /** The address of the same list as a table for a spreadsheet. */
    public String csv() {
        return parameters("/scanners.csv").toString();
    }

    private StringBuilder parameters(String path) {
        var address = new StringBuilder(path);
        add(address, "q", words());
        add(address, "truck", truck());
        add(address, "make", make());
        add(address, "modality", modality());
        add(address, "state", state());
        if (order != Order.WORST) {
            add(address, "order", ViewForm.code(order));
        }
        if (limit != PAGE) {
            add(address, "limit", Integer.toString(limit));
        }
        return address;
    }

    static void add(StringBuilder address, String name, String value) {
        if (!value.isEmpty()) {
            address.append(address.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
