package org.medsendx.miner.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Percentiles;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.Measures;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.Stratum;

class BelievableTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 10);
    private static final Percentiles USUAL = new Percentiles(-990, -950, -800, 20, 60, 300, 900);

    @Test
    void believes_a_usual_scan() {
        assertThat(objection(features(-300, 400, -1024, 2000, USUAL, 0.5))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-12,",
        "2026-03-13,implausible-day",
        "2099-01-01,implausible-day",
        "1984-12-31,implausible-day",
        "1985-01-01,"
    })
    void believes_days_that_devices_had_and_clocks_allow(
            LocalDate day, @Nullable String objection) {
        assertThat(
                        Believable.objection(
                                scan(day, features(-300, 400, -1024, 2000, USUAL, 0.5)), TODAY))
                .isEqualTo(objection);
    }

    @ParameterizedTest
    @CsvSource({
        "1e300,400,-1024,2000,0.5", // a mean outside of the range
        "-300,4000,-1024,2000,0.5", // a spread larger than the range allows
        "-300,-1,-1024,2000,0.5", // a spread below nothing
        "-300,400,-1024,1e9,0.5", // no CT number
        "-300,400,-99999,2000,0.5", // no CT number
        "-300,400,-1024,2000,1.5", // more than all pixels
        "-300,400,-1024,2000,-0.5"
    })
    void refuses_values_that_no_scan_has(
            double mean, double spread, double least, double largest, double share) {
        assertThat(objection(features(mean, spread, least, largest, USUAL, share)))
                .isEqualTo(Believable.VALUES);
    }

    @Test
    void refuses_percentiles_out_of_order_and_measures_beyond_measure() {
        var crossed = new Percentiles(-990, -950, 800, 20, 60, 300, 900);
        assertThat(objection(features(-300, 400, -1024, 2000, crossed, 0.5)))
                .isEqualTo(Believable.VALUES);

        var wild =
                features(-300, 400, -1024, 2000, USUAL, 0.5)
                        .with(new Measures(1, Map.of("noise", 1e300), Map.of()));
        assertThat(objection(wild)).isEqualTo(Believable.VALUES);
    }

    private static @Nullable String objection(Features features) {
        return Believable.objection(scan(TODAY, features), TODAY);
    }

    private static ScanFeatures scan(LocalDate day, Features features) {
        return new ScanFeatures(
                "%032x".formatted(1),
                "T1",
                "CT-1",
                day,
                new Stratum("CT", "CHEST", "NONE", "120-129"),
                features);
    }

    private static Features features(
            double mean,
            double spread,
            double least,
            double largest,
            Percentiles percentiles,
            double share) {
        return new Features(
                "HU",
                1000,
                mean,
                spread,
                least,
                largest,
                percentiles,
                List.of(new Tissue("air", -900, share)));
    }
}
