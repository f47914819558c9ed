package org.medsendx.uplink.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.uplink.upload.UploadOrder;

class UplinkConfigTest {

    private static final Map<String, String> REQUIRED =
            Map.of("cloud-bootstrap-servers", "cloud:9093", "bucket", "clinic");

    @Test
    void has_these_defaults() {
        var config = config(REQUIRED);

        assertThat(config.uplinkDir()).isEqualTo(Path.of("uplink"));
        assertThat(config.deidentifiedDir()).isEqualTo(Path.of("deidentified"));
        assertThat(config.derivedDir()).isEqualTo(Path.of("derived"));
        assertThat(config.featuresDir()).isEqualTo(Path.of("features"));
        assertThat(config.truckLogCheckEvery()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.catchUp().grace()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.catchUp().every()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.catchUp().window()).isEqualTo(Duration.ofDays(7));
        assertThat(config.keep().outbox()).isEqualTo(Duration.ofDays(30));
        assertThat(config.keep().every()).isEqualTo(Duration.ofHours(1));
        assertThat(config.cloudBootstrapServers()).isEqualTo("cloud:9093");
        assertThat(config.cloudKafka()).isEmpty();
        assertThat(config.bucket()).contains("clinic");
        assertThat(config.logCheckEvery()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.baselinesEvery()).isEqualTo(Duration.ofHours(6));
        assertThat(config.encryption()).isEqualTo(Encryption.NONE);
        assertThat(config.kmsKeyId()).isEmpty();
        assertThat(config.priorityWait()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.priorityAging()).isEqualTo(Duration.ofHours(1));
        assertThat(config.urgentPriority()).isEqualTo(UploadOrder.URGENT_FROM);
        assertThat(config.urgentInARow()).isEqualTo(UploadOrder.URGENT_IN_A_ROW);
        assertThat(config.bandwidth().rate()).isEmpty();
        assertThat(config.bandwidth().plan()).isEmpty();
        assertThat(config.bandwidth().planFirstDay()).isEqualTo(1);
        assertThat(config.bandwidth().urgentAlways()).isTrue();
        assertThat(config.bandwidth().zone()).isEqualTo("UTC");
        assertThat(config.parallel()).isEqualTo(2);
        assertThat(config.stallTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.answerTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.retryShortest()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.retryLongest()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.readBackLimit().asLongValue()).isEqualTo(1 << 20);
        assertThat(config.multipartThreshold().asLongValue()).isEqualTo(8 << 20);
        assertThat(config.partSize().asLongValue()).isEqualTo(5 << 20);
        assertThat(config.largestPartSize().asLongValue()).isEqualTo(16 << 20);
        assertThat(config.linkCheckEvery()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.probe().prefix()).isEqualTo("medsendx-probe");
        assertThat(config.probe().every()).isEqualTo(Duration.ofDays(1));
        assertThat(config.probe().pause()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void takes_every_key() {
        var settings = new HashMap<>(REQUIRED);
        settings.put("cloud-kafka.\"security.protocol\"", "SSL");
        settings.put("cloud-kafka.\"ssl.truststore.location\"", "trust.p12");
        settings.put("log-check-every", "1m");
        settings.put("baselines-every", "12h");
        settings.put("uplink-dir", "/u");
        settings.put("deidentified-dir", "/d");
        settings.put("derived-dir", "/e");
        settings.put("features-dir", "/f");
        settings.put("truck-log-check-every", "7s");
        settings.put("catch-up.grace", "5m");
        settings.put("catch-up.every", "1s");
        settings.put("catch-up.window", "30d");
        settings.put("keep.outbox", "31d");
        settings.put("keep.every", "2m");
        settings.put("encryption", "aws-kms");
        settings.put("kms-key-id", "clinic-key");
        settings.put("priority-wait", "5s");
        settings.put("priority-aging", "20m");
        settings.put("urgent-priority", "80");
        settings.put("urgent-in-a-row", "9");
        settings.put("bandwidth.rate", "125K");
        settings.put("bandwidth.plan", "20G");
        settings.put("bandwidth.plan-first-day", "15");
        settings.put("bandwidth.urgent-always", "false");
        settings.put("bandwidth.zone", "Europe/Berlin");
        settings.put("parallel", "4");
        settings.put("stall-timeout", "10s");
        settings.put("answer-timeout", "20s");
        settings.put("retry-shortest", "PT0.1S");
        settings.put("retry-longest", "2s");
        settings.put("read-back-limit", "64K");
        settings.put("multipart-threshold", "32M");
        settings.put("part-size", "8M");
        settings.put("largest-part-size", "24M");
        settings.put("link-check-every", "3s");
        settings.put("probe.prefix", "TRUCK1/probe");
        settings.put("probe.every", "12h");
        settings.put("probe.pause", "90s");

        var config = config(settings);

        assertThat(config.cloudKafka())
                .isEqualTo(
                        Map.of("security.protocol", "SSL", "ssl.truststore.location", "trust.p12"));
        assertThat(config.logCheckEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.baselinesEvery()).isEqualTo(Duration.ofHours(12));
        assertThat(config.uplinkDir()).isEqualTo(Path.of("/u"));
        assertThat(config.deidentifiedDir()).isEqualTo(Path.of("/d"));
        assertThat(config.derivedDir()).isEqualTo(Path.of("/e"));
        assertThat(config.featuresDir()).isEqualTo(Path.of("/f"));
        assertThat(config.truckLogCheckEvery()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.catchUp().grace()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.catchUp().every()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.catchUp().window()).isEqualTo(Duration.ofDays(30));
        assertThat(config.keep().outbox()).isEqualTo(Duration.ofDays(31));
        assertThat(config.keep().every()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.encryption()).isEqualTo(Encryption.AWS_KMS);
        assertThat(config.kmsKeyId()).isEqualTo(Optional.of("clinic-key"));
        assertThat(config.priorityWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.priorityAging()).isEqualTo(Duration.ofMinutes(20));
        assertThat(config.urgentPriority()).isEqualTo(80);
        assertThat(config.urgentInARow()).isEqualTo(9);
        assertThat(config.bandwidth().rate().orElseThrow().asLongValue()).isEqualTo(125 << 10);
        assertThat(config.bandwidth().plan().orElseThrow().asLongValue()).isEqualTo(20L << 30);
        assertThat(config.bandwidth().planFirstDay()).isEqualTo(15);
        assertThat(config.bandwidth().urgentAlways()).isFalse();
        assertThat(config.bandwidth().zone()).isEqualTo("Europe/Berlin");
        assertThat(config.parallel()).isEqualTo(4);
        assertThat(config.stallTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.answerTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.retryShortest()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.retryLongest()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.readBackLimit().asLongValue()).isEqualTo(64 << 10);
        assertThat(config.multipartThreshold().asLongValue()).isEqualTo(32 << 20);
        assertThat(config.partSize().asLongValue()).isEqualTo(8 << 20);
        assertThat(config.largestPartSize().asLongValue()).isEqualTo(24 << 20);
        assertThat(config.linkCheckEvery()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.probe().prefix()).isEqualTo("TRUCK1/probe");
        assertThat(config.probe().every()).isEqualTo(Duration.ofHours(12));
        assertThat(config.probe().pause()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void asks_for_a_broker_and_goes_without_a_bucket() {
        assertThat(config(Map.of("cloud-bootstrap-servers", "cloud:9093")).bucket()).isEmpty();
        assertThatThrownBy(() -> config(Map.of()))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("medsendx.uplink.cloud-bootstrap-servers");
    }

    private static UplinkConfig config(Map<String, String> settings) {
        var prefixed = new HashMap<String, String>();
        settings.forEach((key, value) -> prefixed.put("medsendx.uplink." + key, value));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .withMapping(UplinkConfig.class)
                .build()
                .getConfigMapping(UplinkConfig.class);
    }
}
