package org.medsendx.segmenter.cluster;

import java.util.List;

/**
 * A partition of all values into intervals, in ascending order.
 *
 * @param clusters the clusters, ascending
 * @param cost sum over all pixels of the squared distance to the centre of their cluster: what
 *     k-means minimises
 */
public record Clusters(List<Cluster> clusters, double cost) {

    public Clusters {
        clusters = List.copyOf(clusters);
        if (clusters.isEmpty()) {
            throw new IllegalArgumentException("a partition has clusters");
        }
    }

    /**
     * The look-up table from value to class: {@code classes[value - minimum]} for every value from
     * {@code minimum} to {@code maximum}. A value between two clusters belongs to the upper one.
     */
    public byte[] lookUpTable(int minimum, int maximum) {
        var table = new byte[Math.toIntExact((long) maximum - minimum + 1)];
        for (int i = 0; i < table.length; i++) {
            table[i] = (byte) classOf(minimum + i);
        }
        return table;
    }

    /** The class of a value, from 0. */
    public int classOf(int value) {
        int c = 0;
        while (c < clusters.size() - 1 && value > clusters.get(c).last()) {
            c++;
        }
        return c;
    }
}
