package org.medsendx.miner.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.medsendx.miner.chart.ControlChart.Size;
import org.medsendx.miner.listing.SampleFleet;

class ClusterDrawingTest {

    private static String svg(int scanners, List<String> named) {
        var pen = new SvgPen();
        new ClusterDrawing(SampleFleet.of(scanners).points(), named).draw(pen, Size.WIDE);
        return pen.svg(860, 330, "chart", "weeks");
    }

    private static long count(String svg, String what) {
        return Pattern.compile(what).matcher(svg).results().count();
    }

    @Test
    void every_week_is_a_dot_in_the_ink_of_its_cluster() {
        var weeks = SampleFleet.of(20).points();
        var svg = svg(20, List.of());

        assertThat(count(svg, "<circle")).isEqualTo(weeks.size());
        assertThat(count(svg, "<circle[^>]*class=\"second\""))
                .isEqualTo(weeks.stream().filter(week -> week.cluster() == 1).count())
                .isPositive();
    }

    @Test
    void of_a_large_fleet_one_week_in_n_is_drawn_and_it_says_so() {
        var drawing = new ClusterDrawing(SampleFleet.of(10_000).points(), List.of());

        assertThat(drawing.every()).isEqualTo(40);
        var svg = svg(10_000, List.of());
        assertThat(count(svg, "<circle")).isBetween(2900L, 3100L);
        // One week in forty is of the smaller cluster, among those that are drawn too.
        assertThat(count(svg, "<circle[^>]*class=\"second\"")).isBetween(50L, 100L);
    }

    @Test
    void an_outlier_has_its_name_and_says_where_it_is() {
        assertThat(svg(20, List.of("SCANNER-00001", "NOBODY")))
                .contains(">SCANNER-00001</text>")
                .contains("<title>SCANNER-00001, week of 2026-")
                .doesNotContain("NOBODY");
    }

    @Test
    void names_that_lie_on_each_other_are_left_to_their_dots() {
        var names = SampleFleet.of(400).scanners().stream().map(s -> s.id()).limit(12).toList();

        var svg = svg(400, names);

        assertThat(count(svg, "<title>")).isEqualTo(12);
        assertThat(count(svg, "SCANNER-\\d+</text>")).isBetween(1L, 12L);
    }

    @Test
    void nothing_is_drawn_of_nothing() {
        assertThat(svg(0, List.of())).doesNotContain("<circle", "<line");
    }
}
