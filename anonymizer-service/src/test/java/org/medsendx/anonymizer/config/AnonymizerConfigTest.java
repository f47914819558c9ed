package org.medsendx.anonymizer.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnonymizerConfigTest {

    @Test
    void has_these_defaults() {
        AnonymizerConfig config = config(Map.of());

        assertThat(config.identifiedDir()).isEqualTo(Path.of("identified"));
        assertThat(config.deidentifiedDir()).isEqualTo(Path.of("deidentified"));
        assertThat(config.derivedDir()).isEqualTo(Path.of("derived"));
        assertThat(config.keyFile()).isEmpty();
        assertThat(config.createKey()).isFalse();
        assertThat(config.issuerOfPatientId()).isEmpty();
        assertThat(config.profile()).isEmpty();
        assertThat(config.maxHeaderSize().asLongValue()).isEqualTo(64L << 20);
        assertThat(config.allowRemoteHttp()).isFalse();
    }

    @Test
    void maps_every_key() {
        AnonymizerConfig config =
                config(
                        Map.of(
                                "identified-dir", "/i",
                                "deidentified-dir", "/d",
                                "derived-dir", "/e",
                                "key-file", "/k",
                                "create-key", "true",
                                "profile", "/p.yaml",
                                "issuer-of-patient-id", "HOSP",
                                "max-header-size", "16M",
                                "allow-remote-http", "true"));

        assertThat(config.identifiedDir()).isEqualTo(Path.of("/i"));
        assertThat(config.deidentifiedDir()).isEqualTo(Path.of("/d"));
        assertThat(config.derivedDir()).isEqualTo(Path.of("/e"));
        assertThat(config.keyFile()).contains(Path.of("/k"));
        assertThat(config.createKey()).isTrue();
        assertThat(config.profile()).contains(Path.of("/p.yaml"));
        assertThat(config.issuerOfPatientId()).contains("HOSP");
        assertThat(config.maxHeaderSize().asLongValue()).isEqualTo(16L << 20);
        assertThat(config.allowRemoteHttp()).isTrue();
        assertThat(AnonymizerConfig.class.getDeclaredMethods()).hasSize(9);
    }

    private static AnonymizerConfig config(Map<String, String> values) {
        var builder =
                new SmallRyeConfigBuilder()
                        .withMapping(AnonymizerConfig.class)
                        .withConverter(MemorySize.class, 100, new MemorySizeConverter());
        values.forEach(
                (key, value) -> builder.withDefaultValue("medsendx.anonymizer." + key, value));
        return builder.build().getConfigMapping(AnonymizerConfig.class);
    }
}
