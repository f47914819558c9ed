package org.medsendx.webguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

    private static final String ADMITTED = "admitted";

    private final Guard guard =
            new Guard(List.of("truck7.example", "Fleet.Example:8443", "[fd00:0::7]"));

    /** What is decided: {@code admitted} or the code of the refusal. */
    private String verdict(String method, String target, String... fields) {
        Map<String, List<String>> values = new HashMap<>();
        for (String field : fields) {
            int colon = field.indexOf(": ");
            values.computeIfAbsent(
                            field.substring(0, colon).toLowerCase(Locale.ROOT),
                            name -> new ArrayList<>())
                    .add(field.substring(colon + 2));
        }
        return switch (guard.judge(new WebRequest(method, target, values))) {
            case Verdict.Admitted admitted -> ADMITTED;
            case Verdict.Refused(Refusal refusal) -> refusal.code();
        };
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    localhost,                    admitted
                    localhost:8083,               admitted
                    LocalHost:8083,               admitted
                    localhost.,                   admitted
                    localhost.:8083,              admitted
                    127.0.0.1:8083,               admitted
                    127.8.9.1,                    admitted
                    [::1],                        admitted
                    [0:0:0:0:0:0:0:1]:8083,       admitted
                    [::ffff:127.0.0.1],           admitted
                    truck7.example,               admitted
                    TRUCK7.example.:9000,         admitted
                    fleet.example:8443,           admitted
                    [FD00::7]:8083,               admitted
                    fleet.example,                foreign-host
                    fleet.example:8083,           foreign-host
                    evil.example,                 foreign-host
                    evil.example:8083,            foreign-host
                    localhost.evil.example,       foreign-host
                    127.0.0.1.evil.example,       foreign-host
                    xtruck7.example,              foreign-host
                    10.0.0.7,                     foreign-host
                    128.0.0.1,                    foreign-host
                    [::2],                        foreign-host
                    2130706433,                   foreign-host
                    127.1,                        foreign-host
                    user@localhost,               malformed-request
                    user:pass@localhost,          malformed-request
                    localhost@evil.example,       malformed-request
                    löcalhost,                    malformed-request
                    local%68ost,                  malformed-request
                    localhost:,                   malformed-request
                    localhost:99999,              malformed-request
                    localhost:80:80,              malformed-request
                    localhost..,                  malformed-request
                    .localhost,                   malformed-request
                    ::1,                          malformed-request
                    [::1,                         malformed-request
                    [fe80::1%eth0],               malformed-request
                    [::g],                        malformed-request
                    'localhost evil.example',     malformed-request
                    'localhost, evil.example',    malformed-request
                    localhost/,                   malformed-request
                    '',                           malformed-request
                    """)
    void answers_under_its_own_names_only(String host, String expected) {
        assertThat(verdict("GET", "/scans", "Host: " + host)).isEqualTo(expected);
        // Forging it helps nobody who changes something either.
        assertThat(verdict("POST", "/x", "Host: " + host, "Content-Type: application/json"))
                .isEqualTo(expected);
    }

    @Test
    void wants_one_host_and_a_target_that_agrees_with_it() {
        assertThat(verdict("GET", "/scans")).isEqualTo("malformed-request");
        assertThat(verdict("GET", "/scans", "Host: localhost", "Host: localhost"))
                .isEqualTo("malformed-request");
        assertThat(verdict("GET", "/scans", "Host: localhost", "Host: evil.example"))
                .isEqualTo("malformed-request");
        assertThat(verdict("GET", "http://localhost:1/scans", "Host: localhost:1"))
                .isEqualTo(ADMITTED);
        assertThat(verdict("GET", "http://evil.example/scans", "Host: localhost"))
                .isEqualTo("malformed-request");
        assertThat(verdict("GET", "http://evil.example/scans", "Host: evil.example"))
                .isEqualTo("foreign-host");
        assertThat(verdict("GET", "http://u@localhost/scans", "Host: localhost"))
                .isEqualTo("malformed-request");
        assertThat(verdict("GET", "scans", "Host: localhost")).isEqualTo("malformed-request");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # origin,                  site,        mode,     dest,     method,  expected
                    ,                          ,            ,         ,         GET,     admitted
                    ,                          none,        navigate, document, GET,     admitted
                    ,                          same-origin, no-cors,  image,    GET,     admitted
                    http://localhost:8083,     same-origin, cors,     empty,    GET,     admitted
                    ,                          cross-site,  navigate, document, GET,     admitted
                    ,                          same-site,   navigate, document, HEAD,    admitted
                    ,                          cross-site,  navigate, iframe,   GET,     foreign-origin
                    ,                          cross-site,  no-cors,  image,    GET,     foreign-origin
                    ,                          cross-site,  no-cors,  script,   GET,     foreign-origin
                    ,                          same-site,   no-cors,  image,    GET,     foreign-origin
                    ,                          odd,         ,         ,         GET,     foreign-origin
                    http://evil.example,       ,            ,         ,         GET,     foreign-origin
                    http://evil.example,       cross-site,  navigate, document, GET,     foreign-origin
                    http://evil.example,       cross-site,  cors,     empty,    OPTIONS, foreign-origin
                    null,                      ,            ,         ,         GET,     foreign-origin
                    http://localhost:3000,     same-site,   cors,     empty,    GET,     foreign-origin
                    http://localhost,          ,            ,         ,         GET,     foreign-origin
                    http://127.0.0.1:8083,     ,            ,         ,         GET,     foreign-origin
                    http://localhost:8083,     same-origin, cors,     empty,    POST,    admitted
                    ,                          same-origin, cors,     empty,    POST,    admitted
                    ,                          ,            ,         ,         POST,    admitted
                    ,                          ,            ,         ,         DELETE,  admitted
                    ,                          none,        navigate, document, POST,    foreign-origin
                    ,                          cross-site,  navigate, document, POST,    foreign-origin
                    ,                          ,            navigate, ,         POST,    foreign-origin
                    http://evil.example,       ,            ,         ,         POST,    foreign-origin
                    http://evil.example,       same-origin, ,         ,         PUT,     foreign-origin
                    http://localhost:8083,     cross-site,  ,         ,         POST,    foreign-origin
                    null,                      ,            ,         ,         POST,    foreign-origin
                    file://,                   ,            ,         ,         POST,    foreign-origin
                    http://user@localhost:8083,,            ,         ,         POST,    foreign-origin
                    ,                          ,            ,         ,         TRACE,   method-not-allowed
                    ,                          ,            ,         ,         CONNECT, method-not-allowed
                    ,                          ,            ,         ,         get,     method-not-allowed
                    """)
    void lets_pages_of_others_do_nothing_but_link(
            String origin, String site, String mode, String dest, String method, String expected) {
        List<String> fields =
                new ArrayList<>(List.of("Host: localhost:8083", "Content-Type: application/json"));
        if (origin != null) {
            fields.add("Origin: " + origin);
        }
        if (site != null) {
            fields.add("Sec-Fetch-Site: " + site);
        }
        if (mode != null) {
            fields.add("Sec-Fetch-Mode: " + mode);
        }
        if (dest != null) {
            fields.add("Sec-Fetch-Dest: " + dest);
        }

        assertThat(verdict(method, "/reidentify", fields.toArray(String[]::new)))
                .isEqualTo(expected);
    }

    @Test
    void compares_origins_with_the_default_port_of_their_scheme() {
        String type = "Content-Type: application/json";

        // Behind something that ends TLS.
        assertThat(
                        verdict(
                                "POST",
                                "/x",
                                type,
                                "Host: truck7.example",
                                "Origin: https://truck7.example"))
                .isEqualTo(ADMITTED);
        assertThat(
                        verdict(
                                "POST",
                                "/x",
                                type,
                                "Host: truck7.example",
                                "Origin: https://truck7.example:443"))
                .isEqualTo(ADMITTED);
        assertThat(verdict("POST", "/x", type, "Host: [FD00::7]:81", "Origin: http://[fd00::7]:81"))
                .isEqualTo(ADMITTED);
        assertThat(
                        verdict(
                                "POST",
                                "/x",
                                type,
                                "Host: truck7.example:443",
                                "Origin: http://truck7.example"))
                .isEqualTo("foreign-origin");
    }

    @Test
    void takes_a_referer_for_a_browser() {
        assertThat(
                        verdict(
                                "POST",
                                "/x",
                                "Host: localhost",
                                "Referer: http://evil.example/",
                                "Content-Type: application/json"))
                .isEqualTo("foreign-origin");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    application/json                  | admitted
                    APPLICATION/JSON; charset=utf-8   | admitted
                    application/dicom                 | admitted
                    application/octet-stream          | admitted
                    multipart/related; boundary=x     | admitted
                    text/plain                        | content-type
                    text/plain; application/json      | content-type
                    application/x-www-form-urlencoded | content-type
                    multipart/form-data; boundary=x   | content-type
                    application/json, text/plain      | content-type
                    application/jsonp                 | content-type
                    json                              | content-type
                    ''                                | content-type
                    """)
    void takes_no_type_that_a_form_could_send(String type, String expected) {
        assertThat(verdict("POST", "/x", "Host: localhost", "Content-Type: " + type))
                .isEqualTo(expected);
    }

    @Test
    void takes_nothing_that_does_not_say_its_type_once() {
        assertThat(verdict("POST", "/x", "Host: localhost")).isEqualTo("content-type");
        assertThat(verdict("DELETE", "/x", "Host: localhost")).isEqualTo("content-type");
        assertThat(
                        verdict(
                                "POST",
                                "/x",
                                "Host: localhost",
                                "Content-Type: application/json",
                                "Content-Type: text/plain"))
                .isEqualTo("malformed-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/logout",
                "/uplink/limits",
                "/qa/6f1c8a50-61e2-4a4e-9d8e-0b1f6c1f2a3b/review",
                "/findings/5f2b8c0e9d7a41638f1e2d3c4b5a6978/acknowledge",
                "/scanners/CT-2/marks"
            })
    void takes_a_form_of_its_own_pages_and_of_no_other(String target) {
        String form = "Content-Type: application/x-www-form-urlencoded";
        assertThat(verdict("POST", target, "Host: localhost", form, "Origin: http://localhost"))
                .isEqualTo(ADMITTED);
        assertThat(verdict("POST", target, "Host: localhost", form)).isEqualTo("content-type");
        assertThat(verdict("POST", target, "Host: localhost", form, "Origin: http://evil.example"))
                .isEqualTo("foreign-origin");
        assertThat(verdict("POST", target, "Host: localhost", form, "Sec-Fetch-Site: same-site"))
                .isEqualTo("foreign-origin");
        assertThat(
                        verdict(
                                "POST",
                                target + "/x",
                                "Host: localhost",
                                form,
                                "Origin: http://localhost"))
                .isEqualTo("content-type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/health",
                "/q/health/live",
                "/q/health/ready",
                "/q/health/group/x",
                "/q/metrics",
                "/q/metrics?name=x"
            })
    void answers_probes_under_any_name(String target) {
        assertThat(verdict("GET", target, "Host: 10.42.0.7:8080")).isEqualTo(ADMITTED);
        assertThat(verdict("GET", target)).isEqualTo(ADMITTED);
        assertThat(verdict("POST", target, "Host: 10.42.0.7:8080")).isEqualTo("foreign-host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/health/../../instances",
                "/q/health/%2e%2e/%2e%2e/instances",
                "/q/health//instances",
                "/q/healthy",
                "/q/metrics/../../instances",
                "/q/openapi",
                "/q/",
                "/",
                "/instances?/q/health"
            })
    void takes_nothing_else_for_a_probe(String target) {
        assertThat(verdict("GET", target, "Host: 10.42.0.7:8080")).isEqualTo("foreign-host");
    }

    @Test
    void says_what_to_do_and_quotes_nothing() {
        for (Refusal refusal : Refusal.values()) {
            assertThat(refusal.json())
                    .startsWith("{\"refused\":\"" + refusal.code() + "\",\"message\":\"")
                    .endsWith("\"}\n");
        }
        assertThat(Refusal.FOREIGN_HOST.json()).contains("medsendx.web.hosts");
    }

    @Test
    void does_not_start_with_a_name_that_is_none() {
        assertThatThrownBy(() -> new Guard(List.of("https://truck7.example")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
