package org.medsendx.segmenter.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExactKMeansTest {

    static LongStream seeds() {
        return LongStream.range(0, 80);
    }

    static Stream<int[]> largerValues() {
        return seeds().limit(20).mapToObj(seed -> mixture(new Random(seed), 4000));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void costs_exactly_what_the_best_of_all_partitions_costs(long seed) {
        var random = new Random(seed);
        int[] values = random.ints(3 + random.nextInt(40), -20, 20).toArray();
        var histogram = Histogram.of(values);
        for (int k = 1; k <= Math.min(4, histogram.distinct()); k++) {
            var clusters = ExactKMeans.cluster(histogram, k);

            assertThat(exactCost(values, clusters)).isEqualTo(bruteForce(values, k));
        }
    }

    @ParameterizedTest
    @MethodSource("largerValues")
    void is_never_beaten_by_lloyds_iteration(int[] values) {
        var clusters = ExactKMeans.cluster(Histogram.of(values), 3);

        double lloyd = Double.MAX_VALUE;
        for (long start = 0; start < 10; start++) {
            lloyd = Math.min(lloyd, lloyd(values, 3, new Random(start)));
        }

        assertThat(clusters.cost()).isLessThanOrEqualTo(lloyd * (1 + 1e-12));
    }

    @ParameterizedTest
    @MethodSource("largerValues")
    void splits_where_three_class_otsu_splits(int[] values) {
        var histogram = Histogram.of(values);

        var clusters = ExactKMeans.cluster(histogram, 3);

        // Otsu maximises the variance between classes, which is all variance less the cost.
        assertThat(betweenClassVariance(values, clusters))
                .isCloseTo(otsu(histogram), Offset.offset(1e-6 * otsu(histogram)));
    }

    @Test
    void gives_the_same_answer_every_time() {
        var values = mixture(new Random(7), 10_000);

        assertThat(ExactKMeans.cluster(Histogram.of(values), 3))
                .isEqualTo(ExactKMeans.cluster(Histogram.of(values), 3));
    }

    @Test
    void takes_the_lower_split_of_two_equally_good_ones() {
        var clusters = ExactKMeans.cluster(Histogram.of(0, 1, 2), 2);

        assertThat(clusters.clusters().get(0).last()).isZero();
    }

    @Test
    void counts_every_pixel_in_exactly_one_cluster_of_ascending_centres() {
        var values = mixture(new Random(3), 5000);

        var clusters = ExactKMeans.cluster(Histogram.of(values), 3).clusters();

        assertThat(clusters.stream().mapToLong(Cluster::count).sum()).isEqualTo(values.length);
        assertThat(clusters).extracting(Cluster::centre).isSorted();
        for (var cluster : clusters) {
            var own =
                    Arrays.stream(values)
                            .filter(v -> v >= cluster.first() && v <= cluster.last())
                            .summaryStatistics();
            assertThat(own.getCount()).isEqualTo(cluster.count());
            assertThat(own.getAverage()).isCloseTo(cluster.centre(), Offset.offset(1e-9));
        }
    }

    @Test
    void looks_up_the_class_of_every_value() {
        var clusters = ExactKMeans.cluster(Histogram.of(0, 1, 10, 11, 50, 51), 3);

        assertThat(clusters.lookUpTable(-1, 12))
                .containsExactly(0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2);
        assertThat(clusters.classOf(1_000_000)).isEqualTo(2);
    }

    @Test
    void refuses_fewer_values_than_clusters() {
        assertThatThrownBy(() -> ExactKMeans.cluster(Histogram.of(4, 4, 9), 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void solves_a_range_as_wide_as_an_int() {
        var clusters =
                ExactKMeans.cluster(Histogram.of(Integer.MIN_VALUE, 0, 1000, Integer.MAX_VALUE), 3);

        assertThat(clusters.clusters()).extracting(Cluster::count).containsExactly(1L, 2L, 1L);
    }

    /** Cost times the product of the weights' least common form: exact, no rounding. */
    private static Fraction exactCost(int[] values, Clusters clusters) {
        var cost = Fraction.ZERO;
        for (var cluster : clusters.clusters()) {
            cost =
                    cost.plus(
                            cost(
                                    Arrays.stream(values)
                                            .filter(v ->
                                                    v >= cluster.first() && v <= cluster.last())
                                            .toArray()));
        }
        return cost;
    }

    private static Fraction bruteForce(int[] values, int k) {
        int[] sorted = Arrays.stream(values).sorted().toArray();
        return best(sorted, 0, k);
    }

    private static Fraction best(int[] sorted, int from, int k) {
        if (k == 1) {
            return cost(Arrays.copyOfRange(sorted, from, sorted.length));
        }
        Fraction least = null;
        for (int end = from + 1; end <= sorted.length - k + 1; end++) {
            if (end < sorted.length && sorted[end] == sorted[end - 1]) {
                continue;
            }
            if (Arrays.stream(sorted, end, sorted.length).distinct().count() < k - 1) {
                break;
            }
            var cost = cost(Arrays.copyOfRange(sorted, from, end)).plus(best(sorted, end, k - 1));
            least = least == null || cost.compareTo(least) < 0 ? cost : least;
        }
        if (least == null) {
            throw new AssertionError("no partition");
        }
        return least;
    }

    /** n times the sum of squares less the square of the sum, by n. */
    private static Fraction cost(int[] values) {
        long n = values.length;
        long sum = Arrays.stream(values).asLongStream().sum();
        long squares = Arrays.stream(values).asLongStream().map(v -> v * v).sum();
        return new Fraction(BigInteger.valueOf(n * squares - sum * sum), BigInteger.valueOf(n));
    }

    private record Fraction(BigInteger over, BigInteger under) implements Comparable<Fraction> {

        static final Fraction ZERO = new Fraction(BigInteger.ZERO, BigInteger.ONE);

        Fraction {
            var divisor = over.gcd(under);
            over = over.divide(divisor);
            under = under.divide(divisor);
        }

        Fraction plus(Fraction other) {
            return new Fraction(
                    over.multiply(other.under).add(other.over.multiply(under)),
                    under.multiply(other.under));
        }

        @Override
        public int compareTo(Fraction other) {
            return over.multiply(other.under).compareTo(other.over.multiply(under));
        }
    }

    private static double lloyd(int[] values, int k, Random random) {
        double[] centres = new double[k];
        for (int i = 0; i < k; i++) {
            centres[i] = values[random.nextInt(values.length)];
        }
        double cost = Double.MAX_VALUE;
        for (int round = 0; round < 100; round++) {
            double[] sum = new double[k];
            long[] count = new long[k];
            double now = 0;
            for (int value : values) {
                int nearest = 0;
                for (int i = 1; i < k; i++) {
                    if (Math.abs(value - centres[i]) < Math.abs(value - centres[nearest])) {
                        nearest = i;
                    }
                }
                sum[nearest] += value;
                count[nearest]++;
                now += (value - centres[nearest]) * (value - centres[nearest]);
            }
            for (int i = 0; i < k; i++) {
                centres[i] = count[i] == 0 ? centres[i] : sum[i] / count[i];
            }
            if (now >= cost) {
                break;
            }
            cost = now;
        }
        return cost;
    }

    private static double betweenClassVariance(int[] values, Clusters clusters) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return clusters.clusters().stream()
                        .mapToDouble(c -> c.count() * (c.centre() - mean) * (c.centre() - mean))
                        .sum()
                / values.length;
    }

    /** Three-class Otsu (1979) by looking at all pairs of thresholds. */
    private static double otsu(Histogram histogram) {
        int bins = histogram.bins();
        double[] weight = new double[bins + 1];
        double[] moment = new double[bins + 1];
        for (int bin = 0; bin < bins; bin++) {
            weight[bin + 1] = weight[bin] + histogram.count(bin);
            moment[bin + 1] = moment[bin] + (double) histogram.count(bin) * histogram.value(bin);
        }
        double mean = moment[bins] / weight[bins];
        double most = 0;
        for (int a = 1; a < bins - 1; a++) {
            for (int b = a + 1; b < bins; b++) {
                most =
                        Math.max(
                                most,
                                part(weight, moment, mean, 0, a)
                                        + part(weight, moment, mean, a, b)
                                        + part(weight, moment, mean, b, bins));
            }
        }
        return most / weight[bins];
    }

    private static double part(double[] weight, double[] moment, double mean, int from, int to) {
        double w = weight[to] - weight[from];
        double distance = w == 0 ? 0 : (moment[to] - moment[from]) / w - mean;
        return w * distance * distance;
    }

    /** Three bumps of values, as tissue makes them. */
    private static int[] mixture(Random random, int n) {
        var values = new int[n];
        for (int i = 0; i < n; i++) {
            double part = random.nextDouble();
            double centre = part < 0.5 ? 60 : part < 0.8 ? 260 : 420;
            values[i] = (int) Math.clamp(centre + 25 * random.nextGaussian(), 0, 511);
        }
        return values;
    }
}
