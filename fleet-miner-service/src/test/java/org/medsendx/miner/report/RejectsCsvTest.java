package org.medsendx.miner.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.medsendx.miner.listing.SampleFleet;

class RejectsCsvTest {

    @Test
    void has_a_line_for_each_scanner_and_reason_and_none_where_nobody_decided() {
        var lines = RejectsCsv.of(SampleFleet.of(5).scanners()).split("\r\n", -1);

        // All, repeated and two reasons of four of the five.
        assertThat(lines).hasSize(1 + 4 * 4 + 1);
        int cells = lines[0].split(",", -1).length;
        assertThat(List.of(lines).subList(0, 17))
                .allMatch(line -> line.split(",", -1).length == cells);
        assertThat(lines[9])
                .isEqualTo(
                        "SCANNER-00002,TRUCK-0000,HOLOGIC,SELENIA,MG,2026-08-31,2026-11-27,902,225,"
                                + "all,,180,19.96,18.86,21.26");
        assertThat(lines[11]).contains(",positioning,positioning,120,");
    }
}
