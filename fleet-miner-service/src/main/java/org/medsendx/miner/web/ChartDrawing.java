package org.medsendx.miner.web;

import java.util.List;
import java.util.Locale;
import org.medsendx.miner.earlier.FleetView.ChartPoint;

/**
 * A control chart as the numbers of a small SVG of 160 x 40: the line, and the y of the limits.
 *
 * @param path points of the polyline; empty without a chart
 * @param upper y of the upper limit
 * @param lower y of the lower limit
 */
public record ChartDrawing(String path, double upper, double lower) {

    private static final double WIDTH = 160;
    private static final double HEIGHT = 40;

    static ChartDrawing of(List<ChartPoint> points) {
        if (points.size() < 2) {
            return new ChartDrawing("", 0, 0);
        }
        double limit = points.getFirst().limit();
        double reach =
                Math.max(
                        1.4 * limit,
                        points.stream().mapToDouble(p -> Math.abs(p.ewma())).max().orElse(0));
        var path = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            path.append(
                    String.format(
                            Locale.ROOT,
                            "%.1f,%.1f ",
                            i * WIDTH / (points.size() - 1),
                            y(points.get(i).ewma(), reach)));
        }
        return new ChartDrawing(path.toString().strip(), y(limit, reach), y(-limit, reach));
    }

    private static double y(double value, double reach) {
        return Math.round((HEIGHT / 2 - value / reach * (HEIGHT / 2 - 2)) * 10) / 10.0;
    }
}
