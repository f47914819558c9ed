package org.medsendx.segmenter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.BreastDensity;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.ScanAssessed;

class ExamDensitiesTest {

    private static final UUID NEXT = new UUID(7, 1000);

    @TempDir private Path folder;
    private ScanLedger ledger;
    private ScanAssessed assessed;

    @BeforeEach
    void open() throws IOException {
        ledger = ScanLedger.open(folder);
        try (var sample =
                getClass()
                        .getResourceAsStream("/samples/scans.assessed.v1/mammogram-density.json")) {
            assessed = EventCodec.JSON.readValue(sample, ScanAssessed.class);
        }
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
    }

    private static BreastDensity density(double area) {
        return new BreastDensity(area, 3, null, "a", "a", "b", "L", "CC", null, List.of());
    }

    private void scan(int object, String study, @Nullable BreastDensity density)
            throws IOException {
        var id = new UUID(7, object);
        ledger.put(
                new ScanRecord(
                        id,
                        "ab".repeat(32),
                        "objects/a.dcm",
                        new ScanAssessed(
                                new CleanInstance(
                                        id, "TRUCK1", new InstanceUids(study, "2.25.2", "2.25.3")),
                                assessed.scanner(),
                                assessed.modality(),
                                assessed.segmentation().with(density),
                                assessed.quality(),
                                assessed.triage(),
                                assessed.objectKey(),
                                assessed.derived(),
                                false),
                        null,
                        null,
                        List.of(),
                        null));
    }

    @Test
    void are_those_of_the_other_images_as_they_were_assessed_last() throws IOException {
        var densities = new ExamDensities(ledger);
        scan(1, "2.25.1", density(10));
        scan(2, "2.25.9", density(20));
        scan(3, "2.25.1", null);
        assertThat(densities.others("2.25.1", NEXT)).containsExactly(density(10));

        scan(4, "2.25.1", density(30));
        scan(1, "2.25.1", density(40));

        assertThat(densities.others("2.25.1", NEXT)).containsExactly(density(40), density(30));
        assertThat(densities.others("2.25.1", new UUID(7, 1))).containsExactly(density(30));
        assertThat(new ExamDensities(ledger).others("2.25.1", NEXT))
                .isEqualTo(densities.others("2.25.1", NEXT));
    }

    @Test
    void of_an_exam_that_is_long_past_are_none_with_a_restart_and_without() throws IOException {
        var densities = new ExamDensities(ledger, 5);
        scan(1, "2.25.1", density(10));
        for (int i = 2; i < 6; i++) {
            scan(i, "2.25.9", density(20));
        }
        assertThat(densities.others("2.25.1", NEXT)).hasSize(1);

        scan(6, "2.25.9", density(20));

        assertThat(densities.others("2.25.1", NEXT)).isEmpty();
        assertThat(new ExamDensities(ledger, 5).others("2.25.1", NEXT)).isEmpty();
        assertThat(densities.others("2.25.9", NEXT)).hasSize(5);
    }
}
