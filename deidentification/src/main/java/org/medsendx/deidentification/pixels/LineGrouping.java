package org.medsendx.deidentification.pixels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.medsendx.deidentification.pixels.Strokes.Stroke;

/** Puts strokes that stand side by side, at one height and of one kind, into lines. */
final class LineGrouping {

    /** Heights of strokes that can be letters at one level of the pyramid. */
    private static final int SHORTEST = 4;

    private static final int TALLEST = 44;

    /** The most strokes of one level that are looked at: those with the highest peaks. */
    private static final int MAX_STROKES = 40_000;

    private static final double GAP = 1.3;
    private static final double OVERLAP = 0.5;
    private static final double HEIGHT_RATIO = 2.3;
    private static final double PEAK_RATIO = 2.0;

    /** How much higher than its tallest letter a line may become: else it climbs over a texture. */
    private static final double CLIMB = 1.5;

    private LineGrouping() {}

    /** The lines of at least two letters; a stroke is in one line at most. */
    static List<TextLine> lines(List<Stroke> strokes, char[] rises, int width, int height) {
        List<Stroke> letters =
                new ArrayList<>(strokes.stream().filter(LineGrouping::letter).toList());
        if (letters.size() > MAX_STROKES) {
            letters.sort(Comparator.comparingInt(Stroke::peak).reversed());
            letters = new ArrayList<>(letters.subList(0, MAX_STROKES));
        }
        letters.sort(Comparator.comparingInt(Stroke::x));
        var groupsOf = new Groups(letters);
        for (Edge edge : edges(letters)) {
            groupsOf.join(edge.left(), edge.right());
        }
        Map<Integer, List<Stroke>> groups = new HashMap<>();
        for (int i = 0; i < letters.size(); i++) {
            groups.computeIfAbsent(groupsOf.root(i), key -> new ArrayList<>()).add(letters.get(i));
        }
        return groups.values().stream()
                .map(group -> TextLine.of(group, rises, width, height))
                .filter(line -> line.letters() >= 2)
                .sorted(
                        Comparator.comparingInt((TextLine line) -> line.box().y())
                                .thenComparingInt(line -> line.box().x()))
                .toList();
    }

    /** Two strokes that may stand on one line. */
    private record Edge(int left, int right, int gap) {}

    /** The closest first, so that words come before lines. */
    private static List<Edge> edges(List<Stroke> letters) {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < letters.size(); i++) {
            Stroke left = letters.get(i);
            int reach = (int) (left.right() + GAP * TALLEST);
            for (int j = i + 1; j < letters.size() && letters.get(j).x() <= reach; j++) {
                Stroke right = letters.get(j);
                if (neighbours(left, right)) {
                    edges.add(new Edge(i, j, Math.max(0, right.x() - left.right())));
                }
            }
        }
        edges.sort(
                Comparator.comparingInt(Edge::gap)
                        .thenComparingInt(Edge::left)
                        .thenComparingInt(Edge::right));
        return edges;
    }

    /** Strokes joined into lines that keep to one height. */
    private static final class Groups {

        private final int[] parent;
        private final int[] top;
        private final int[] bottom;
        private final int[] tallest;

        Groups(List<Stroke> letters) {
            int count = letters.size();
            parent = new int[count];
            top = new int[count];
            bottom = new int[count];
            tallest = new int[count];
            for (int i = 0; i < count; i++) {
                parent[i] = i;
                top[i] = letters.get(i).y();
                bottom[i] = letters.get(i).bottom();
                tallest[i] = letters.get(i).height();
            }
        }

        int root(int index) {
            int at = index;
            while (parent[at] != at) {
                parent[at] = parent[parent[at]];
                at = parent[at];
            }
            return at;
        }

        void join(int left, int right) {
            int one = root(left);
            int two = root(right);
            int high = Math.min(top[one], top[two]);
            int low = Math.max(bottom[one], bottom[two]);
            int tall = Math.max(tallest[one], tallest[two]);
            if (one == two || low - high > CLIMB * tall) {
                return;
            }
            int kept = Math.min(one, two);
            parent[Math.max(one, two)] = kept;
            top[kept] = high;
            bottom[kept] = low;
            tallest[kept] = tall;
        }
    }

    private static boolean letter(Stroke stroke) {
        return stroke.height() >= SHORTEST
                && stroke.height() <= TALLEST
                && stroke.width() <= 30 * stroke.height()
                && stroke.area() >= SHORTEST
                && stroke.thickness() <= 0.75 * stroke.height();
    }

    /** Whether the second, which begins right of the first's beginning, may go on its line. */
    private static boolean neighbours(Stroke left, Stroke right) {
        int tall = Math.max(left.height(), right.height());
        int small = Math.min(left.height(), right.height());
        int overlap = Math.min(left.bottom(), right.bottom()) - Math.max(left.y(), right.y());
        return right.x() - left.right() <= GAP * tall
                && overlap >= OVERLAP * tall
                && tall <= HEIGHT_RATIO * small
                && Math.max(left.peak(), right.peak())
                        <= PEAK_RATIO * Math.min(left.peak(), right.peak());
    }
}
