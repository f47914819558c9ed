package org.medsendx.webguard;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real Keycloak, as it is distributed, with a realm of the test's own; on loopback. The build of
 * the service unpacks it.
 */
public final class Keycloak implements AutoCloseable {

    public static final String SECRET = "a secret of this test and of nothing else";
    public static final String PASSWORD = "four words are good";

    private static final String REALM = "clinic";

    /** A client whose tokens live for a second. */
    private static final String HASTY = "hasty";

    private static final Duration START = Duration.ofSeconds(180);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String client;
    private final String realm;

    private Keycloak(Process process, String client, String realm) {
        this.process = process;
        this.client = client;
        this.realm = realm;
    }

    /**
     * Starts one.
     *
     * @param folder for its log
     * @param port where it listens on loopback
     * @param client what the service calls itself here
     * @param service where the service is that sends browsers here
     * @param users roles by name; all have the same password
     */
    public static Keycloak start(
            Path folder, int port, String client, String service, Map<String, String> users)
            throws IOException {
        Path home;
        try (var found = Files.list(Path.of("target/keycloak"))) {
            home = found.filter(Files::isDirectory).findFirst().orElseThrow();
        }
        Path realm = Files.createDirectories(home.resolve("data/import")).resolve("realm.json");
        Files.writeString(realm, JSON.writeValueAsString(realm(client, service, users)));
        var builder =
                new ProcessBuilder(
                                "bash",
                                home.resolve("bin/kc.sh").toString(),
                                "start-dev",
                                "--http-host=127.0.0.1",
                                "--http-port=" + port,
                                "--db=dev-mem",
                                "--cache=local",
                                "--import-realm",
                                "--log-level=warn")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keycloak.log").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx384m");
        builder.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
        var server = new Keycloak(builder.start(), client, realmAt(port));
        try {
            await().atMost(START)
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> {
                        if (!server.process.isAlive()) {
                            throw new IllegalStateException(
                                    Files.readString(folder.resolve("keycloak.log")));
                        }
                        return server.answers();
                    });
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Where the realm of one is that listens there. */
    public static String realmAt(int port) {
        return "http://127.0.0.1:" + port + "/realms/" + REALM;
    }

    /** A port of loopback that nothing listens at. */
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Map<String, Object> realm(
            String client, String service, Map<String, String> users) {
        var people = new ArrayList<Map<String, Object>>();
        users.forEach((name, role) ->
                people.add(
                        Map.of(
                                "username",
                                name,
                                "enabled",
                                true,
                                "email",
                                name + "@clinic.example",
                                "emailVerified",
                                true,
                                "firstName",
                                name,
                                "lastName",
                                "Test",
                                "credentials",
                                List.of(Map.of("type", "password", "value", PASSWORD)),
                                "realmRoles",
                                List.of(role))));
        return Map.of(
                "realm",
                REALM,
                "enabled",
                true,
                "sslRequired",
                "none",
                "roles",
                Map.of(
                        "realm",
                        users.values().stream()
                                .distinct()
                                .map(role -> Map.of("name", role))
                                .toList()),
                "clients",
                List.of(client(client, service, "300"), client(HASTY, service, "1")),
                "users",
                people);
    }

    private static Map<String, Object> client(String id, String service, String lifespan) {
        return Map.of(
                "clientId",
                id,
                "enabled",
                true,
                "secret",
                SECRET,
                "standardFlowEnabled",
                true,
                "directAccessGrantsEnabled",
                true,
                "redirectUris",
                List.of(service + "/signed-in"),
                "attributes",
                Map.of("access.token.lifespan", lifespan, "pkce.code.challenge.method", "S256"));
    }

    private boolean answers() throws InterruptedException {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(realm + "/.well-known/openid-configuration"))
                            .timeout(Duration.ofSeconds(5))
                            .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What a service needs to know of it. */
    public String realm() {
        return realm;
    }

    /** A token for a program that asks in somebody's name. */
    public String token(String user) throws IOException, InterruptedException {
        return token(client, user);
    }

    /** A token of {@link #HASTY}. */
    public String hastyToken(String user) throws IOException, InterruptedException {
        return token(HASTY, user);
    }

    private String token(String client, String user) throws IOException, InterruptedException {
        var form =
                Map.of(
                        "grant_type", "password",
                        "client_id", client,
                        "client_secret", SECRET,
                        "username", user,
                        "password", PASSWORD,
                        "scope", "openid");
        var request =
                HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encode(form)))
                        .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
        return JSON.readTree(answer.body()).path("access_token").asText();
    }

    static String encode(Map<String, String> form) {
        var text = new StringBuilder();
        form.forEach((key, value) ->
                text.append(text.isEmpty() ? "" : "&")
                        .append(key)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
