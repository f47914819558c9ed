package org.medsendx.ingest.orders;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.OrderPriority;
import org.medsendx.contracts.identified.OrderMatch;
import org.medsendx.contracts.identified.OrderMatch.Check;
import org.medsendx.contracts.identified.OrderMatch.Difference;
import org.medsendx.dicom.dictionary.Tag;

/**
 * Finds the order of an image. First by what a scanner takes from the worklist: study, accession
 * number, step. Then, for what was typed in by hand, by the patient's id; then by name and birth
 * date, which is how a mistyped id shows.
 */
public final class OrderMatching {

    /** How an image may name its order, the surest way first. */
    private static final List<BiPredicate<Imaged, Order>> WAYS =
            List.of(
                    (image, order) ->
                            same(image.studyInstanceUid(), order.text(Tag.StudyInstanceUID)),
                    (image, order) ->
                            same(image.accessionNumber(), order.text(Tag.AccessionNumber)),
                    (image, order) ->
                            image.stepIds().contains(order.stepText(Tag.ScheduledProcedureStepID))
                                    && same(image.patientId(), order.text(Tag.PatientID)),
                    (image, order) -> same(image.patientId(), order.text(Tag.PatientID)),
                    (image, order) ->
                            !image.patientName().isEmpty()
                                    && same(image.birthDate(), order.text(Tag.PatientBirthDate))
                                    && PatientCheck.sameName(
                                            image.patientName(), order.text(Tag.PatientName)));

    private final OrderBook book;

    public OrderMatching(OrderBook book) {
        this.book = book;
    }

    /** What the orders say of an image, or null when there are none on the truck. */
    public @Nullable OrderMatch match(Imaged image) {
        if (book.isEmpty()) {
            return null;
        }
        List<Compared> candidates =
                candidates(book.unsorted(), image).stream()
                        .map(one -> new Compared(one, PatientCheck.differences(image, one)))
                        .toList();
        if (candidates.isEmpty()) {
            return OrderMatch.noOrder();
        }
        int least =
                candidates.stream().mapToInt(one -> one.differences().size()).min().orElseThrow();
        var best = candidates.stream().filter(one -> one.differences().size() == least).toList();
        var priority = mostUrgent(best);
        // Several steps of one study are one order here.
        Set<String> studies =
                best.stream()
                        .map(one -> one.order().text(Tag.StudyInstanceUID))
                        .collect(Collectors.toSet());
        if (studies.size() > 1) {
            return new OrderMatch(priority, Check.AMBIGUOUS, List.of());
        }
        var differences =
                best.stream()
                        .min(Comparator.comparing(Compared::order, Order.BY_TIME))
                        .orElseThrow()
                        .differences();
        return differences.isEmpty()
                ? new OrderMatch(priority, Check.MATCHES, List.of())
                : new OrderMatch(priority, Check.DIFFERS, differences);
    }

    /** Orders, those first that an image says the most of; among equals by their time. */
    public static List<Order> nearest(Collection<Order> orders, Imaged image) {
        return orders.stream()
                .sorted(
                        Comparator.comparingLong((Order order) -> -agreeing(order, image))
                                .thenComparing(Order.BY_TIME))
                .toList();
    }

    private static long agreeing(Order order, Imaged image) {
        return WAYS.stream().filter(way -> way.test(image, order)).count();
    }

    /** An order, and what of the image contradicts it. */
    private record Compared(Order order, List<Difference> differences) {}

    private static List<Order> candidates(Collection<Order> all, Imaged image) {
        for (var way : WAYS) {
            var found = all.stream().filter(order -> way.test(image, order)).toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static boolean same(String one, String other) {
        return !one.isEmpty() && one.equalsIgnoreCase(other);
    }

    private static @Nullable OrderPriority mostUrgent(List<Compared> orders) {
        @Nullable OrderPriority most = null;
        for (var compared : orders) {
            var one = compared.order().priority();
            if (one != null && (most == null || urgency(one) < urgency(most))) {
                most = one;
            }
        }
        return most;
    }

    private static int urgency(OrderPriority priority) {
        return switch (priority) {
            case STAT -> 0;
            case HIGH -> 1;
            case ROUTINE, MEDIUM -> 2;
            case LOW -> 3;
        };
    }
}
