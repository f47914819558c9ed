package org.medsendx.uplink.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.medsendx.servicehealth.traces.TracesConfig;

class TracesConfigTest {

    private static TracesConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(TracesConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(TracesConfig.class);
    }

    @Test
    void has_these_defaults() {
        var config = config(Map.of());

        assertThat(config.file()).isEmpty();
        assertThat(config.maxBytes()).isEqualTo(10_000_000);
    }

    @Test
    void takes_every_key() {
        var config =
                config(
                        Map.of(
                                "medsendx.traces.file", "/t/a.jsonl",
                                "medsendx.traces.max-bytes", "5000"));

        assertThat(config.file()).contains(Path.of("/t/a.jsonl"));
        assertThat(config.maxBytes()).isEqualTo(5_000);
    }
}
