package org.medsendx.miner.listing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.Evidence;
import org.medsendx.miner.statistics.FleetView;
import org.medsendx.miner.statistics.FleetView.Scanner;

/**
 * One analysis, ready to be looked through: sorted and counted once, so that a page of a fleet of
 * ten thousand is a walk over an array. Never changes; thread safe.
 */
public final class FleetListing {

    /** Worst first; of two that are as bad, the one nearer to its limit or further beyond it. */
    private static final List<Answer> WORST_FIRST =
            List.of(
                    Answer.OUTLIER,
                    Answer.CANNOT_SAY_WHICH,
                    Answer.SILENT,
                    Answer.FLEET_CHANGED,
                    Answer.UNKNOWN_SCANNER,
                    Answer.NOT_ENOUGH_DATA,
                    Answer.OK);

    private final FleetView view;
    private final Map<Order, List<Scanner>> sorted = new EnumMap<>(Order.class);
    private final Map<String, Scanner> byName = new HashMap<>();
    private final SortedMap<String, Integer> trucks;
    private final SortedMap<String, Integer> makes;
    private final SortedMap<String, Integer> modalities;
    private final Map<Answer, Integer> states = new EnumMap<>(Answer.class);
    private final FleetRejects rejects;
    private final long exams;
    private final long images;

    /**
     * Some of a list.
     *
     * @param total how many the filter lets through
     */
    public record Page(List<Scanner> scanners, int total) {}

    private FleetListing(FleetView view) {
        this.view = view;
        var names = view.scanners().toArray(Scanner[]::new);
        Arrays.sort(names, Comparator.comparing(Scanner::id));
        sorted.put(Order.NAME, List.of(names));
        sorted.put(
                Order.WORST,
                Stream.of(names)
                        .map(scanner ->
                                new Ranked(scanner, rank(scanner.answer()), nearness(scanner)))
                        .sorted(
                                Comparator.comparingInt(Ranked::rank)
                                        .thenComparing(
                                                Comparator.comparingDouble(Ranked::nearness)
                                                        .reversed()))
                        .map(Ranked::scanner)
                        .toList());
        sorted.put(
                Order.NEWEST,
                Stream.of(names)
                        .sorted(Comparator.comparing(Scanner::lastDay).reversed())
                        .toList());
        sorted.put(
                Order.REJECTED,
                Stream.of(names)
                        .sorted(Comparator.comparingDouble(FleetListing::surelyRejected).reversed())
                        .toList());
        rejects = FleetRejects.of(view.scanners());
        for (var scanner : names) {
            byName.put(scanner.id(), scanner);
            states.merge(scanner.answer(), 1, Integer::sum);
        }
        trucks = counted(names, Scanner::truck);
        makes = counted(names, Scanner::make);
        modalities = counted(names, Scanner::modality);
        exams = Stream.of(names).mapToLong(Scanner::exams).sum();
        images = Stream.of(names).mapToLong(Scanner::images).sum();
    }

    // Of few images a large share says little: the lower end of its interval does.
    private static double surelyRejected(Scanner scanner) {
        var reviews = scanner.reviews();
        return reviews == null ? -1 : reviews.rejected().low();
    }

    /** Whether somebody should look at a scanner with this answer. */
    public static boolean isToBeLookedAt(Answer answer) {
        return answer == Answer.OUTLIER || answer == Answer.CANNOT_SAY_WHICH;
    }

    private record Ranked(Scanner scanner, int rank, double nearness) {}

    /** Sorts and counts. */
    public static FleetListing of(FleetView view) {
        return new FleetListing(view);
    }

    private static int rank(Answer answer) {
        return WORST_FIRST.indexOf(answer);
    }

    /** How far the strongest evidence has come on its way to the limit; 1 is the limit. */
    public static double nearness(Scanner scanner) {
        return leading(scanner).map(FleetListing::nearness).orElse(0.0);
    }

    private static double nearness(Evidence evidence) {
        return evidence.limit() > 0 ? Math.abs(evidence.score()) / evidence.limit() : 0;
    }

    /** What decides, or comes nearest to it; nothing without evidence. */
    public static Optional<Evidence> leading(Scanner scanner) {
        return scanner.evidence().stream()
                .max(
                        Comparator.comparing(Evidence::decides)
                                .thenComparingDouble(FleetListing::nearness));
    }

    /** What decides first, then what is nearest to its limit. */
    public static List<Evidence> strongestFirst(Scanner scanner) {
        return scanner.evidence().stream()
                .sorted(
                        Comparator.comparing(Evidence::decides)
                                .thenComparingDouble(FleetListing::nearness)
                                .reversed())
                .toList();
    }

    private static SortedMap<String, Integer> counted(
            Scanner[] scanners, Function<Scanner, String> by) {
        var counts = new TreeMap<String, Integer>();
        for (var scanner : scanners) {
            counts.merge(by.apply(scanner), 1, Integer::sum);
        }
        return counts;
    }

    /**
     * Some of the scanners that a filter lets through.
     *
     * @param from how many to leave out first, 0 or more
     * @param most how many at most, 1 or more
     */
    public Page page(FleetFilter filter, Order order, int from, int most) {
        var all = all(filter, order);
        int first = Math.min(from, all.size());
        return new Page(all.subList(first, Math.min(all.size(), first + most)), all.size());
    }

    /** All scanners that a filter lets through. */
    public List<Scanner> all(FleetFilter filter, Order order) {
        var all = sorted.getOrDefault(order, List.of());
        return filter.equals(FleetFilter.ALL) ? all : all.stream().filter(filter).toList();
    }

    /** The scanner of that name. */
    public Optional<Scanner> scanner(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** What was sorted. */
    public FleetView view() {
        return view;
    }

    /** Trucks, and how many scanners were last seen on each. */
    public SortedMap<String, Integer> trucks() {
        return trucks;
    }

    /** Makes, and how many scanners are of each. */
    public SortedMap<String, Integer> makes() {
        return makes;
    }

    /** Modalities, and how many scanners are of each. */
    public SortedMap<String, Integer> modalities() {
        return modalities;
    }

    /** How many scanners have this answer. */
    public int count(Answer answer) {
        return states.getOrDefault(answer, 0);
    }

    /** What people decided about the fleet's scans. */
    public FleetRejects rejects() {
        return rejects;
    }

    /** Exams of all scanners. */
    public long exams() {
        return exams;
    }

    /** Images of all scanners. */
    public long images() {
        return images;
    }
}
