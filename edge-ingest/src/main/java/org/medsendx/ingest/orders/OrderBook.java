package org.medsendx.ingest.orders;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.ingest.store.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orders that a truck has: a file each, forced to disk before its import is told to have
 * worked, and gone from disk when it expires. That is why it is no journal: there a record goes
 * when a whole segment may go, and an order is identified data that has its end. All are in memory
 * as well, as many as are allowed. Thread safe.
 */
public final class OrderBook {

    private static final Logger LOG = LoggerFactory.getLogger(OrderBook.class);

    private final PrivateFiles files;
    private final Limits limits;
    private final Clock clock;
    private final ConcurrentMap<String, Order> orders = new ConcurrentHashMap<>();
    private int unreadable;

    /**
     * How many orders there may be, and for how long.
     *
     * @param most more are refused
     * @param keep how long an order stays after the day it is scheduled for, or after it came when
     *     that is later or it is for no day
     */
    public record Limits(int most, Duration keep) {
        public Limits {
            if (most < 1 || !keep.isPositive()) {
                throw new IllegalArgumentException("at least one order, for a time");
            }
        }
    }

    private OrderBook(PrivateFiles files, Limits limits, Clock clock) {
        this.files = files;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Opens the book; what has expired goes.
     *
     * @throws IOException when the folder cannot be read
     */
    public static OrderBook open(Path folder, Limits limits, Clock clock) throws IOException {
        var book = new OrderBook(PrivateFiles.open(folder), limits, clock);
        book.load();
        book.expire();
        return book;
    }

    private void load() throws IOException {
        files.read(
                content -> {
                    var order = EventCodec.JSON.readValue(content, OrderLine.class).order();
                    orders.put(order.key(), order);
                },
                fault -> {
                    unreadable++;
                    LOG.error("an order cannot be read: {}", fault);
                });
    }

    /** How many files of orders could not be read at the start. */
    public int unreadable() {
        return unreadable;
    }

    /**
     * Puts an order in, in the place of the same one that was there; on disk when this returns.
     *
     * @throws OrderRefusedException there is no room, or the order that is there is for somebody
     *     else and stays
     * @throws IOException the disk fails; the book is as it was
     */
    public synchronized Order put(OrderChange change) throws OrderRefusedException, IOException {
        String key = Order.keyOf(change.items());
        @Nullable Order earlier = ofThisPatient(key, change);
        if (earlier == null && orders.size() >= limits.most()) {
            throw new OrderRefusedException(OrderProblem.TOO_MANY, change.place());
        }
        var items = change.items();
        if (items.string(Tag.StudyInstanceUID) == null) {
            items = items.copy();
            items.putString(
                    Tag.StudyInstanceUID,
                    VR.UI,
                    earlier == null ? studyUid(items) : earlier.text(Tag.StudyInstanceUID));
        }
        Instant now = clock.instant();
        var order =
                new Order(
                        key,
                        items,
                        earlier == null ? Order.State.SCHEDULED : earlier.state(),
                        now,
                        now);
        order = new Order(key, items, order.state(), now, end(order, now));
        write(order);
        return order;
    }

    /** The order of this key, which is for the patient that a change is about; null for none. */
    private @Nullable Order ofThisPatient(String key, OrderChange change)
            throws OrderRefusedException {
        @Nullable Order there = orders.get(key);
        if (there != null
                && !there.text(Tag.PatientID)
                        .equalsIgnoreCase(Order.textOf(change.items(), Tag.PatientID))) {
            throw new OrderRefusedException(OrderProblem.OTHER_PATIENT, change.place());
        }
        return there;
    }

    // The steps of one requested procedure are of one study (PS3.3, C.4.11).
    private String studyUid(DataSet items) {
        String accession = items.string(Tag.AccessionNumber);
        String procedure = items.string(Tag.RequestedProcedureID);
        String patient = items.string(Tag.PatientID);
        for (var other : orders.values()) {
            if (accession != null
                    && accession.equals(other.text(Tag.AccessionNumber))
                    && other.text(Tag.RequestedProcedureID).equals(procedure)
                    && other.text(Tag.PatientID).equals(patient)) {
                return other.text(Tag.StudyInstanceUID);
            }
        }
        return Uid.ofRandom(UUID.randomUUID());
    }

    private Instant end(Order order, Instant now) {
        var day = order.day();
        Instant from = now;
        if (day != null) {
            Instant over = day.plusDays(1).atStartOfDay(ZoneId.systemDefault()).toInstant();
            from = over.isAfter(now) ? over : now;
        }
        return from.plus(limits.keep());
    }

    private void write(Order order) throws IOException {
        files.write(order.key(), EventCodec.JSON.writeValueAsBytes(OrderLine.of(order)));
        orders.put(order.key(), order);
    }

    /**
     * Takes an order out. @return whether it was there
     *
     * @throws IOException the disk fails
     */
    public synchronized boolean remove(String key) throws IOException {
        if (!orders.containsKey(key)) {
            return false;
        }
        files.delete(List.of(key));
        orders.remove(key);
        return true;
    }

    /**
     * Takes out the order that a change is about. @return whether it was there
     *
     * @throws OrderRefusedException the order that is there is for somebody else and stays
     * @throws IOException the disk fails
     */
    public synchronized boolean remove(OrderChange change)
            throws OrderRefusedException, IOException {
        String key = Order.keyOf(change.items());
        return ofThisPatient(key, change) != null && remove(key);
    }

    /** How far an order is. */
    @FunctionalInterface
    public interface Progress {
        /** The state, or null when it stays as it is. */
        Order.@Nullable State of(Order order);
    }

    /** Says how far orders are; on disk when this returns. @return how many were not there yet */
    public synchronized int move(Progress progress) throws IOException {
        int moved = 0;
        for (var order : List.copyOf(orders.values())) {
            Order.@Nullable State state = progress.of(order);
            if (state != null && state != order.state()) {
                write(order.in(state));
                moved++;
            }
        }
        return moved;
    }

    /** Forgets what has expired. @return how many */
    public synchronized int expire() throws IOException {
        Instant now = clock.instant();
        var old =
                orders.values().stream()
                        .filter(order -> !order.expiresAt().isAfter(now))
                        .map(Order::key)
                        .toList();
        files.delete(old);
        old.forEach(orders::remove);
        return old.size();
    }

    /** The order of this key, or null. */
    public @Nullable Order get(String key) {
        return orders.get(key);
    }

    public boolean isEmpty() {
        return orders.isEmpty();
    }

    /** All orders by the time they are scheduled for. */
    public List<Order> all() {
        var all = new ArrayList<>(orders.values());
        all.sort(Order.BY_TIME);
        return all;
    }

    /** The same in no order, for those who walk all of them often. */
    Collection<Order> unsorted() {
        return orders.values();
    }

    /** How many orders there are of each state. */
    public TreeMap<Order.State, Integer> counts() {
        var counts = new TreeMap<Order.State, Integer>();
        for (var order : orders.values()) {
            counts.merge(order.state(), 1, Integer::sum);
        }
        return counts;
    }
}
