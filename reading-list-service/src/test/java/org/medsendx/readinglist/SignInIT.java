package org.medsendx.readinglist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.webguard.Keycloak;
import org.medsendx.webguard.SignInSurface;

/**
 * The list as it is deployed, with a real provider of identities, which comes later than the
 * service.
 */
class SignInIT {

    private static final String SERVICE = "reading-list-service";
    private static final List<String> PAGES = List.of("/", "/exams", "/state", "/q/openapi");

    /** Nothing of that name is there: who may look is told so, who may not learns nothing. */
    private static final List<String> NOT_THERE =
            List.of(
                    "/exam/TRUCK1/2.25.58",
                    "/exams/TRUCK1/2.25.58",
                    "/exams/TRUCK1/2.25.58/5f2b8c0e-9d7a-4163-8f1e-2d3c4b5a6978/instance");

    @TempDir static Path folder;
    private static Keycloak keycloak;
    private static ReadingProcess service;
    private static SignInSurface web;

    @BeforeAll
    static void start() throws Exception {
        int port = Keycloak.freePort();
        int providers = Keycloak.freePort();
        String base = "http://127.0.0.1:" + port;
        service =
                ReadingProcess.start(
                        folder,
                        Map.of(
                                "quarkus.http.port",
                                Integer.toString(port),
                                "kafka.bootstrap.servers",
                                "127.0.0.1:1",
                                "medsendx.reading.buckets",
                                Scans.BUCKET,
                                "quarkus.oidc.auth-server-url",
                                Keycloak.realmAt(providers),
                                "quarkus.oidc.credentials.secret",
                                Keycloak.SECRET),
                        List.of());
        nobodyIsLetInBeforeTheProviderIsThere(base);
        keycloak =
                Keycloak.start(
                        folder,
                        providers,
                        SERVICE,
                        base,
                        Map.of(
                                "rita", "reader",
                                "vera", "viewer",
                                "paul", "physicist",
                                "ada", "admin",
                                "otto", "somebody-else"));
        web = new SignInSurface(SERVICE, base, keycloak);
        String token = keycloak.token("rita");
        await().atMost(Duration.ofSeconds(20)).until(() -> web.status("/exams", token) == 200);
    }

    private static void nobodyIsLetInBeforeTheProviderIsThere(String base) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            for (String path : PAGES) {
                for (String token : List.of("", "Bearer e30.e30.AAAA")) {
                    var request =
                            HttpRequest.newBuilder(URI.create(base + path))
                                    .timeout(Duration.ofSeconds(20));
                    if (!token.isEmpty()) {
                        request.header("Authorization", token);
                    }
                    var answer = http.send(request.build(), BodyHandlers.ofString());
                    assertThat(answer.statusCode()).as(path).isBetween(401, 599);
                    assertThat(answer.body())
                            .as(path)
                            .doesNotContainIgnoringCase("exams")
                            .doesNotContain("Exception", "\tat ");
                }
            }
        }
        assertThat(service.status("/q/health/live")).isEqualTo(200);
        assertThat(service.status("/q/health/ready")).isEqualTo(200);
        assertThat(service.status("/q/metrics")).isEqualTo(200);
    }

    @AfterAll
    static void stop() throws Exception {
        if (service != null) {
            service.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void nobody_in_particular_sees_nothing_but_probes() throws Exception {
        web.nobodyInParticularSeesNothingButProbes("exam");
    }

    @Test
    void who_may_read_sees_the_list() throws Exception {
        String token = keycloak.token("rita");
        for (String path : PAGES) {
            assertThat(web.status(path, token)).as(path).isEqualTo(200);
        }
        for (String path : NOT_THERE) {
            assertThat(web.status(path, token)).as(path).isEqualTo(404);
        }
        assertThat(web.askAs("rita", "HEAD", "/exams").statusCode()).isEqualTo(200);
        // Nothing can be changed here, by anybody.
        assertThat(web.askAs("rita", "POST", "/exams").statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vera", "paul", "ada", "otto"})
    void no_role_of_the_fleet_and_no_other_opens_anything(String user) throws Exception {
        web.everythingIsForbiddenTo(user);
        assertThat(web.askAs(user, "HEAD", NOT_THERE.getLast()).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rita", "otto"})
    void a_path_has_one_spelling(String user) throws Exception {
        web.aPathHasOneSpelling("/exams", user);
    }

    @Test
    void a_token_that_is_forged_or_has_expired_is_none() throws Exception {
        web.takesNoForgedToken("/exams", "rita");
    }

    @Test
    void a_person_signs_in_there_and_comes_back_to_the_page_they_asked_for() throws Exception {
        var page = web.signIn("/?truck=TRUCK1", "rita");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.uri().getPath()).isEqualTo("/");
        assertThat(page.uri().getQuery()).isEqualTo("truck=TRUCK1");
        assertThat(page.body()).contains("Exams in the order of triage", "/logout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vera", "otto"})
    void a_person_without_the_role_signs_in_and_sees_nothing(String user) throws Exception {
        var page = web.signIn("/", user);

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).doesNotContainIgnoringCase("exam");
    }

    @Test
    void answers_under_its_own_name_only_whoever_asks() throws Exception {
        web.answersUnderItsOwnNameOnly("/exams", "rita");
    }

    /** A token, or what is in it, is nobody's to read in a log. */
    @Test
    void what_signs_somebody_in_stands_in_no_log() throws Exception {
        web.signIn("/", "rita");
        String token = keycloak.token("rita");
        web.status("/exams", token);
        web.status("/exams", token.substring(0, token.length() - 8) + "AAAAAAAA");

        assertThat(service.log())
                .doesNotContain(token.split("\\.", -1)[1], "rita", Keycloak.SECRET);
    }
}
