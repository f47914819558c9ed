package org.medsendx.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.webguard.Route;
import org.medsendx.webguard.Routes;

/** The fleet as it is deployed, with a real provider of identities. */
class SignInIT {

    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");

    @TempDir static Path folder;
    private static Keycloak keycloak;
    private static MinerProcess miner;
    private static String base = "";

    @BeforeAll
    static void start() throws Exception {
        int port = Keycloak.freePort();
        base = "http://127.0.0.1:" + port;
        keycloak =
                Keycloak.start(
                        folder,
                        base,
                        Map.of(
                                "vera", "viewer",
                                "paul", "physicist",
                                "ada", "admin",
                                "otto", "somebody-else"));
        miner =
                MinerProcess.start(
                        folder,
                        "127.0.0.1:1",
                        List.of(
                                "-Dquarkus.http.port=" + port,
                                "-Dquarkus.oidc.auth-server-url=" + keycloak.realm(),
                                "-Dquarkus.oidc.credentials.secret=" + Keycloak.SECRET));
    }

    @AfterAll
    static void stop() throws Exception {
        if (miner != null) {
            miner.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    private static HttpResponse<String> ask(String method, String path, String... fields)
            throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create(base + path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .timeout(Duration.ofSeconds(20));
            if (fields.length > 0) {
                request.headers(fields);
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static int status(String path, String token) throws Exception {
        return ask("GET", path, "Authorization", "Bearer " + token).statusCode();
    }

    @Test
    void nobody_in_particular_sees_nothing_but_probes() throws Exception {
        for (Route route : Routes.of("fleet-miner-service").all()) {
            String path = route.path().replaceAll("\\{[^}]+}", "live");
            // What is no request of this service's pages or of a program is refused before that.
            var answer = ask(route.method(), path, "Content-Type", "application/json");

            if (route.need().isPublic()) {
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
            } else {
                assertThat(answer.statusCode()).as(path).isEqualTo(302);
                assertThat(answer.headers().firstValue("Location").orElse(""))
                        .as(path)
                        .startsWith(keycloak.realm())
                        .contains("code_challenge_method=S256", "state=");
                assertThat(answer.body()).as(path).doesNotContain("scanner");
            }
        }
        assertThat(ask("GET", "/q/dev-ui").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vera", "paul", "ada"})
    void who_has_a_role_sees_the_fleet(String user) throws Exception {
        String token = keycloak.token(Keycloak.CLIENT, user);

        assertThat(status("/scanners", token)).isEqualTo(200);
        assertThat(status("/", token)).isEqualTo(200);
        assertThat(status("/report.png", token)).isEqualTo(200);
        assertThat(ask("HEAD", "/findings", "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(200);
        // Nothing can be changed here, by anybody.
        assertThat(
                        ask(
                                        "POST",
                                        "/scanners",
                                        "Authorization",
                                        "Bearer " + token,
                                        "Content-Type",
                                        "application/json")
                                .statusCode())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/findings/5f2b8c0e9d7a41638f1e2d3c4b5a6978/acknowledge",
                "/findings/5f2b8c0e9d7a41638f1e2d3c4b5a6978/to-service",
                "/findings/5f2b8c0e9d7a41638f1e2d3c4b5a6978/resolve",
                "/scanners/CT-2/marks",
                "/actions/5f2b8c0e9d7a41638f1e2d3c4b5a6978/withdraw"
            })
    void only_physicists_and_admins_act_on_findings(String path) throws Exception {
        // Nothing of that name is there: who may act is told so, who may not learns nothing.
        for (String user : List.of("paul", "ada")) {
            assertThat(post(path, user)).as(user).isEqualTo(404);
        }
        for (String user : List.of("vera", "otto")) {
            assertThat(post(path, user)).as(user).isEqualTo(403);
        }
        assertThat(ask("POST", path, "Content-Type", "application/json").statusCode())
                .isIn(302, 401);
    }

    private static int post(String path, String user) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(base + path))
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"kind\": \"note\", \"note\": \"seen\"}"))
                                    .header(
                                            "Authorization",
                                            "Bearer " + keycloak.token(Keycloak.CLIENT, user))
                                    .header("Content-Type", "application/json")
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    @Test
    void another_role_of_the_realm_is_none() throws Exception {
        String token = keycloak.token(Keycloak.CLIENT, "otto");

        for (String path : List.of("/", "/scanners", "/stage", "/q/openapi")) {
            assertThat(status(path, token)).as(path).isEqualTo(403);
        }
        assertThat(status("//scanners", token)).isEqualTo(404);
        assertThat(status("/scanners;a=b", token)).isEqualTo(404);
        assertThat(status("/%73canners", token)).isEqualTo(404);
        assertThat(status("/SCANNERS", token)).isEqualTo(404);
    }

    @Test
    void a_token_that_is_forged_or_has_expired_is_none() throws Exception {
        String good = keycloak.token(Keycloak.CLIENT, "ada");
        String[] parts = good.split("\\.", -1);
        String none =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(status("/scanners", "garbage")).isEqualTo(401);
        assertThat(status("/scanners", none + "." + parts[1] + ".")).isEqualTo(401);
        assertThat(status("/scanners", parts[0] + "." + parts[1] + ".AAAA")).isEqualTo(401);

        String hasty = keycloak.token(Keycloak.HASTY, "ada");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(status("/scanners", hasty)).isEqualTo(401));
    }

    @Test
    void a_person_signs_in_there_and_comes_back_to_the_page() throws Exception {
        var page = signIn("vera");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.uri().getPath()).isEqualTo("/");
        assertThat(page.body()).contains("Fleet quality");
    }

    @Test
    void a_person_without_a_role_signs_in_and_sees_nothing() throws Exception {
        assertThat(signIn("otto").statusCode()).isEqualTo(403);
    }

    private static HttpResponse<String> signIn(String user) throws Exception {
        var cookies = new LinkedHashMap<String, String>();
        try (var http = HttpClient.newHttpClient()) {
            var form = follow(http, cookies, HttpRequest.newBuilder(URI.create(base + "/")));
            var action = ACTION.matcher(form.body());
            assertThat(action.find()).as(form.body()).isTrue();
            var page =
                    follow(
                            http,
                            cookies,
                            HttpRequest.newBuilder(
                                            URI.create(action.group(1).replace("&amp;", "&")))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    Keycloak.encode(
                                                            Map.of(
                                                                    "username",
                                                                    user,
                                                                    "password",
                                                                    Keycloak.PASSWORD)))));
            assertThat(cookies.keySet()).anyMatch(name -> name.startsWith("q_session"));
            return page;
        }
    }

    /** As a browser does, for which loopback is as good as TLS: Secure cookies go there too. */
    private static HttpResponse<String> follow(
            HttpClient http, Map<String, String> cookies, HttpRequest.Builder first)
            throws Exception {
        var request = first;
        while (true) {
            if (!cookies.isEmpty()) {
                request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
            }
            var answer =
                    http.send(
                            request.header("Accept", "text/html").build(),
                            HttpResponse.BodyHandlers.ofString());
            for (String field : answer.headers().allValues("Set-Cookie")) {
                String pair = field.split(";", 2)[0];
                String name = pair.substring(0, pair.indexOf('='));
                if (name.startsWith("q_session")) {
                    assertThat(field).containsIgnoringCase("HttpOnly").contains("SameSite=Lax");
                }
                cookies.put(name, pair.substring(pair.indexOf('=') + 1));
            }
            if (answer.statusCode() / 100 != 3) {
                return answer;
            }
            request =
                    HttpRequest.newBuilder(
                            answer.uri()
                                    .resolve(
                                            answer.headers().firstValue("Location").orElseThrow()));
        }
    }

    @Test
    void answers_under_its_own_name_only_whoever_asks() throws Exception {
        try (var socket = new Socket("127.0.0.1", miner.port())) {
            socket.setSoTimeout(20_000);
            String request =
                    "GET /scanners HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n"
                            + "Authorization: Bearer "
                            + keycloak.token(Keycloak.CLIENT, "ada")
                            + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 421");
        }
    }
}
