package org.medsendx.benchmarks.fleet;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The miner of the six scripts: mean, standard deviation and maximum of every scan, standardised,
 * two clusters by k-means (Lloyd, k-means++). It drew a picture; read as a decision, a scanner is
 * called an outlier when most of its scans of the last four weeks lie in the smaller cluster. Once
 * a week, as somebody would run a script.
 */
final class PooledKMeans implements Watcher {

    private static final int WINDOW_DAYS = 28;
    private static final int EVERY_DAYS = 7;
    private static final int MOST = 20_000;
    private static final int ROUNDS = 30;

    private record Point(int scanner, int day, double mean, double deviation, double maximum) {}

    private final SplittableRandom random = new SplittableRandom(42);
    private final Deque<Point> points = new ArrayDeque<>();
    private List<Verdict> last = List.of();
    private int day;

    @Override
    public String name() {
        return "the seed's pooled k-means";
    }

    @Override
    public void take(Sent sent, LocalDate today) {
        var features = sent.scan().features();
        points.add(
                new Point(
                        sent.scanner(),
                        day,
                        features.mean(),
                        features.standardDeviation(),
                        features.maximum()));
        if (points.size() > MOST) {
            points.removeFirst();
        }
    }

    @Override
    public List<Verdict> look(LocalDate today) {
        day++;
        while (!points.isEmpty() && points.getFirst().day() < day - WINDOW_DAYS) {
            points.removeFirst();
        }
        if (day % EVERY_DAYS == 0 && day >= WINDOW_DAYS && points.size() > 20) {
            last = cluster();
        }
        return last;
    }

    private List<Verdict> cluster() {
        var all = List.copyOf(points);
        var columns = new double[3][all.size()];
        for (int i = 0; i < all.size(); i++) {
            columns[0][i] = all.get(i).mean();
            columns[1][i] = all.get(i).deviation();
            columns[2][i] = all.get(i).maximum();
        }
        for (var column : columns) {
            standardise(column);
        }
        var second = secondCluster(columns);
        int inSecond = 0;
        for (boolean in : second) {
            inSecond += in ? 1 : 0;
        }
        boolean smaller = 2 * inSecond <= all.size();
        Map<Integer, int[]> counts = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            var count = counts.computeIfAbsent(all.get(i).scanner(), _ -> new int[2]);
            count[0]++;
            count[1] += second[i] == smaller ? 1 : 0;
        }
        var verdicts = new ArrayList<Verdict>();
        counts.forEach((scanner, count) -> {
            double share = count[1] / (double) count[0];
            verdicts.add(Verdict.plain(scanner, share > 0.5, 2 * share));
        });
        return verdicts;
    }

    private static void standardise(double[] column) {
        double mean = Arrays.stream(column).average().orElse(0);
        double square = Arrays.stream(column).map(x -> (x - mean) * (x - mean)).average().orElse(0);
        double deviation = Math.max(1e-9, Math.sqrt(square));
        for (int i = 0; i < column.length; i++) {
            column[i] = (column[i] - mean) / deviation;
        }
    }

    private boolean[] secondCluster(double[][] columns) {
        int n = columns[0].length;
        var a = point(columns, random.nextInt(n));
        // k-means++: the second centre by its squared distance from the first
        double total = 0;
        for (int i = 0; i < n; i++) {
            total += distance(columns, i, a);
        }
        double place = random.nextDouble() * total;
        int chosen = 0;
        for (int i = 0; i < n && place > 0; i++) {
            place -= distance(columns, i, a);
            chosen = i;
        }
        var b = point(columns, chosen);
        var second = new boolean[n];
        for (int round = 0; round < ROUNDS; round++) {
            var sums = new double[2][4];
            for (int i = 0; i < n; i++) {
                second[i] = distance(columns, i, b) < distance(columns, i, a);
                var sum = sums[second[i] ? 1 : 0];
                for (int c = 0; c < 3; c++) {
                    sum[c] += columns[c][i];
                }
                sum[3]++;
            }
            for (int c = 0; c < 3; c++) {
                a[c] = sums[0][c] / Math.max(1, sums[0][3]);
                b[c] = sums[1][c] / Math.max(1, sums[1][3]);
            }
        }
        return second;
    }

    private static double[] point(double[][] columns, int i) {
        return new double[] {columns[0][i], columns[1][i], columns[2][i]};
    }

    private static double distance(double[][] columns, int i, double[] centre) {
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            double off = columns[c][i] - centre[c];
            sum += off * off;
        }
        return sum;
    }
}
