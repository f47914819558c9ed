package org.medsendx.webguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebConfigTest {

    private static WebConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(WebConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 300))
                .build()
                .getConfigMapping(WebConfig.class);
    }

    private static GuardFilter filter(Map<String, String> values, String listensOn) {
        var config = config(values);
        return new GuardFilter(config, new People(config, "segmenter-service"), listensOn);
    }

    @Test
    void wants_accounts_unless_told_otherwise() {
        var config = config(Map.of());

        assertThat(config.hosts()).isEmpty();
        assertThat(config.access()).isEqualTo(Access.ACCOUNTS);
        assertThat(config.accountsFile())
                .isEqualTo(Path.of("/var/lib/medsendx/accounts/accounts.json"));
        assertThat(config.sessionIdle()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.sessionLongest()).isEqualTo(Duration.ofHours(12));
        assertThat(config.clientCertificates()).isFalse();
    }

    @Test
    void takes_each_key() {
        var config =
                config(
                        Map.of(
                                "medsendx.web.hosts", "truck7.example,[::7]",
                                "medsendx.web.access", "loopback",
                                "medsendx.web.accounts-file", "/a.json",
                                "medsendx.web.session-idle", "5m",
                                "medsendx.web.session-longest", "1h",
                                "medsendx.web.client-certificates", "true"));

        assertThat(config.hosts()).contains(List.of("truck7.example", "[::7]"));
        assertThat(config.access()).isEqualTo(Access.LOOPBACK);
        assertThat(config.accountsFile()).isEqualTo(Path.of("/a.json"));
        assertThat(config.sessionIdle()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.sessionLongest()).isEqualTo(Duration.ofHours(1));
        assertThat(config.clientCertificates()).isTrue();
    }

    @Test
    void a_value_that_is_no_host_is_refused_with_its_key() {
        assertThatThrownBy(() ->
                        filter(Map.of("medsendx.web.hosts", "https://truck7.example"), "127.0.0.1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("medsendx.web.hosts");
    }

    @Test
    void does_not_start_open_to_others_without_accounts() {
        var open = Map.of("medsendx.web.access", "loopback");

        for (String elsewhere : List.of("0.0.0.0", "::", "10.0.0.7")) {
            assertThatThrownBy(() -> filter(open, elsewhere))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("medsendx.web.access");
        }
        assertThat(filter(open, "127.0.0.1")).isNotNull();
        assertThat(filter(open, "localhost")).isNotNull();
        assertThat(filter(open, "::1")).isNotNull();
        assertThat(filter(Map.of(), "0.0.0.0")).isNotNull();
    }

    @Test
    void a_truck_has_accounts_and_no_provider_of_identities() {
        assertThatThrownBy(() -> filter(Map.of("medsendx.web.access", "oidc"), "127.0.0.1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("medsendx.web.access");
    }

    @Test
    void a_service_whose_routes_nobody_has_written_down_does_not_start() {
        assertThatThrownBy(() -> new People(config(Map.of()), "another-service"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another-service");
    }

    @Test
    void a_session_is_idle_no_longer_than_it_lasts() {
        var wrong = Map.of("medsendx.web.session-longest", "10m");

        assertThatThrownBy(() -> new People(config(wrong), "edge-ingest"))
                .hasMessageContaining("medsendx.web.session-idle");
    }
}
