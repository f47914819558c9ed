package org.medsendx.miner.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.miner.listing.SampleFleet;

class FleetCsvTest {

    @Test
    void has_a_line_for_each_scanner_with_as_many_cells_as_the_head() {
        var lines = FleetCsv.of(SampleFleet.of(40).scanners()).split("\r\n", -1);

        assertThat(lines).hasSize(42);
        assertThat(lines[41]).isEmpty();
        int cells = lines[0].split(",", -1).length;
        assertThat(List.of(lines).subList(0, 41))
                .allMatch(line -> line.split(",", -1).length == cells);
    }

    @Test
    void says_what_decides_with_its_interval_and_its_day() {
        var csv = FleetCsv.of(SampleFleet.of(2).scanners());

        assertThat(csv)
                .contains("SCANNER-00001,TRUCK-0000,GE,REVOLUTION,CT,outlier,moved,301,1204,")
                .contains(",gain,gain,-3.2,-3.9,-2.5,%,2026-10-19,2026-10-16,2026-10-21,");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "plain;plain",
                "a,b;\"a,b\"",
                "say \"x\";\"say \"\"x\"\"\"",
                "=HYPERLINK(1);'=HYPERLINK(1)",
                "@SUM;'@SUM",
                "-x;'-x"
            })
    void a_cell_is_no_formula_and_breaks_no_line(String text, String cell) {
        assertThat(FleetCsv.cell(text)).isEqualTo(cell);
    }
}
