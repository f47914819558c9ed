package org.medsendx.segmenter.cluster;

/**
 * One cluster: all values from {@code first} to {@code last}.
 *
 * @param first least value of the cluster that occurs
 * @param last greatest value of the cluster that occurs
 * @param centre mean of the values in it
 * @param count how many pixels are in it
 */
public record Cluster(int first, int last, double centre, long count) {

    public Cluster {
        if (last < first || count < 1) {
            throw new IllegalArgumentException("a cluster has values");
        }
    }
}
