package org.medsendx.webguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.accounts.Accounts;
import org.medsendx.accounts.LiveAccounts;
import org.medsendx.accounts.Machine;
import org.medsendx.accounts.PasswordHash;
import org.medsendx.accounts.Role;
import org.medsendx.accounts.Sessions;
import org.medsendx.accounts.SignIn;

class AdmissionTest {

    private static final String PASSWORD = "four words are good";
    private static final PasswordHash HASH = PasswordHash.of(PASSWORD.toCharArray());
    private static final InstantSource NOW = () -> Instant.parse("2026-11-29T12:00:00Z");
    private static final String TOKEN = "medsendx_" + "A".repeat(43);
    private static final Machine.Proof.Certificate CERTIFICATE =
            new Machine.Proof.Certificate("0f".repeat(32));
    private static final List<String> SERVICES =
            List.of("edge-ingest", "anonymizer-service", "uplink-service", "segmenter-service");

    @TempDir Path folder;
    private final AtomicLong nanos = new AtomicLong();
    private Path file = Path.of("");
    private LiveAccounts accounts = new LiveAccounts(file, nanos::get);
    private Sessions sessions = sessions();

    private Sessions sessions() {
        return new Sessions(accounts, Duration.ofMinutes(30), Duration.ofHours(12), nanos::get);
    }

    @BeforeEach
    void three_people() throws Exception {
        file = folder.resolve("accounts.json");
        var all = Accounts.none();
        for (Role role : Role.values()) {
            all = all.with(role.word(), role, HASH);
        }
        all.write(file);
        accounts = new LiveAccounts(file, nanos::get);
        sessions = sessions();
    }

    private Admission of(String service) {
        return new Admission(Access.ACCOUNTS, Routes.of(service), accounts, sessions, NOW);
    }

    private String token(Role role) {
        return new SignIn(accounts, sessions, nanos::get)
                                .tryIt(role.word(), PASSWORD.toCharArray(), "a")
                        instanceof SignIn.Outcome.SignedIn(var account, String token)
                ? token
                : "";
    }

    private static String code(Admission.Decision decision) {
        return switch (decision) {
            case Admission.Decision.Admitted(Person person) ->
                    person == null ? "public" : person.name();
            case Admission.Decision.Refused(Refusal refusal) -> refusal.code();
            case Admission.Decision.OtherMethod(String allowed) -> allowed;
            case Admission.Decision.LaterSays(Need need) -> need.name();
        };
    }

    @Test
    void shows_each_route_to_its_roles_and_to_nobody_else() {
        for (String service : SERVICES) {
            var admission = of(service);
            for (Route route : Routes.of(service).all()) {
                String path = route.path().replaceAll("\\{[^}]+}", "x");
                assertThat(
                                code(
                                        admission.decide(
                                                route.method(),
                                                path,
                                                Shown.sessions(List.of()),
                                                true)))
                        .as(service + route)
                        .isEqualTo(route.need().isPublic() ? "public" : "sign-in-first");
            }
        }
        for (Role role : Role.values()) {
            var token = List.of(token(role));
            for (String service : SERVICES) {
                for (Route route : Routes.of(service).all()) {
                    String path = route.path().replaceAll("\\{[^}]+}", "x");
                    String expected =
                            route.need().isPublic()
                                    ? "public"
                                    : route.need().roles().contains(role.word())
                                            ? role.word()
                                            : "not-for-this-role";
                    assertThat(
                                    code(
                                            of(service)
                                                    .decide(
                                                            route.method(),
                                                            path,
                                                            Shown.sessions(token),
                                                            true)))
                            .as(service + route + role)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "edge-ingest,/status,crew",
        "edge-ingest,/quarantine,not-for-this-role",
        "edge-ingest,/instances,not-for-this-role",
        "edge-ingest,/accounts,not-for-this-role",
        "anonymizer-service,/instances,not-for-this-role",
        "anonymizer-service,/report-key,public",
        "uplink-service,/uplink,crew",
        "segmenter-service,/,crew",
        "segmenter-service,/qa/x,crew",
        "segmenter-service,/qa.css,public"
    })
    void the_crew_sees_scans_and_how_the_truck_stands(
            String service, String path, String expected) {
        var token = List.of(token(Role.CREW));

        assertThat(code(of(service).decide("GET", path, Shown.sessions(token), true)))
                .isEqualTo(expected);
    }

    @Test
    void the_admin_sees_nothing_identified() {
        for (String service : SERVICES) {
            assertThat(Routes.of(service).all())
                    .filteredOn(route -> route.need() == Need.OFFICER)
                    .allSatisfy(
                            route -> assertThat(route.need().isMetBy(List.of("admin"))).isFalse());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//instances",
                "/instances/",
                "/instances//",
                "/./instances",
                "/x/../instances",
                "/%69nstances",
                "/instances%2f",
                "/instances%00",
                "/instances;a=b",
                "/instances;.css",
                "/;/instances",
                "/INSTANCES",
                "/Instances",
                "/instances.json",
                "/instances\\",
                "/login/../instances",
                "/login.css/../instances",
                "/q/health/../../instances",
                "/q/health/live/../../../instances",
                "/report-key/..;/instances",
                "instances",
                "",
                "*",
                "/q/dev-ui",
                "/q/swagger-ui"
            })
    void a_path_that_is_spelt_otherwise_leads_nowhere(String path) {
        for (String method : List.of("GET", "HEAD", "POST", "OPTIONS", "DELETE", "get")) {
            assertThat(
                            code(
                                    of("edge-ingest")
                                            .decide(method, path, Shown.sessions(List.of()), true)))
                    .isEqualTo("not-here");
            assertThat(
                            code(
                                    of("anonymizer-service")
                                            .decide(method, path, Shown.sessions(List.of()), true)))
                    .isEqualTo("not-here");
        }
    }

    @Test
    void a_list_of_frames_is_one_segment_for_whoever_signed_in_and_a_comma_nothing_else() {
        String instance = "/dicom-web/studies/2.25.1/series/2.25.2/instances/2.25.3";
        for (String path : List.of(instance + "/frames/1,2,30", instance + "/rendered")) {
            assertThat(
                            code(
                                    of("segmenter-service")
                                            .decide("GET", path, Shown.sessions(List.of()), true)))
                    .isEqualTo("sign-in-first");
        }
        for (String path : List.of("/scans,", "/,scans", instance + "/frames,1", "/qa.css,x")) {
            assertThat(
                            code(
                                    of("segmenter-service")
                                            .decide("GET", path, Shown.sessions(List.of()), true)))
                    .isEqualTo("not-here");
        }
    }

    @Test
    void a_path_with_anything_odd_leads_nowhere_or_to_a_sign_in() {
        var random = new Random(9);
        String odd = "/;%2fe.\\?#: Iinstancesqhalth\u00e4\u0000";
        var admission = of("edge-ingest");
        for (int i = 0; i < 20_000; i++) {
            var path = new StringBuilder("/");
            for (int n = random.nextInt(12); n > 0; n--) {
                path.append(odd.charAt(random.nextInt(odd.length())));
            }
            String verdict =
                    code(admission.decide("GET", path.toString(), Shown.sessions(List.of()), true));
            assertThat(verdict).as(path.toString()).isIn("not-here", "sign-in-first");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD,/instances,sign-in-first",
        "OPTIONS,/instances,'GET, HEAD'",
        "POST,/instances,'GET, HEAD'",
        "GET,/inspect,POST",
        "HEAD,/inspect,POST",
        "PUT,/inspect,POST",
        "TRACE,/inspect,POST",
        "post,/inspect,POST",
        "DELETE,/login,'GET, HEAD, POST'"
    })
    void another_method_is_no_way_in(String method, String path, String expected) {
        assertThat(code(of("edge-ingest").decide(method, path, Shown.sessions(List.of()), true)))
                .isEqualTo(expected);
    }

    @Test
    void lets_nobody_in_while_there_is_no_account_or_the_file_is_broken() throws Exception {
        var none = new LiveAccounts(folder.resolve("none.json"), nanos::get);
        var broken = folder.resolve("broken.json");
        Files.writeString(broken, "{");
        Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rw-------"));

        assertThat(
                        code(
                                new Admission(
                                                Access.ACCOUNTS,
                                                Routes.of("edge-ingest"),
                                                none,
                                                sessions,
                                                NOW)
                                        .decide(
                                                "GET",
                                                "/instances",
                                                Shown.sessions(List.of("x")),
                                                true)))
                .isEqualTo("no-accounts");
        assertThat(
                        code(
                                new Admission(
                                                Access.ACCOUNTS,
                                                Routes.of("edge-ingest"),
                                                new LiveAccounts(broken, nanos::get),
                                                sessions,
                                                NOW)
                                        .decide(
                                                "GET",
                                                "/instances",
                                                Shown.sessions(List.of("x")),
                                                true)))
                .isEqualTo("accounts-unusable");
    }

    @Test
    void a_second_cookie_beside_that_of_the_session_is_nobodys() {
        String token = token(Role.OFFICER);

        assertThat(
                        code(
                                of("edge-ingest")
                                        .decide(
                                                "GET",
                                                "/instances",
                                                Shown.sessions(List.of(token, token)),
                                                true)))
                .isEqualTo("sign-in-first");
    }

    private static Shown bearing(String... fields) {
        return new Shown(List.of(fields), List.of(), Optional.empty());
    }

    private void machines(Instant until) throws Exception {
        Accounts.read(file)
                .with(new Machine("pacs", Machine.proofOf(TOKEN), until))
                .with(new Machine("ct-7", CERTIFICATE, until))
                .write(file);
        accounts = new LiveAccounts(file, nanos::get);
        sessions = sessions();
    }

    @Test
    void a_machine_may_send_and_nothing_else() throws Exception {
        machines(NOW.instant().plusSeconds(1));
        var token = bearing("Bearer " + TOKEN);
        var certificate = new Shown(List.of(), List.of(), Optional.of(CERTIFICATE));

        for (String service : SERVICES) {
            for (Route route : Routes.of(service).all()) {
                String path = route.path().replaceAll("\\{[^}]+}", "x");
                boolean may = route.need() == Need.SENDER;
                for (var shown : List.of(token, certificate)) {
                    assertThat(code(of(service).decide(route.method(), path, shown, true)))
                            .as(service + route)
                            .isEqualTo(
                                    route.need().isPublic()
                                            ? "public"
                                            : !may
                                                    ? "not-for-this-role"
                                                    : shown == token ? "pacs" : "ct-7");
                }
            }
        }
        assertThat(Routes.of("edge-ingest").all())
                .filteredOn(route -> route.need() == Need.SENDER)
                .extracting(Route::shape)
                .containsExactlyInAnyOrder("POST /studies", "POST /studies/{}", "POST /orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer medsendx_BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Basic medsendx_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "medsendx_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Bearer medsendx_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, x",
                "Bearer 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"
            })
    void what_is_no_token_of_a_machine_is_refused_even_beside_a_session(String field)
            throws Exception {
        machines(NOW.instant().plusSeconds(1));
        var shown = new Shown(List.of(field), List.of(token(Role.CREW)), Optional.of(CERTIFICATE));

        assertThat(code(of("edge-ingest").decide("POST", "/studies", shown, true)))
                .isEqualTo("token-refused");
    }

    @Test
    void a_token_that_is_shown_twice_or_has_ended_is_refused_and_so_is_a_certificate()
            throws Exception {
        machines(NOW.instant().plusSeconds(1));
        assertThat(
                        code(
                                of("edge-ingest")
                                        .decide(
                                                "POST",
                                                "/studies",
                                                bearing("Bearer " + TOKEN, "Bearer " + TOKEN),
                                                true)))
                .isEqualTo("token-refused");

        machines(NOW.instant());
        assertThat(
                        code(
                                of("edge-ingest")
                                        .decide(
                                                "POST",
                                                "/studies",
                                                bearing("Bearer " + TOKEN),
                                                true)))
                .isEqualTo("token-refused");
        assertThat(
                        code(
                                of("edge-ingest")
                                        .decide(
                                                "POST",
                                                "/studies",
                                                new Shown(
                                                        List.of(),
                                                        List.of(),
                                                        Optional.of(CERTIFICATE)),
                                                true)))
                .isEqualTo("sign-in-first");
    }

    @Test
    void somebody_with_a_certificate_is_whoever_has_signed_in() throws Exception {
        machines(NOW.instant().plusSeconds(1));
        var shown = new Shown(List.of(), List.of(token(Role.OFFICER)), Optional.of(CERTIFICATE));

        assertThat(code(of("edge-ingest").decide("GET", "/instances", shown, true)))
                .isEqualTo("officer");
    }

    @Test
    void on_loopback_asks_nobody_but_answers_under_its_own_name_only() {
        var admission =
                new Admission(Access.LOOPBACK, Routes.of("edge-ingest"), accounts, sessions, NOW);

        assertThat(code(admission.decide("GET", "/instances", Shown.sessions(List.of()), true)))
                .isEqualTo("http");
        assertThat(code(admission.decide("GET", "/instances", Shown.sessions(List.of()), false)))
                .isEqualTo("foreign-host");
    }

    @Test
    void a_cookie_of_a_service_is_its_own_and_secure_where_it_came_by_tls() {
        var cookie = new SessionCookie("edge-ingest");

        assertThat(cookie.set("T", false))
                .isEqualTo("medsendx-edge-ingest=T; Path=/; HttpOnly; SameSite=Strict");
        assertThat(cookie.set("T", true))
                .startsWith("__Host-medsendx-edge-ingest=T; Path=/;")
                .endsWith("; Secure");
        assertThat(cookie.tokens(List.of("a=b; medsendx-edge-ingest=T;x"), false))
                .containsExactly("T");
        assertThat(cookie.tokens(List.of("medsendx-edge-ingest=T"), true)).isEmpty();
        assertThat(cookie.tokens(List.of("__Host-medsendx-edge-ingest=T"), true))
                .containsExactly("T");
        assertThat(cookie.tokens(List.of("medsendx-segmenter-service=T"), false)).isEmpty();
    }
}
