package org.medsendx.ingest.orders;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;

/**
 * Reads orders out of bytes, whatever form they have, and puts them into the book. What is wrong
 * with one order keeps none of the others out.
 */
public final class OrderImport {

    /** More problems of one file are counted and not listed. */
    private static final int MOST_LISTED = 100;

    private static final int PREAMBLE = 128;

    private OrderImport() {}

    /**
     * What is wrong with a part of what came; no value of it.
     *
     * @param place where, empty for the whole
     */
    public record Refused(String problem, String place, String advice) {}

    /**
     * What became of what came.
     *
     * @param taken orders that are in the book now, new or changed
     * @param cancelled orders that are no more
     * @param refused what was not taken; the first hundred
     * @param refusals how many were not
     */
    public record Report(int taken, int cancelled, List<Refused> refused, int refusals) {
        public Report {
            refused = List.copyOf(refused);
        }

        /** Whether all of it was taken. */
        public boolean whole() {
            return refusals == 0;
        }
    }

    /** Takes what a reader finds. */
    static final class Taker {

        private final List<Found> all = new ArrayList<>();
        private final Map<Name, String> first = new HashMap<>();
        private final Set<Name> doubled = new HashSet<>();
        private final List<Refused> refused = new ArrayList<>();
        private int refusals;
        private int message;

        /** The key of an order, and the message that it stands in. */
        private record Name(int message, String key) {}

        private record Found(Name name, OrderChange change) {}

        /** What follows tells of later: it may say something else of the same orders. */
        void nextMessage() {
            message++;
        }

        void take(OrderChange change) throws OrderRefusedException {
            var name = new Name(message, Order.keyOf(change.items()));
            if (!change.cancelled()) {
                String digest = Sha256.of(OrderForm.encoded(change.items(), change.place()));
                @Nullable String earlier = first.putIfAbsent(name, digest);
                if (earlier != null && !earlier.equals(digest)) {
                    doubled.add(name);
                }
            }
            all.add(new Found(name, change));
        }

        /**
         * What is to be done. Of different orders with one number none is the right one; they are
         * refused.
         */
        List<OrderChange> changes() {
            var changes = new ArrayList<OrderChange>();
            for (var one : all) {
                if (!one.change().cancelled() && doubled.contains(one.name())) {
                    refuse(OrderProblem.SAME_NUMBER, one.change().place());
                } else {
                    changes.add(one.change());
                }
            }
            return changes;
        }

        void refuse(OrderProblem problem, String place) {
            refusals++;
            if (refused.size() < MOST_LISTED) {
                refused.add(new Refused(problem.code(), place, problem.advice()));
            }
        }

        /** What became of it, with how many were taken and cancelled. */
        Report report(int taken, int cancelled) {
            return new Report(taken, cancelled, refused, refusals);
        }

        /** How much was found, of both kinds. */
        int found() {
            return all.size() + refusals;
        }
    }

    /** Reads without taking: what would be taken, and what is wrong. */
    public static Report check(byte[] bytes) {
        var taker = read(bytes);
        var changes = taker.changes();
        int cancelled = (int) changes.stream().filter(OrderChange::cancelled).count();
        return taker.report(changes.size() - cancelled, cancelled);
    }

    /**
     * Reads and takes; what is taken is on disk when this returns. To do it again changes nothing.
     *
     * @throws IOException the disk fails; some may have been taken, and it is to be done again
     */
    public static Report into(OrderBook book, byte[] bytes) throws IOException {
        var taker = read(bytes);
        int taken = 0;
        int cancelled = 0;
        for (var change : taker.changes()) {
            try {
                if (change.cancelled()) {
                    book.remove(change);
                    cancelled++;
                } else {
                    book.put(change);
                    taken++;
                }
            } catch (OrderRefusedException e) {
                taker.refuse(e.problem(), e.place());
            }
        }
        return taker.report(taken, cancelled);
    }

    private static Taker read(byte[] bytes) {
        var taker = new Taker();
        try {
            read(bytes, taker);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // One that trips over a hostile file must not be stopped by it for ever; the exception
            // may quote the file, so it goes no further.
            taker = new Taker();
            taker.refuse(OrderProblem.READER_FAILED, "");
        }
        if (taker.found() == 0) {
            taker.refuse(OrderProblem.EMPTY, "");
        }
        return taker;
    }

    private static void read(byte[] bytes, Taker taker) {
        if (bytes.length == 0) {
            taker.refuse(OrderProblem.EMPTY, "");
        } else if (Hl7Orders.looksLike(bytes)) {
            Hl7Orders.read(bytes, taker);
        } else if (looksLikeDicom(bytes)) {
            WorklistFile.read(bytes, taker);
        } else if (looksLikeText(bytes)) {
            CsvOrders.read(bytes, taker);
        } else {
            taker.refuse(OrderProblem.UNKNOWN_FORM, "");
        }
    }

    private static boolean looksLikeDicom(byte[] bytes) {
        return bytes.length > PREAMBLE + 4
                && new String(bytes, PREAMBLE, 4, StandardCharsets.US_ASCII).equals("DICM");
    }

    private static boolean looksLikeText(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, 4096); i++) {
            if (bytes[i] >= 0
                    && bytes[i] < 0x20
                    && bytes[i] != '\n'
                    && bytes[i] != '\r'
                    && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
