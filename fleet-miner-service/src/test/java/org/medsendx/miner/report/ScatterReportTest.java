package org.medsendx.miner.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.earlier.FleetView;
import org.medsendx.miner.earlier.FleetView.Point;
import org.medsendx.miner.earlier.FleetView.Scanner;

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
    void writes_labels_beside_each_other_not_on_each_other() {
        var labels = new Labels(0, 0, 400, 400);

        var first = labels.near(200, 200, 80, 15, 15);
        var second = labels.near(200, 200, 80, 15, 15);

        assertThat(
                        Math.abs(first.baseline() - second.baseline()) >= 15
                                || Math.abs(first.x() - second.x()) >= 80)
                .isTrue();
    }

    private static FleetView fleet(int scanners, int outlier) {
        var random = new SplittableRandom(4);
        var list = new ArrayList<Scanner>();
        var points = new ArrayList<Point>();
        for (int s = 0; s < scanners; s++) {
            var id = "SCANNER%02d".formatted(s);
            list.add(
                    new Scanner(
                            id,
                            "TRUCK1",
                            20,
                            10,
                            10,
                            LocalDate.of(2026, 1, 1),
                            s == outlier ? Status.OUTLIER : Status.OK,
                            s == outlier ? "shift" : "usual",
                            null,
                            null,
                            null,
                            null,
                            List.of(),
                            null));
            for (int i = 0; i < 20; i++) {
                points.add(
                        new Point(
                                id,
                                i < 10 ? "BASELINE" : "RECENT",
                                random.nextGaussian(),
                                random.nextGaussian(),
                                0));
            }
        }
        return new FleetView(list, List.of(), points);
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
