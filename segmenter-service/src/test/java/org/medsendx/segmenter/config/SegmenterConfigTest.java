package org.medsendx.segmenter.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SegmenterConfigTest {

    @Test
    void has_these_defaults() {
        var config =
                config(
                        Map.of(
                                "medsendx.segmenter.deidentified-dir", "/a",
                                "medsendx.segmenter.derived-dir", "/b"));

        assertThat(config.maxPixels()).isEqualTo(100_000_000);
        assertThat(config.maxFrames()).isEqualTo(64);
        assertThat(config.maxMeasuredPixels()).isEqualTo(100_000_000);
        assertThat(config.tissueSchemes()).isEmpty();
        assertThat(config.maxHighlightSide()).isEqualTo(1600);
        assertThat(config.objectWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.retryFirst()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.retryLongest()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.logCheckEvery()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.catchUp().grace()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.catchUp().every()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.keep().uploadedFiles()).isEqualTo(Duration.ofDays(14));
        assertThat(config.keep().outbox()).isEqualTo(Duration.ofDays(30));
        assertThat(config.keep().ledger()).isEqualTo(Duration.ofDays(60));
        assertThat(config.keep().every()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void maps_every_key() {
        var config =
                config(
                        Map.ofEntries(
                                Map.entry(
                                        "medsendx.segmenter.deidentified-dir", "/mnt/deidentified"),
                                Map.entry("medsendx.segmenter.derived-dir", "/mnt/derived"),
                                Map.entry("medsendx.segmenter.max-pixels", "5000"),
                                Map.entry("medsendx.segmenter.max-frames", "3"),
                                Map.entry("medsendx.segmenter.max-measured-pixels", "7000"),
                                Map.entry(
                                        "medsendx.segmenter.tissue-schemes",
                                        "/etc/medsendx/schemes.yaml"),
                                Map.entry("medsendx.segmenter.max-highlight-side", "800"),
                                Map.entry("medsendx.segmenter.object-wait", "1m"),
                                Map.entry("medsendx.segmenter.retry-first", "100ms"),
                                Map.entry("medsendx.segmenter.retry-longest", "2m"),
                                Map.entry("medsendx.segmenter.log-check-every", "1m"),
                                Map.entry("medsendx.segmenter.catch-up.grace", "3m"),
                                Map.entry("medsendx.segmenter.catch-up.every", "2s"),
                                Map.entry("medsendx.segmenter.keep.uploaded-files", "3d"),
                                Map.entry("medsendx.segmenter.keep.outbox", "8d"),
                                Map.entry("medsendx.segmenter.keep.ledger", "9d"),
                                Map.entry("medsendx.segmenter.keep.every", "5m")));

        assertThat(config.deidentifiedDir()).isEqualTo(Path.of("/mnt/deidentified"));
        assertThat(config.derivedDir()).isEqualTo(Path.of("/mnt/derived"));
        assertThat(config.maxPixels()).isEqualTo(5000);
        assertThat(config.maxFrames()).isEqualTo(3);
        assertThat(config.maxMeasuredPixels()).isEqualTo(7000);
        assertThat(config.tissueSchemes()).contains(Path.of("/etc/medsendx/schemes.yaml"));
        assertThat(config.maxHighlightSide()).isEqualTo(800);
        assertThat(config.objectWait()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.retryFirst()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.retryLongest()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.logCheckEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.catchUp().grace()).isEqualTo(Duration.ofMinutes(3));
        assertThat(config.catchUp().every()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.keep().uploadedFiles()).isEqualTo(Duration.ofDays(3));
        assertThat(config.keep().outbox()).isEqualTo(Duration.ofDays(8));
        assertThat(config.keep().ledger()).isEqualTo(Duration.ofDays(9));
        assertThat(config.keep().every()).isEqualTo(Duration.ofMinutes(5));
    }

    private static SegmenterConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withMapping(SegmenterConfig.class)
                .build()
                .getConfigMapping(SegmenterConfig.class);
    }
}
