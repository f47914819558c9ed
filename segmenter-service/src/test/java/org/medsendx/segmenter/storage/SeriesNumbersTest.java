package org.medsendx.segmenter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.ScanAssessed;

class SeriesNumbersTest {

    @TempDir private Path folder;
    private ScanLedger ledger;
    private ScanAssessed assessed;
    private int written;

    @BeforeEach
    void open() throws IOException {
        ledger = ScanLedger.open(folder);
        try (var sample = getClass().getResourceAsStream("/samples/scans.assessed.v1/ct.json")) {
            assessed = EventCodec.JSON.readValue(sample, ScanAssessed.class);
        }
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
    }

    private void scan(String series, int number) throws IOException {
        var id = new UUID(7, written++);
        var uids = new InstanceUids("2.25.1", series, "2.25.3");
        ledger.put(
                new ScanRecord(
                        id,
                        "ab".repeat(32),
                        "objects/a.dcm",
                        new ScanAssessed(
                                new CleanInstance(id, "TRUCK1", uids),
                                assessed.scanner(),
                                assessed.modality(),
                                assessed.segmentation(),
                                assessed.quality(),
                                assessed.triage(),
                                assessed.objectKey(),
                                assessed.derived(),
                                false),
                        null,
                        null,
                        List.of(),
                        number == 0 ? null : new ScanRecord.InSeries(number, false)));
    }

    @Test
    void series_are_counted_each_by_itself_and_after_a_restart_as_before() throws IOException {
        var numbers = new SeriesNumbers(ledger);
        for (int i = 1; i <= 600; i++) {
            assertThat(numbers.next("2.25.10")).isEqualTo(i);
            scan("2.25.10", i);
            if (i % 3 == 0) {
                assertThat(numbers.next("2.25.20")).isEqualTo(i / 3);
                scan("2.25.20", i / 3);
            }
        }

        assertThat(numbers.next("2.25.10")).isEqualTo(601);
        ledger.close();
        ledger = ScanLedger.open(folder);
        var again = new SeriesNumbers(ledger);
        assertThat(again.next("2.25.10")).isEqualTo(601);
        assertThat(again.next("2.25.20")).isEqualTo(201);
        assertThat(again.next("2.25.30")).isEqualTo(1);
    }

    @Test
    void an_image_without_a_tissue_map_and_one_that_never_got_its_line_have_no_number()
            throws IOException {
        var numbers = new SeriesNumbers(ledger);
        scan("2.25.10", 1);
        scan("2.25.10", 0);

        assertThat(numbers.next("2.25.10")).isEqualTo(2);
        assertThat(numbers.next("2.25.10")).isEqualTo(2);
    }

    @Test
    void a_series_that_is_long_past_begins_anew_with_a_restart_and_without() throws IOException {
        var numbers = new SeriesNumbers(ledger, 40);
        scan("2.25.10", 1);
        for (int i = 1; i < 40; i++) {
            scan("2.25.20", i);
        }
        assertThat(numbers.next("2.25.10")).isEqualTo(2);
        assertThat(new SeriesNumbers(ledger, 40).next("2.25.10")).isEqualTo(2);

        scan("2.25.20", 40);

        assertThat(numbers.next("2.25.10")).isEqualTo(1);
        assertThat(new SeriesNumbers(ledger, 40).next("2.25.10")).isEqualTo(1);
        assertThat(numbers.next("2.25.20")).isEqualTo(41);
    }
}
