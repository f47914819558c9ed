package org.medsendx.miner.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.io.StringReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.miner.chart.ControlChart.Event;
import org.medsendx.miner.chart.ControlChart.Size;
import org.medsendx.miner.statistics.ChartPoint;
import org.medsendx.miner.statistics.Since;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ControlChartTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 9, 1);

    /** Remembers what was drawn, as far as it is dots and areas. */
    private static final class Notes implements Pen {
        final List<Spot> dots = new ArrayList<>();
        final List<Spot> all = new ArrayList<>();
        final List<String> words = new ArrayList<>();
        List<Spot> changeDays = List.of();
        double change = Double.NaN;

        @Override
        public void line(double x0, double y0, double x1, double y1, Ink ink) {
            all.add(new Spot(x0, y0));
            all.add(new Spot(x1, y1));
            change = ink == Ink.CHANGE ? x0 : change;
        }

        @Override
        public void path(List<Spot> spots, Ink ink) {
            all.addAll(spots);
        }

        @Override
        public void area(List<Spot> outline, Ink ink) {
            all.addAll(outline);
            changeDays = ink == Ink.CHANGE_DAYS ? outline : changeDays;
        }

        @Override
        public void dot(double x, double y, double radius, Ink ink, String title) {
            dots.add(new Spot(x, y));
            all.add(new Spot(x, y));
        }

        @Override
        public void text(double x, double y, Anchor anchor, Ink ink, String text) {
            all.add(new Spot(x, y));
            words.add(text);
        }
    }

    private static List<ChartPoint> points(int days, double scale) {
        var points = new ArrayList<ChartPoint>();
        for (int day = 0; day < days; day++) {
            double value = scale * Math.sin(day);
            points.add(
                    new ChartPoint(
                            FIRST.plusDays(day), 5, value, -scale, scale, day, 2.0 * day, 6));
        }
        return points;
    }

    private static Notes drawn(ControlChart chart, Size size) {
        var notes = new Notes();
        chart.draw(notes, size);
        return notes;
    }

    private static Since since(int day, int before, int after) {
        return new Since(
                FIRST.plusDays(day), FIRST.plusDays(day - before), FIRST.plusDays(day + after));
    }

    @ParameterizedTest
    @EnumSource(Size.class)
    void stays_within_its_frame_whatever_happened(Size size) {
        for (double scale : new double[] {0, 1e-7, 1, 1e6}) {
            for (int days : new int[] {2, 9, 90, 800}) {
                var chart =
                        new ControlChart(
                                points(days, scale),
                                "%",
                                since(1, 40, 900),
                                List.of(
                                        new Event(FIRST.minusDays(3), "service"),
                                        new Event(FIRST.plusDays(days - 1), "return to service")));

                assertThat(drawn(chart, size).all)
                        .allSatisfy(spot -> {
                            assertThat(spot.x()).isBetween(-1.0, size.width() + 1.0);
                            assertThat(spot.y()).isBetween(-1.0, size.height() + 1.0);
                        });
            }
        }
    }

    @Test
    void puts_a_day_where_it_is_in_time_and_a_value_where_it_is_in_height() {
        var points = points(60, 2);
        points.remove(30);

        var dots = drawn(new ControlChart(points, "%", null, List.of()), Size.WIDE).dots;

        // Days are a line, with a gap of two days where one has no exam.
        double step = dots.get(1).x() - dots.get(0).x();
        assertThat(dots.get(30).x() - dots.get(29).x()).isCloseTo(2 * step, offset(1e-6));
        for (int i = 1; i < dots.size(); i++) {
            boolean higher = points.get(i).value() > points.get(i - 1).value();
            assertThat(dots.get(i).y() < dots.get(i - 1).y()).isEqualTo(higher);
        }
    }

    @Test
    void shades_the_days_on_which_the_change_may_have_been() {
        var chart = new ControlChart(points(60, 2), "%", since(30, 4, 2), List.of());

        var notes = drawn(chart, Size.WIDE);

        double step = notes.dots.get(1).x() - notes.dots.get(0).x();
        double from = notes.changeDays.get(0).x();
        double to = notes.changeDays.get(1).x();
        // The last day too, to its end.
        assertThat(to - from).isCloseTo(7 * step, offset(1e-6));
        assertThat(notes.change).isBetween(from, to).isEqualTo(notes.dots.get(30).x());
    }

    @Test
    void names_what_people_said_once_where_there_is_room() {
        var chart =
                new ControlChart(
                        points(60, 2),
                        "%",
                        null,
                        List.of(
                                new Event(FIRST.plusDays(20), "service"),
                                new Event(FIRST.plusDays(21), "software"),
                                new Event(FIRST.plusDays(50), "phantom")));

        assertThat(drawn(chart, Size.WIDE).words)
                .contains("service", "phantom")
                .doesNotContain("software");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void draws_nothing_where_there_is_no_line(int days) {
        var chart = new ControlChart(points(days, 1), "%", null, List.of());

        assertThat(chart.isDrawn()).isFalse();
        assertThat(drawn(chart, Size.WIDE).all).isEmpty();
    }

    @Test
    void an_svg_is_well_formed_and_has_neither_style_nor_script_whatever_texts_say()
            throws Exception {
        var chart =
                new ControlChart(
                        points(40, 1),
                        "<b>\"&'",
                        since(10, 1, 1),
                        List.of(new Event(FIRST.plusDays(5), "</svg><script>")));
        var pen = new SvgPen();

        chart.draw(pen, Size.WIDE);
        var svg = pen.svg(860, 330, "chart", "a \"chart\" <i>");

        var root = element(svg);
        assertThat(root.getAttribute("aria-label")).isEqualTo("a \"chart\" <i>");
        assertThat(svg).doesNotContain("style=", "<script", "<b>");
        assertThat(root.getElementsByTagName("circle").getLength()).isEqualTo(40);
        assertThat(root.getElementsByTagName("circle").item(0).getTextContent())
                .startsWith("2026-09-01: ")
                .contains("5 exams");
    }

    private static Element element(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    @Test
    void labels_days_as_many_as_there_is_room_for() {
        for (int days : new int[] {1, 5, 30, 100, 400, 3000}) {
            var axis = new DayAxis(FIRST, FIRST.plusDays(days), 46, 850);

            assertThat(axis.ticks()).as("%s days", days).hasSizeBetween(1, 14);
            assertThat(axis.ticks())
                    .allSatisfy(tick -> assertThat(axis.at(tick)).isBetween(46.0, 850.0));
        }
    }

    @Test
    void values_have_round_numbers_beside_them() {
        var axis = ValueAxis.over(-3.13, 4.72, 5, 200, 20);

        assertThat(axis.ticks().stream().map(axis::label)).containsExactly("-2", "0", "2", "4");
        assertThat(axis.at(0)).isGreaterThan(axis.at(2));
        assertThat(
                        ValueAxis.over(0, 0.013, 4, 200, 20).ticks().stream()
                                .map(ValueAxis.over(0, 0.013, 4, 200, 20)::label))
                .contains("0.000", "0.005", "0.010");
    }

    @Test
    void more_scanners_than_can_be_told_apart_are_not_compared() {
        var line = new ComparisonChart.Line("S", points(5, 1));

        assertThatThrownBy(() -> new ComparisonChart(Collections.nCopies(7, line), "%"))
                .isInstanceOf(IllegalArgumentException.class);
        var notes = new Notes();
        new ComparisonChart(Collections.nCopies(6, line), "%").draw(notes, Size.NARROW);
        assertThat(notes.dots).hasSize(30);
    }
}
