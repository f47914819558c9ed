package org.medsendx.localstack.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

class DemoFleetTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void all_trucks_send_the_same_kinds_of_scans() {
        var plan = new DemoFleet(1, 200).plan();

        var kinds =
                plan.stream()
                        .collect(
                                Collectors.groupingBy(
                                        DemoScan::scanner,
                                        Collectors.groupingBy(
                                                DemoScan::kind, Collectors.counting())));
        assertThat(plan).hasSize(200);
        assertThat(kinds).hasSize(5);
        assertThat(kinds.values()).containsOnly(kinds.get("scanner-1"));
    }

    @Test
    void one_scanner_drifts_after_its_first_weeks_and_the_others_do_not() {
        var fleet = new DemoFleet(1, 200);

        for (var scan : fleet.plan()) {
            boolean late = scan.day().isAfter(LocalDate.of(2026, 3, 22));
            boolean drifts = scan.scanner().equals(fleet.driftingScanner()) && late;
            assertThat(scan.gain() > 1).isEqualTo(drifts);
        }
    }

    @Test
    void the_same_seed_gives_the_same_pixels_and_another_seed_others() {
        var scan = new DemoFleet(1, 10).plan().getFirst();

        assertThat(new DemoFleet(1, 10).pixels(scan, 8).stored())
                .isEqualTo(new DemoFleet(1, 10).pixels(scan, 8).stored());
        assertThat(new DemoFleet(2, 10).pixels(scan, 8).stored())
                .isNotEqualTo(new DemoFleet(1, 10).pixels(scan, 8).stored());
    }

    @Test
    void a_chest_slice_has_air_soft_tissue_and_bone_at_plausible_values() {
        var fleet = new DemoFleet(3, 10);
        var scan = fleet.plan().getFirst();
        assertThat(scan.kind()).isEqualTo(DemoScan.Kind.CT_CHEST);

        var stored = fleet.pixels(scan, 2).stored();

        double[] share = new double[3];
        IntStream.range(0, stored.length)
                .map(i -> stored[i] + CtPhantom.INTERCEPT)
                .forEach(hu -> share[hu < -500 ? 0 : hu < 300 ? 1 : 2] += 1.0 / stored.length);
        assertThat(share[0]).isBetween(0.3, 0.85);
        assertThat(share[1]).isBetween(0.1, 0.6);
        assertThat(share[2]).isBetween(0.005, 0.15);
    }

    @Test
    void writes_readable_files_with_an_invented_patient() throws IOException {
        var inputs = new DemoFleet(1, 15).write(folder);

        assertThat(inputs).hasSize(15 + 5);
        for (var input : inputs.subList(0, 15)) {
            var data = DicomReader.read(input.file(), ReadLimits.DEFAULT).dataSet();
            assertThat(data.string(Tag.PatientName)).contains("^");
            assertThat(data.string(Tag.PatientID)).startsWith("MRN-");
            assertThat(data.string(Tag.Modality)).isIn("CT", "MG", "DX");
        }
    }
}
