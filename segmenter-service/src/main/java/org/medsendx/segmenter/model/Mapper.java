package org.medsendx.segmenter.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.medsendx.contracts.deidentified.Segmentation.Model;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.pixel.UnsupportedImageException;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.model.ModelFailure.Reason;
import org.medsendx.segmenter.tissue.TissueMap;

/**
 * Makes tissue maps of a scan with a network: values as the manifest wants them, patches, labels on
 * the grid of the image, and what each label holds.
 */
final class Mapper {

    private static final double AIR_HU = -1000;

    private final Manifest manifest;
    private final Network network;
    private final ScanPixels scan;
    private final int rows;
    private final int columns;
    private final Turn turn;
    private final int turnedRows;
    private final int turnedColumns;
    private final int[] grid;
    private final long[] counts;
    private final double[] sums;
    private final Map<Integer, byte[]> labels = new HashMap<>();

    private Mapper(Manifest manifest, Network network, ScanPixels scan) throws ModelFailure {
        this.manifest = manifest;
        this.network = network;
        this.scan = scan;
        this.rows = scan.field().rows();
        this.columns = scan.field().columns();
        check(manifest, scan);
        var geometry = new Geometry(scan.header());
        this.turn = Turn.between(geometry.orientation(), manifest.orientation());
        this.turnedRows = turn.rows(rows, columns);
        this.turnedColumns = turn.columns(rows, columns);
        this.grid = grid(geometry);
        this.counts = new long[manifest.labels().size()];
        this.sums = new double[manifest.labels().size()];
    }

    /** The maps of a scan. */
    static Learned.Mapped map(Manifest manifest, Network network, ScanPixels scan)
            throws ModelFailure, IOException, UnsupportedImageException {
        var mapper = new Mapper(manifest, network, scan);
        if (manifest.volumetric()) {
            mapper.volume();
        } else {
            mapper.frames();
        }
        return mapper.result();
    }

    private static void check(Manifest manifest, ScanPixels scan) throws ModelFailure {
        var view = scan.header().string(Tag.ViewPosition);
        if (!scan.modality().equals(manifest.modality())
                || !(manifest.views().isEmpty()
                        || (view != null && manifest.views().contains(view.strip())))) {
            throw new ModelFailure(Reason.OTHER_SCAN, "it is for other scans");
        }
        if (manifest.hounsfield() && !scan.scale().hounsfield()) {
            throw new ModelFailure(Reason.GEOMETRY, "the values are no Hounsfield units");
        }
        if (manifest.volumetric() && scan.frames() < 2) {
            throw new ModelFailure(Reason.SIZE, "it wants a volume in one object");
        }
    }

    // Slices, rows and columns of what the network sees; slices 1 for a network of two axes.
    private int[] grid(Geometry geometry) throws ModelFailure {
        int slices = manifest.volumetric() ? scan.frames() : 1;
        var grid = new int[] {slices, turnedRows, turnedColumns};
        if (!manifest.spacing().isEmpty()) {
            double[] pixels = geometry.pixelSpacing();
            double between = manifest.volumetric() ? geometry.sliceSpacing(scan.frames()) : 1;
            if (pixels.length == 0 || between == 0) {
                throw new ModelFailure(Reason.GEOMETRY, "the image has no spacing");
            }
            double[] has = {
                between, pixels[turn.exchange() ? 1 : 0], pixels[turn.exchange() ? 0 : 1]
            };
            int missing = 3 - manifest.spacing().size();
            for (int a = missing; a < 3; a++) {
                double wanted = manifest.spacing().get(a - missing);
                double length = Math.rint(grid[a] * has[a] / wanted);
                if (length > 100_000) {
                    throw new ModelFailure(Reason.SIZE, "the image is too large");
                }
                grid[a] = (int) Math.max(1, length);
            }
        }
        requireMemory(grid);
        return grid;
    }

    private void requireMemory(int[] grid) throws ModelFailure {
        int count = manifest.labels().size();
        int[] model = axes(grid[0], grid[1], grid[2]);
        int[] image = axes(manifest.volumetric() ? scan.frames() : 1, turnedRows, turnedColumns);
        long values = (long) grid[0] * grid[1] * grid[2];
        long frame = (long) rows * columns;
        long whole = manifest.volumetric() ? frame * scan.frames() : frame * scan.mapped().length;
        double needed =
                // Values as they come, turned, resampled; sorted for percentiles.
                4.0 * (2 * values + 3 * frame)
                        + SlidingWindow.memory(model, manifest.sides(), count)
                        + LabelPlanes.memory(count, model, image)
                        + whole;
        if (needed > Runtime.getRuntime().maxMemory() / 2.0
                || values > Integer.MAX_VALUE / 8
                || SlidingWindow.memory(model, manifest.sides(), count) > Integer.MAX_VALUE) {
            throw new ModelFailure(Reason.SIZE, "the image is too large");
        }
    }

    /**
     * The axes that patches lie along: a network of two has rows first, and none behind columns.
     */
    private int[] axes(int slices, int height, int width) {
        return manifest.volumetric()
                ? new int[] {slices, height, width}
                : new int[] {height, width, 1};
    }

    private void frames() throws ModelFailure, IOException, UnsupportedImageException {
        var wanted = new TreeSet<Integer>();
        IntStream.of(scan.measured()).forEach(wanted::add);
        IntStream.of(scan.mapped()).forEach(wanted::add);
        for (int frame : wanted) {
            int[] stored = scan.pixels().stored(frame);
            float[] values = resampled(stored);
            manifest.normalisation().apply(values);
            var turned = new byte[turnedRows * turnedColumns];
            run(
                    values,
                    axes(1, turnedRows, turnedColumns),
                    (row, found) ->
                            System.arraycopy(found, 0, turned, row * turnedColumns, found.length));
            take(frame, stored, turn.back(turned, rows, columns));
        }
    }

    private void volume() throws ModelFailure, IOException, UnsupportedImageException {
        int inPlane = grid[1] * grid[2];
        var values = new float[scan.frames() * inPlane];
        for (int frame = 0; frame < scan.frames(); frame++) {
            float[] own = resampled(scan.pixels().stored(frame));
            System.arraycopy(own, 0, values, frame * inPlane, inPlane);
        }
        values = new Axis(scan.frames(), grid[0]).apply(values, 1, inPlane);
        manifest.normalisation().apply(values);
        var wanted = new TreeSet<Integer>();
        IntStream.of(scan.measured()).forEach(wanted::add);
        IntStream.of(scan.mapped()).forEach(wanted::add);
        var found = new HashMap<Integer, byte[]>();
        run(
                values,
                axes(scan.frames(), turnedRows, turnedColumns),
                (slice, plane) -> {
                    if (wanted.contains(slice)) {
                        found.put(slice, plane.clone());
                    }
                });
        for (int frame : wanted) {
            var turned = found.remove(frame);
            if (turned != null) {
                take(frame, scan.pixels().stored(frame), turn.back(turned, rows, columns));
            }
        }
    }

    private void run(float[] values, int[] image, LabelPlanes.Labels taker) throws ModelFailure {
        int count = manifest.labels().size();
        int[] model = axes(grid[0], grid[1], grid[2]);
        new SlidingWindow(manifest.sides(), manifest.overlap(), count)
                .run(values, model, network, new LabelPlanes(count, model, image, taker));
    }

    /** A frame after rescale, without padding, turned, on the model's grid. */
    private float[] resampled(int[] stored) {
        double least = scan.scale().hounsfield() ? AIR_HU : Double.POSITIVE_INFINITY;
        if (!scan.scale().hounsfield()) {
            for (int value : stored) {
                if (!scan.padding().contains(value)) {
                    least = Math.min(least, scan.scale().apply(value));
                }
            }
        }
        var values = new float[stored.length];
        for (int i = 0; i < stored.length; i++) {
            values[i] =
                    (float)
                            (scan.padding().contains(stored[i])
                                    ? least
                                    : scan.scale().apply(stored[i]));
        }
        float[] turned = turn.turn(values, rows, columns);
        turned = new Axis(turnedRows, grid[1]).apply(turned, 1, turnedColumns);
        return new Axis(turnedColumns, grid[2]).apply(turned, grid[1], 1);
    }

    /** Counts a frame, and keeps its labels when they are wanted. */
    private void take(int frame, int[] stored, byte[] found) {
        Field field = scan.field();
        boolean measured = Arrays.binarySearch(scan.measured(), frame) >= 0;
        var own = new byte[found.length];
        Arrays.fill(own, (byte) TissueMap.MASKED);
        for (int row = 0; row < rows; row++) {
            int[] pieces = field.row(row);
            for (int piece = 0; piece < pieces.length; piece += 2) {
                int end = row * columns + pieces[piece + 1];
                for (int i = row * columns + pieces[piece]; i < end; i++) {
                    if (!scan.padding().contains(stored[i])) {
                        own[i] = found[i];
                        if (measured) {
                            counts[found[i]]++;
                            sums[found[i]] += stored[i];
                        }
                    }
                }
            }
        }
        if (Arrays.binarySearch(scan.mapped(), frame) >= 0) {
            labels.put(frame, own);
        }
    }

    private Learned.Mapped result() throws ModelFailure {
        // A label that a mapped frame has and no measured one stays a class, with nothing counted.
        var present = new TreeSet<Integer>();
        for (var map : labels.values()) {
            for (byte label : map) {
                if (label != TissueMap.MASKED) {
                    present.add((int) label);
                }
            }
        }
        IntStream.range(0, counts.length).filter(l -> counts[l] > 0).forEach(present::add);
        List<Integer> order =
                present.stream()
                        .sorted(
                                Comparator.<Integer>comparingDouble(this::stored)
                                        .thenComparing(Comparator.naturalOrder()))
                        .toList();
        if (order.isEmpty()) {
            throw new ModelFailure(Reason.SIZE, "there is no pixel");
        }
        var places = new byte[counts.length];
        var found = new ArrayList<Learned.Found>();
        for (int i = 0; i < order.size(); i++) {
            int label = order.get(i);
            places[label] = (byte) i;
            var known = manifest.labels().get(label);
            found.add(
                    new Learned.Found(
                            known.tissue(),
                            known.code(),
                            scan.scale().apply(stored(label)),
                            counts[label]));
        }
        var maps = new HashMap<Integer, TissueMap>();
        labels.forEach((frame, own) -> {
            for (int i = 0; i < own.length; i++) {
                own[i] = own[i] == TissueMap.MASKED ? own[i] : places[own[i]];
            }
            maps.put(frame, TissueMap.of(rows, columns, own));
        });
        return new Learned.Mapped(
                new Model(manifest.name(), manifest.version(), manifest.sha256()), found, maps);
    }

    private double stored(int label) {
        return counts[label] == 0 ? 0 : sums[label] / counts[label];
    }
}
