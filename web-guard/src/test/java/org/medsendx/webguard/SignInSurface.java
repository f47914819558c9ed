package org.medsendx.webguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What every service of the cloud must hold beside its provider of identities, asked of the running
 * ones.
 */
public final class SignInSurface {

    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");
    private static final String JSON = "application/json";

    private final String service;
    private final String base;
    private final Keycloak keycloak;

    /**
     * @param base where browsers find the service, without a slash at its end
     * @param keycloak what it asks who somebody is
     */
    public SignInSurface(String service, String base, Keycloak keycloak) {
        this.service = service;
        this.base = base;
        this.keycloak = keycloak;
    }

    /** An answer to a program that asks in nobody's name. */
    public HttpResponse<String> ask(String method, String path, String body, String... fields)
            throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create(base + path))
                            .method(
                                    method,
                                    body.isEmpty()
                                            ? HttpRequest.BodyPublishers.noBody()
                                            : HttpRequest.BodyPublishers.ofString(body))
                            // What is no request of this service's pages or of a program is
                            // refused before anybody asks who it is.
                            .header("Content-Type", JSON)
                            .timeout(Duration.ofSeconds(20));
            if (fields.length > 0) {
                request.headers(fields);
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** An answer to a program that asks in the name of this user. */
    public HttpResponse<String> askAs(String user, String method, String path)
            throws IOException, InterruptedException {
        return askAs(user, method, path, "");
    }

    /** An answer to a program that asks in the name of this user. */
    public HttpResponse<String> askAs(String user, String method, String path, String body)
            throws IOException, InterruptedException {
        return ask(method, path, body, "Authorization", "Bearer " + keycloak.token(user));
    }

    /** The status of a page for whoever has this token. */
    public int status(String path, String token) throws IOException, InterruptedException {
        return ask("GET", path, "", "Authorization", "Bearer " + token).statusCode();
    }

    /**
     * Every route of the service's table is public, or sends to sign in and says nothing else.
     *
     * @param word that its pages have, and no answer to nobody
     */
    public void nobodyInParticularSeesNothingButProbes(String word) throws Exception {
        for (Route route : Routes.of(service).all()) {
            String path = route.path().replaceAll("\\{[^}]+}", "live");
            var answer = ask(route.method(), path, "");

            if (route.need().isPublic()) {
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
            } else {
                assertThat(answer.statusCode()).as(path).isEqualTo(302);
                assertThat(answer.headers().firstValue("Location").orElse(""))
                        .as(path)
                        .startsWith(keycloak.realm())
                        .contains("code_challenge_method=S256", "state=");
                assertThat(answer.body()).as(path).doesNotContainIgnoringCase(word);
            }
        }
        assertThat(ask("GET", "/q/dev-ui", "").statusCode()).isEqualTo(404);
    }

    /** Every route that is not public is 403 to this user, in whatever spelling it is there. */
    public void everythingIsForbiddenTo(String user) throws Exception {
        String token = keycloak.token(user);
        for (Route route : Routes.of(service).all()) {
            if (!route.need().isPublic()) {
                String path = route.path().replaceAll("\\{[^}]+}", "live");
                var answer = ask(route.method(), path, "{}", "Authorization", "Bearer " + token);
                assertThat(answer.statusCode()).as(user + " " + path).isEqualTo(403);
            }
        }
    }

    /** A page is found by one spelling of its path, also by whoever may see it. */
    public void aPathHasOneSpelling(String page, String user) throws Exception {
        String token = keycloak.token(user);
        String name = page.substring(1);
        for (String path :
                new String[] {
                    "//" + name,
                    page + ";a=b",
                    "/%%%02x%s".formatted((int) name.charAt(0), name.substring(1)),
                    page.toUpperCase(Locale.ROOT)
                }) {
            assertThat(status(path, token)).as(path).isEqualTo(404);
        }
    }

    /**
     * A token that is forged or has expired is none.
     *
     * @param page what this user may see
     */
    public void takesNoForgedToken(String page, String user) throws Exception {
        String good = keycloak.token(user);
        String[] parts = good.split("\\.", -1);
        String none =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(status(page, good)).isEqualTo(200);
        assertThat(status(page, "garbage")).isEqualTo(401);
        assertThat(status(page, none + "." + parts[1] + ".")).isEqualTo(401);
        assertThat(status(page, parts[0] + "." + parts[1] + ".AAAA")).isEqualTo(401);

        String hasty = keycloak.hastyToken(user);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(status(page, hasty)).isEqualTo(401));
    }

    /** It answers under its own name only, whoever asks. */
    public void answersUnderItsOwnNameOnly(String page, String user) throws Exception {
        try (var socket = new Socket("127.0.0.1", URI.create(base).getPort())) {
            socket.setSoTimeout(20_000);
            String request =
                    "GET "
                            + page
                            + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n"
                            + "Authorization: Bearer "
                            + keycloak.token(user)
                            + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 421");
        }
    }

    /**
     * A person asks for a page, signs in at the provider and comes back.
     *
     * @return what they see then
     */
    public HttpResponse<String> signIn(String page, String user) throws Exception {
        var cookies = new LinkedHashMap<String, String>();
        try (var http = HttpClient.newHttpClient()) {
            var form = follow(http, cookies, HttpRequest.newBuilder(URI.create(base + page)));
            var action = ACTION.matcher(form.body());
            assertThat(action.find()).as(form.body()).isTrue();
            var sent =
                    HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            Keycloak.encode(
                                                    Map.of(
                                                            "username",
                                                            user,
                                                            "password",
                                                            Keycloak.PASSWORD))));
            var shown = follow(http, cookies, sent);
            assertThat(cookies.keySet()).anyMatch(name -> name.startsWith("q_session"));
            return shown;
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
}
