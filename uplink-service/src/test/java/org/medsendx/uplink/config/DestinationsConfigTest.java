package org.medsendx.uplink.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.medsendx.uplink.config.DestinationsConfig.Kind;

class DestinationsConfigTest {

    private static final String CITY = "destinations.\"city-pacs\".";

    @Test
    void has_these_defaults() {
        var config = config(Map.of(CITY + "kind", "c-store"));

        assertThat(config.reports().port()).isEmpty();
        assertThat(config.reports().host()).isEqualTo("0.0.0.0");
        assertThat(config.reports().aeTitle()).isEqualTo("MEDSENDX");
        assertThat(config.reports().plain()).isFalse();
        assertThat(config.reports().tls().certificate()).isEmpty();
        var city = requireNonNull(config.destinations().get("city-pacs"));
        assertThat(city.kind()).isEqualTo(Kind.C_STORE);
        assertThat(city.url()).isEmpty();
        assertThat(city.tokenFile()).isEmpty();
        assertThat(city.address()).isEmpty();
        assertThat(city.aeTitle()).isEmpty();
        assertThat(city.callingAeTitle()).isEqualTo("MEDSENDX");
        assertThat(city.plain()).isFalse();
        assertThat(city.tls().certificate()).isEmpty();
        assertThat(city.tls().privateKey()).isEmpty();
        assertThat(city.tls().trusted()).isEmpty();
        assertThat(city.tls().hostName()).isTrue();
        assertThat(city.modalities()).isEmpty();
        assertThat(city.studyWords()).isEmpty();
        assertThat(city.trucks()).isEmpty();
        assertThat(city.parallel()).isEqualTo(1);
        assertThat(city.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(city.commitment().required()).isTrue();
        assertThat(city.commitment().every()).isEqualTo(Duration.ofSeconds(15));
        assertThat(city.commitment().patience()).isEqualTo(Duration.ofSeconds(10));
        assertThat(city.commitment().again()).isEqualTo(Duration.ofMinutes(10));
        assertThat(city.commitment().batch()).isEqualTo(200);
    }

    @Test
    void nothing_is_configured_without_a_key() {
        assertThat(config(Map.of()).destinations()).isEmpty();
    }

    @Test
    void takes_every_key() {
        var settings = new HashMap<String, String>();
        settings.put(CITY + "kind", "stow");
        settings.put(CITY + "url", "https://pacs.example/studies");
        settings.put(CITY + "token-file", "/t");
        settings.put(CITY + "address", "pacs:2762");
        settings.put(CITY + "ae-title", "PACS");
        settings.put(CITY + "calling-ae-title", "TRUCK7");
        settings.put(CITY + "plain", "true");
        settings.put(CITY + "tls.certificate", "/c");
        settings.put(CITY + "tls.private-key", "/k");
        settings.put(CITY + "tls.trusted", "/r");
        settings.put(CITY + "tls.host-name", "false");
        settings.put(CITY + "modalities", "MG,SEG");
        settings.put(CITY + "study-words", "breast,mamma");
        settings.put(CITY + "trucks", "T1");
        settings.put(CITY + "parallel", "3");
        settings.put(CITY + "timeout", "5s");
        settings.put(CITY + "commitment.required", "false");
        settings.put(CITY + "commitment.every", "1s");
        settings.put(CITY + "commitment.patience", "2s");
        settings.put(CITY + "commitment.again", "3s");
        settings.put(CITY + "commitment.batch", "4");
        settings.put("reports.port", "11113");
        settings.put("reports.host", "127.0.0.1");
        settings.put("reports.ae-title", "US");
        settings.put("reports.plain", "true");
        settings.put("reports.tls.certificate", "/c2");
        settings.put("reports.tls.private-key", "/k2");
        settings.put("reports.tls.trusted", "/r2");

        var config = config(settings);

        var city = requireNonNull(config.destinations().get("city-pacs"));
        assertThat(city.kind()).isEqualTo(Kind.STOW);
        assertThat(city.url()).contains(URI.create("https://pacs.example/studies"));
        assertThat(city.tokenFile()).contains(Path.of("/t"));
        assertThat(city.address()).contains("pacs:2762");
        assertThat(city.aeTitle()).contains("PACS");
        assertThat(city.callingAeTitle()).isEqualTo("TRUCK7");
        assertThat(city.plain()).isTrue();
        assertThat(city.tls().certificate()).contains(Path.of("/c"));
        assertThat(city.tls().privateKey()).contains(Path.of("/k"));
        assertThat(city.tls().trusted()).contains(Path.of("/r"));
        assertThat(city.tls().hostName()).isFalse();
        assertThat(city.modalities()).contains(List.of("MG", "SEG"));
        assertThat(city.studyWords()).contains(List.of("breast", "mamma"));
        assertThat(city.trucks()).contains(List.of("T1"));
        assertThat(city.parallel()).isEqualTo(3);
        assertThat(city.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(city.commitment().required()).isFalse();
        assertThat(city.commitment().every()).isEqualTo(Duration.ofSeconds(1));
        assertThat(city.commitment().patience()).isEqualTo(Duration.ofSeconds(2));
        assertThat(city.commitment().again()).isEqualTo(Duration.ofSeconds(3));
        assertThat(city.commitment().batch()).isEqualTo(4);
        assertThat(config.reports().port()).hasValue(11113);
        assertThat(config.reports().host()).isEqualTo("127.0.0.1");
        assertThat(config.reports().aeTitle()).isEqualTo("US");
        assertThat(config.reports().plain()).isTrue();
        assertThat(config.reports().tls().certificate()).contains(Path.of("/c2"));
        assertThat(config.reports().tls().privateKey()).contains(Path.of("/k2"));
        assertThat(config.reports().tls().trusted()).contains(Path.of("/r2"));
    }

    private static DestinationsConfig config(Map<String, String> settings) {
        var prefixed = new HashMap<String, String>();
        settings.forEach((key, value) -> prefixed.put("medsendx.pacs." + key, value));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .withMapping(DestinationsConfig.class)
                .build()
                .getConfigMapping(DestinationsConfig.class);
    }
}
