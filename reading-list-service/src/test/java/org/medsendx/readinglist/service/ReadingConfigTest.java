package org.medsendx.readinglist.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.medsendx.readinglist.config.ReadingConfig;
import org.medsendx.readinglist.exam.ListLimits;

class ReadingConfigTest {

    @Test
    void has_these_defaults() {
        var config = config(Map.of("buckets", "clinic"));

        assertThat(Wiring.limits(config))
                .isEqualTo(
                        new ListLimits(Duration.ofDays(7), 100_000, 4000, Duration.ofHours(1), 65));
        assertThat(config.buckets()).containsExactly("clinic");
        assertThat(config.askEvery()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.staleAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.largestObject().asLongValue()).isEqualTo(4L << 30);
        assertThat(config.downloads()).isEqualTo(16);
    }

    @Test
    void reads_every_key() {
        var keys = new TreeMap<String, String>();
        keys.put("buckets", "north,south");
        keys.put("keep", "30d");
        keys.put("most-images", "5000");
        keys.put("most-images-of-exam", "500");
        keys.put("aging", "2m");
        keys.put("urgent-priority", "80");
        keys.put("ask-every", "3s");
        keys.put("stale-after", "20s");
        keys.put("largest-object", "64M");
        keys.put("downloads", "4");
        assertThat(keys).hasSize(ReadingConfig.class.getMethods().length);

        var config = config(keys);

        assertThat(Wiring.limits(config))
                .isEqualTo(
                        new ListLimits(Duration.ofDays(30), 5000, 500, Duration.ofMinutes(2), 80));
        assertThat(config.buckets()).containsExactlyInAnyOrder("north", "south");
        assertThat(config.askEvery()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.staleAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.largestObject().asLongValue()).isEqualTo(64L << 20);
        assertThat(config.downloads()).isEqualTo(4);
    }

    private static ReadingConfig config(Map<String, String> keys) {
        var builder = new SmallRyeConfigBuilder().withMapping(ReadingConfig.class);
        keys.forEach((key, value) -> builder.withDefaultValue("medsendx.reading." + key, value));
        // The short forms of times and sizes, such as 1s and 4G.
        builder.addDiscoveredConverters();
        return builder.build().getConfigMapping(ReadingConfig.class);
    }
}
