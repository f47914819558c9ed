package org.medsendx.miner.web;

import java.util.List;
import org.medsendx.miner.chart.ControlChart;
import org.medsendx.miner.chart.ControlChart.Event;
import org.medsendx.miner.chart.ControlChart.Size;
import org.medsendx.miner.chart.SvgPen;
import org.medsendx.miner.report.FleetWords;
import org.medsendx.miner.statistics.Evidence;

/**
 * One feature of one scanner as a section of a page.
 *
 * @param drawn whether there are days to draw
 * @param wide the chart as an SVG for a screen
 * @param narrow the same for a phone
 * @param data where its numbers are for whoever draws them otherwise
 */
public record ChartView(
        String title,
        boolean decides,
        boolean drawn,
        String wide,
        String narrow,
        String data,
        String since,
        boolean events,
        String words) {

    static ChartView of(String scanner, Evidence evidence, List<Event> events) {
        var chart = new ControlChart(evidence.chart(), evidence.unit(), evidence.since(), events);
        var name = FleetWords.feature(evidence.feature());
        var says = "control chart of " + name + " of " + scanner;
        return new ChartView(
                name,
                evidence.decides(),
                chart.isDrawn(),
                svg(chart, Size.WIDE, "chart wide", says),
                svg(chart, Size.NARROW, "chart narrow", says),
                "/scanners/" + scanner + "/" + evidence.feature(),
                evidence.since() == null ? "" : FleetWords.since(evidence.since()),
                !events.isEmpty(),
                FleetWords.sentence(evidence));
    }

    private static String svg(ControlChart chart, Size size, String styles, String says) {
        var pen = new SvgPen();
        chart.draw(pen, size);
        return pen.svg(size.width(), size.height(), styles, says);
    }
}
