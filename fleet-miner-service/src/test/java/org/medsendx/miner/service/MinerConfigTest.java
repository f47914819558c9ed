package org.medsendx.miner.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.medsendx.miner.config.MinerConfig;
import org.medsendx.miner.messaging.Mining;
import org.medsendx.miner.earlier.AnalysisOptions;
import org.medsendx.miner.earlier.Retention;

class MinerConfigTest {

    @Test
    void has_these_defaults() {
        var mining = Streams.mining(config(Map.of()));

        assertThat(mining)
                .isEqualTo(
                        new Mining(
                                new AnalysisOptions(
                                        21, 28, 8, 0.01, Math.log1p(0.015), Math.log1p(0.03), 1000),
                                new Retention(1000, 400),
                                Duration.ofSeconds(1),
                                100));
    }

    @Test
    void reads_every_key() {
        var keys = new TreeMap<String, String>();
        keys.put("analyse-every", "250ms");
        keys.put("scans-per-scanner", "50");
        keys.put("keep-days", "90");
        keys.put("findings-shown", "7");
        keys.put("baseline-days", "14");
        keys.put("recent-days", "10");
        keys.put("minimum-window-scans", "5");
        keys.put("false-alarm-rate", "0.05");
        keys.put("minimum-shift", "0.02");
        keys.put("minimum-cohort-deviation", "0.04");
        keys.put("chart-run-length", "500");
        assertThat(keys).hasSize(MinerConfig.class.getMethods().length);

        var mining = Streams.mining(config(keys));

        assertThat(mining)
                .isEqualTo(
                        new Mining(
                                new AnalysisOptions(
                                        14, 10, 5, 0.05, Math.log1p(0.02), Math.log1p(0.04), 500),
                                new Retention(50, 90),
                                Duration.ofMillis(250),
                                7));
    }

    private static MinerConfig config(Map<String, String> keys) {
        var builder = new SmallRyeConfigBuilder().withMapping(MinerConfig.class);
        keys.forEach((key, value) -> builder.withDefaultValue("medsendx.miner." + key, value));
        // Duration of Quarkus' short form, such as 1s.
        builder.addDiscoveredConverters();
        return builder.build().getConfigMapping(MinerConfig.class);
    }
}
