package org.medsendx.miner.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.medsendx.miner.listing.SampleFleet;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.FleetView;
import org.medsendx.miner.statistics.FleetView.Scanner;

class ScatterReportTest {

    private static final int ALARM = 0xFFC8102E;

    @Test
    void draws_a_picture_before_the_first_scan() throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(ScatterReport.png(FleetView.EMPTY)));

        assertThat(picture.getWidth()).isEqualTo(1200);
        assertThat(picture.getHeight()).isEqualTo(800);
    }

    @Test
    void marks_outliers_and_nothing_else() throws IOException {
        assertThat(pixels(ScatterReport.png(fleet(3, 1)), ALARM)).isGreaterThan(100);
        assertThat(pixels(ScatterReport.png(fleet(3, -1)), ALARM)).isZero();
    }

    @Test
    void draws_the_same_bytes_for_the_same_view() {
        assertThat(ScatterReport.png(fleet(4, 2))).isEqualTo(ScatterReport.png(fleet(4, 2)));
    }

    @Test
    void draws_fleets_larger_than_its_legend() throws IOException {
        assertThat(ImageIO.read(new ByteArrayInputStream(ScatterReport.png(fleet(60, 3)))))
                .isNotNull();
    }

    @Test
    void draws_ten_thousand_scanners_in_a_second_or_two() {
        var fleet = SampleFleet.of(10_000);

        long begun = System.nanoTime();
        ScatterReport.png(fleet);

        assertThat((System.nanoTime() - begun) / 1e9).isLessThan(10);
    }

    @Test
    void writes_labels_beside_each_other_not_on_each_other() {
        var labels = new Labels(0, 0, 400, 400);

        var first = labels.near(200, 200, 80, 15, 15);
        var second = labels.near(200, 200, 80, 15, 15);

        assertThat(
                        Math.abs(first.baseline() - second.baseline()) >= 15
                                || Math.abs(first.x() - second.x()) >= 80)
                .isTrue();
    }

    /** The sample's scanners, of which one or none is an outlier. */
    private static FleetView fleet(int scanners, int outlier) {
        var sample = SampleFleet.of(scanners);
        var all = new ArrayList<Scanner>();
        for (int s = 0; s < scanners; s++) {
            var one = sample.scanners().get(s);
            all.add(
                    new Scanner(
                            one.id(),
                            one.truck(),
                            one.make(),
                            one.model(),
                            one.modality(),
                            one.exams(),
                            one.images(),
                            one.firstDay(),
                            one.lastDay(),
                            s == outlier ? Answer.OUTLIER : Answer.OK,
                            s == outlier ? "moved" : "usual",
                            one.evidence()));
        }
        return new FleetView(sample.day(), all, List.of(), List.of(), sample.points());
    }

    private static long pixels(byte[] png, int argb) throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(png));
        long count = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                count += picture.getRGB(x, y) == argb ? 1 : 0;
            }
        }
        return count;
    }
}
