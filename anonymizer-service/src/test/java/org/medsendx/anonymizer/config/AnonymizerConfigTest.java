package org.medsendx.anonymizer.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnonymizerConfigTest {

    @Test
    void has_these_defaults() {
        AnonymizerConfig config = config(Map.of());

        assertThat(config.identifiedDir()).isEqualTo(Path.of("identified"));
        assertThat(config.deidentifiedDir()).isEqualTo(Path.of("deidentified"));
        assertThat(config.derivedDir()).isEqualTo(Path.of("derived"));
        assertThat(config.featuresDir()).isEqualTo(Path.of("features"));
        assertThat(config.uplinkDir()).isEqualTo(Path.of("uplink"));
        assertThat(config.keyFile()).isEmpty();
        assertThat(config.keysDir()).isEmpty();
        assertThat(config.codes()).isEqualTo(AnonymizerConfig.CodesFrom.KEYED);
        assertThat(config.vaultKeyFile()).isEmpty();
        assertThat(config.reportKeyFile()).isEmpty();
        assertThat(config.createKey()).isFalse();
        assertThat(config.issuerOfPatientId()).isEmpty();
        assertThat(config.profile()).isEmpty();
        assertThat(config.profiles()).isEmpty();
        assertThat(config.maxHeaderSize().asLongValue()).isEqualTo(64L << 20);
        assertThat(config.logCheckEvery()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.catchUp().grace()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.catchUp().every()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.catchUp().window()).isEqualTo(Duration.ofDays(7));
        assertThat(config.keep().uploadedFiles()).isEqualTo(Duration.ofDays(14));
        assertThat(config.keep().outbox()).isEqualTo(Duration.ofDays(30));
        assertThat(config.keep().ledger()).isEqualTo(Duration.ofDays(60));
        assertThat(config.keep().every()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void maps_every_key() {
        AnonymizerConfig config =
                config(
                        Map.ofEntries(
                                entry("identified-dir", "/i"),
                                entry("deidentified-dir", "/d"),
                                entry("derived-dir", "/e"),
                                entry("features-dir", "/f"),
                                entry("uplink-dir", "/u"),
                                entry("key-file", "/k"),
                                entry("keys-dir", "/ks"),
                                entry("codes", "random"),
                                entry("vault-key-file", "/v"),
                                entry("report-key-file", "/r"),
                                entry("create-key", "true"),
                                entry("profile", "/p.yaml"),
                                entry("profiles.strict", "/s.yaml"),
                                entry("issuer-of-patient-id", "HOSP"),
                                entry("max-header-size", "16M"),
                                entry("log-check-every", "PT7S"),
                                entry("catch-up.grace", "5m"),
                                entry("catch-up.every", "1s"),
                                entry("catch-up.window", "3d"),
                                entry("keep.uploaded-files", "5d"),
                                entry("keep.outbox", "6d"),
                                entry("keep.ledger", "7d"),
                                entry("keep.every", "8m")));

        assertThat(config.identifiedDir()).isEqualTo(Path.of("/i"));
        assertThat(config.deidentifiedDir()).isEqualTo(Path.of("/d"));
        assertThat(config.derivedDir()).isEqualTo(Path.of("/e"));
        assertThat(config.featuresDir()).isEqualTo(Path.of("/f"));
        assertThat(config.uplinkDir()).isEqualTo(Path.of("/u"));
        assertThat(config.keyFile()).contains(Path.of("/k"));
        assertThat(config.keysDir()).contains(Path.of("/ks"));
        assertThat(config.codes()).isEqualTo(AnonymizerConfig.CodesFrom.RANDOM);
        assertThat(config.vaultKeyFile()).contains(Path.of("/v"));
        assertThat(config.reportKeyFile()).contains(Path.of("/r"));
        assertThat(config.createKey()).isTrue();
        assertThat(config.profile()).contains(Path.of("/p.yaml"));
        assertThat(config.profiles()).isEqualTo(Map.of("strict", Path.of("/s.yaml")));
        assertThat(config.issuerOfPatientId()).contains("HOSP");
        assertThat(config.maxHeaderSize().asLongValue()).isEqualTo(16L << 20);
        assertThat(config.logCheckEvery()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.catchUp().grace()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.catchUp().every()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.catchUp().window()).isEqualTo(Duration.ofDays(3));
        assertThat(config.keep().uploadedFiles()).isEqualTo(Duration.ofDays(5));
        assertThat(config.keep().outbox()).isEqualTo(Duration.ofDays(6));
        assertThat(config.keep().ledger()).isEqualTo(Duration.ofDays(7));
        assertThat(config.keep().every()).isEqualTo(Duration.ofMinutes(8));
        assertThat(AnonymizerConfig.class.getDeclaredMethods()).hasSize(18);
        assertThat(AnonymizerConfig.CatchUpSettings.class.getDeclaredMethods()).hasSize(3);
    }

    private static AnonymizerConfig config(Map<String, String> values) {
        var builder =
                new SmallRyeConfigBuilder()
                        .withMapping(AnonymizerConfig.class)
                        .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                        .withConverter(Duration.class, 200, new DurationConverter());
        values.forEach(
                (key, value) -> builder.withDefaultValue("medsendx.anonymizer." + key, value));
        return builder.build().getConfigMapping(AnonymizerConfig.class);
    }
}
