package org.medsendx.miner.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.medsendx.miner.config.MinerConfig;
import org.medsendx.miner.messaging.Mining;
import org.medsendx.miner.statistics.AnalysisOptions;

class MinerConfigTest {

    @Test
    void has_these_defaults() {
        var mining = Streams.mining(config(Map.of()));

        assertThat(mining)
                .isEqualTo(
                        new Mining(
                                new AnalysisOptions(0.5, 1, 21, 10, 14),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(10),
                                400,
                                Duration.ofHours(1),
                                28));
        var config = config(Map.of());
        assertThat(config.staleAfter()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.findingsShown()).isEqualTo(100);
        assertThat(config.alerts().url()).isEmpty();
        assertThat(config.alerts().every()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.alerts().authorization()).isEmpty();
        assertThat(config.alerts().page()).isEmpty();
    }

    @Test
    void reads_every_key() {
        var keys = new TreeMap<String, String>();
        keys.put("analyse-every", "250ms");
        keys.put("say-every", "3s");
        keys.put("stale-after", "45s");
        keys.put("keep-days", "90");
        keys.put("missing-after", "6h");
        keys.put("reopen-days", "7");
        keys.put("findings-shown", "8");
        keys.put("false-findings-per-fleet-year", "2");
        keys.put("least-effects", "1.5");
        keys.put("baseline-days", "14");
        keys.put("baseline-exams", "12");
        keys.put("silent-after-days", "5");
        keys.put("alerts.url", "http://127.0.0.1:9093");
        keys.put("alerts.every", "30s");
        keys.put("alerts.authorization", "Bearer x");
        keys.put("alerts.page", "https://fleet.example.org");
        assertThat(keys)
                .hasSize(
                        MinerConfig.class.getMethods().length
                                - 1
                                + MinerConfig.Alerts.class.getMethods().length);

        var config = config(keys);

        assertThat(Streams.mining(config))
                .isEqualTo(
                        new Mining(
                                new AnalysisOptions(2, 1.5, 14, 12, 5),
                                Duration.ofMillis(250),
                                Duration.ofSeconds(3),
                                90,
                                Duration.ofHours(6),
                                7));
        assertThat(config.staleAfter()).isEqualTo(Duration.ofSeconds(45));
        assertThat(config.findingsShown()).isEqualTo(8);
        assertThat(config.alerts().url()).contains(URI.create("http://127.0.0.1:9093"));
        assertThat(config.alerts().every()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.alerts().authorization()).contains("Bearer x");
        assertThat(config.alerts().page()).contains(URI.create("https://fleet.example.org"));
    }

    private static MinerConfig config(Map<String, String> keys) {
        var builder = new SmallRyeConfigBuilder().withMapping(MinerConfig.class);
        keys.forEach((key, value) -> builder.withDefaultValue("medsendx.miner." + key, value));
        // Duration of Quarkus' short form, such as 1s.
        builder.addDiscoveredConverters();
        return builder.build().getConfigMapping(MinerConfig.class);
    }
}
