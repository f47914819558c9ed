package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.accounts.Accounts;
import org.medsendx.accounts.PasswordHash;
import org.medsendx.accounts.Role;
import org.medsendx.webguard.Browser;
import org.medsendx.webguard.Route;
import org.medsendx.webguard.Routes;

/** The services of a truck as the processes they are, and the people who may look at them. */
class PeopleIT {

    private static final String PASSWORD = "four words are good";
    private static final Pattern COOKIE =
            Pattern.compile("(?im)^set-cookie: ([^=]+=[A-Za-z0-9_-]{43}); ([^\r]*)");

    @TempDir Path folder;

    private Path accounts() {
        return folder.resolve("accounts.json");
    }

    private void makeAccounts() throws IOException {
        var hash = PasswordHash.of(PASSWORD.toCharArray());
        var all = Accounts.none();
        for (Role role : Role.values()) {
            all = all.with(role.word(), role, hash);
        }
        all.write(accounts());
    }

    private LoneService start(String service) throws IOException {
        return start(service, Map.of());
    }

    private LoneService start(String service, Map<String, String> more) throws IOException {
        var settings = new LinkedHashMap<String, String>(more);
        settings.put("medsendx.web.access", "accounts");
        settings.put("medsendx.web.accounts-file", accounts().toString());
        switch (service) {
            case "edge-ingest" -> {
                settings.put("medsendx.ingest.identified-dir", dir("identified"));
                settings.put("medsendx.ingest.dicom-port", "0");
                settings.put("medsendx.ingest.min-free-space", "1M");
            }
            case "anonymizer-service" -> {
                settings.put("medsendx.anonymizer.identified-dir", dir("identified"));
                settings.put("medsendx.anonymizer.deidentified-dir", dir("deidentified"));
                settings.put("medsendx.anonymizer.derived-dir", dir("derived"));
                settings.put("medsendx.anonymizer.features-dir", dir("features"));
                settings.put("medsendx.anonymizer.uplink-dir", dir("uplink"));
                settings.put("medsendx.anonymizer.create-key", "true");
            }
            case "uplink-service" -> {
                settings.put("medsendx.uplink.uplink-dir", dir("uplink"));
                settings.put("medsendx.uplink.deidentified-dir", dir("deidentified"));
                settings.put("medsendx.uplink.derived-dir", dir("derived"));
                settings.put("medsendx.uplink.features-dir", dir("features"));
                settings.put("medsendx.uplink.cloud-bootstrap-servers", "127.0.0.1:1");
                settings.put("medsendx.uplink.bucket", "medsendx");
                settings.put("quarkus.s3.endpoint-override", "http://127.0.0.1:1");
                settings.put("quarkus.s3.aws.region", "us-east-1");
                settings.put("quarkus.s3.aws.credentials.type", "static");
                settings.put("quarkus.s3.aws.credentials.static-provider.access-key-id", "a");
                settings.put("quarkus.s3.aws.credentials.static-provider.secret-access-key", "b");
            }
            default -> {
                settings.put("medsendx.segmenter.deidentified-dir", dir("deidentified"));
                settings.put("medsendx.segmenter.derived-dir", dir("derived"));
            }
        }
        var started = LoneService.start(service, folder, settings);
        started.awaitStatus("/q/health/live", 200);
        return started;
    }

    private String dir(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name)).toString();
    }

    /** What is answered to a request as it is written, which clients that behave would not send. */
    private static String ask(
            LoneService service, String method, String target, String body, String... fields)
            throws IOException {
        var request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        request.append("Host: 127.0.0.1:").append(service.port()).append("\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        request.append("Connection: close\r\nContent-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body);
        try (var socket = new Socket("127.0.0.1", service.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static String login(LoneService service, String name, String password)
            throws IOException {
        return ask(
                service,
                "POST",
                "/login",
                "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}",
                "Content-Type: application/json");
    }

    private static String cookie(LoneService service, Role role) throws IOException {
        var cookie = COOKIE.matcher(login(service, role.word(), PASSWORD));
        assertThat(cookie.find()).isTrue();
        assertThat(cookie.group(2)).isEqualTo("Path=/; HttpOnly; SameSite=Strict");
        return "Cookie: " + cookie.group(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"edge-ingest", "anonymizer-service", "uplink-service", "segmenter-service"})
    void each_route_of_a_service_is_for_whom_the_table_says(String name) throws Exception {
        try (var service = start(name)) {
            var routes = Routes.of(name).all();
            Route closed =
                    routes.stream().filter(r -> !r.need().isPublic()).findFirst().orElseThrow();
            // Nothing is there by default.
            assertThat(ask(service, closed.method(), closed.path(), "{}", json(closed)))
                    .startsWith("HTTP/1.1 403")
                    .contains("no-accounts", "./medsendx accounts add NAME --role crew");
            makeAccounts();
            service.awaitStatus("/accounts", 401);
            for (Route route : routes) {
                var answer = assertThat(answers(service, route, null)).as("nobody: " + route);
                if (route.need().isPublic()) {
                    answer.isNotIn(401, 403, 404);
                } else {
                    answer.isEqualTo(401);
                }
            }
            for (Role role : Role.values()) {
                String cookie = cookie(service, role);
                for (Route route : routes) {
                    if (route.path().equals("/logout") || route.path().equals("/login")) {
                        continue;
                    }
                    boolean may = route.need().isMetBy(List.of(role.word()));
                    assertThat(answers(service, route, cookie) == 403)
                            .as(role + ": " + route)
                            .isEqualTo(!may);
                }
            }
            noWayAround(service, routes);
            signedOutIsOut(service, closed);
        }
        auditNamesThem(name);
    }

    private static int answers(LoneService service, Route route, @Nullable String cookie)
            throws IOException {
        String path =
                route.path()
                        .replace("{kind}", "live")
                        .replace("/crew/{module}", "/crew/live.js")
                        .replace("{module}", "page.js")
                        .replaceAll("\\{[^}]+}", ID);
        var fields = new ArrayList<String>();
        if (cookie != null) {
            fields.add(cookie);
        }
        if (!route.method().equals("GET")) {
            fields.add("Content-Type: application/json");
        }
        int status =
                status(ask(service, route.method(), path, "{}", fields.toArray(String[]::new)));
        if (route.method().equals("GET")) {
            int head = status(ask(service, "HEAD", path, "", fields.toArray(String[]::new)));
            assertThat(head >= 401 && head <= 403)
                    .as("HEAD " + path)
                    .isEqualTo(status >= 401 && status <= 403);
        }
        return status;
    }

    private static final String ID = "00000000-0000-4000-8000-000000000000";

    private static String[] json(Route route) {
        return route.method().equals("GET")
                ? new String[0]
                : new String[] {"Content-Type: application/json"};
    }

    /** Other spellings and other methods, asked without a name and as the crew. */
    private void noWayAround(LoneService service, List<Route> routes) throws IOException {
        String crew = cookie(service, Role.CREW);
        for (Route route : routes) {
            if (route.need().isPublic() || route.path().equals("/")) {
                continue;
            }
            String path = route.path().replaceAll("\\{[^}]+}", ID);
            for (String odd :
                    List.of(
                            "/" + path,
                            path + "/",
                            path + ";a=b",
                            "/;" + path,
                            "/login/.." + path,
                            "/q/health/../.." + path,
                            "/%2e" + path,
                            path.replace("s", "%73"),
                            path.replace("i", "%69"),
                            path + "%2f",
                            path + "%00",
                            path + "\\",
                            path.toUpperCase(Locale.ROOT))) {
                if (odd.equals(path)) {
                    continue;
                }
                int status = status(ask(service, route.method(), odd, "{}", merge(route, crew)));
                assertThat(status).as(odd).isIn(400, 404);
            }
            for (String other : List.of("OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "get")) {
                if (routes.stream()
                        .anyMatch(r -> r.method().equals(other) && r.path().equals(route.path()))) {
                    // A route of its own, which the table has tried.
                    continue;
                }
                int status =
                        status(
                                ask(
                                        service,
                                        other,
                                        path,
                                        "{}",
                                        "Content-Type: application/json",
                                        crew));
                assertThat(status).as(other + " " + path).isIn(400, 405, 501);
            }
        }
    }

    private static String[] merge(Route route, String cookie) {
        return route.method().equals("GET")
                ? new String[] {cookie}
                : new String[] {cookie, "Content-Type: application/json"};
    }

    private void signedOutIsOut(LoneService service, Route closed) throws IOException {
        String admin = cookie(service, Role.ADMIN);
        assertThat(ask(service, "GET", "/accounts", "", admin)).startsWith("HTTP/1.1 200");
        // A session that somebody brings along is not taken over by a sign-in.
        var brought = "Cookie: " + admin.substring(8).replaceAll("=.*", "=" + "A".repeat(43));
        String answer =
                ask(
                        service,
                        "POST",
                        "/login",
                        "{\"name\":\"admin\",\"password\":\"" + PASSWORD + "\"}",
                        "Content-Type: application/json",
                        brought);
        assertThat(answer).startsWith("HTTP/1.1 204").doesNotContain("A".repeat(43));
        assertThat(ask(service, "GET", "/accounts", "", brought)).startsWith("HTTP/1.1 401");

        // A page of somebody else signs nobody out, and nobody in.
        String form = "Content-Type: application/x-www-form-urlencoded";
        for (String path : List.of("/logout", "/login")) {
            assertThat(ask(service, "POST", path, "name=a&password=b", admin, form))
                    .startsWith("HTTP/1.1 415");
            assertThat(
                            ask(
                                    service,
                                    "POST",
                                    path,
                                    "name=a&password=b",
                                    admin,
                                    form,
                                    "Origin: http://evil.example"))
                    .startsWith("HTTP/1.1 403");
        }
        assertThat(ask(service, "GET", "/accounts", "", admin)).startsWith("HTTP/1.1 200");
        String own = "Origin: http://127.0.0.1:" + service.port();
        assertThat(ask(service, "POST", "/logout", "", admin, form, own))
                .startsWith("HTTP/1.1 303");
        assertThat(ask(service, "GET", "/accounts", "", admin)).startsWith("HTTP/1.1 401");

        // Nobody is sent elsewhere by a link.
        for (String elsewhere :
                List.of(
                        "https://evil.example/",
                        "//evil.example",
                        "/\\evil.example",
                        "/%0d%0aX:y")) {
            String sent =
                    ask(
                            service,
                            "POST",
                            "/login",
                            "name=admin&password=four+words+are+good&next=" + elsewhere,
                            form,
                            own);
            assertThat(sent).startsWith("HTTP/1.1 303").doesNotContain("evil").doesNotContain("X:");
        }
        for (int i = 0; i < 5; i++) {
            assertThat(login(service, "officer", "wrong")).startsWith("HTTP/1.1 401");
        }
        assertThat(login(service, "officer", PASSWORD))
                .startsWith("HTTP/1.1 429")
                .containsIgnoringCase("Retry-After:");
        assertThat(closed.need().isPublic()).isFalse();
        assertThat(service.log()).doesNotContain(PASSWORD, "A".repeat(43));
    }

    /** Where there is identified data, its readers are in the audit log by name. */
    private void auditNamesThem(String service) throws IOException {
        String own =
                switch (service) {
                    case "edge-ingest" -> "ingest";
                    case "anonymizer-service" -> "anonymizer";
                    default -> "";
                };
        if (own.isEmpty()) {
            return;
        }
        String log =
                Files.readString(folder.resolve("identified").resolve(own).resolve("audit.jsonl"));
        assertThat(log.lines())
                .anyMatch(line -> line.contains("PAGE_READ") && line.contains("\"officer\""))
                .anyMatch(line -> line.contains("SIGNED_IN") && line.contains("\"admin\""))
                .anyMatch(line -> line.contains("SIGNED_OUT") && line.contains("\"admin\""))
                .noneMatch(line -> line.contains("PAGE_READ") && line.contains("\"crew\""))
                .noneMatch(line -> line.contains("PAGE_READ") && line.contains("\"http\""));
        assertThat(log).doesNotContain(PASSWORD);
    }

    @Test
    void by_tls_a_cookie_is_for_tls_alone_and_browsers_are_to_stay_there() throws Exception {
        makeAccounts();
        var server = keys("server", "CN=localhost", "-ext", "san=ip:127.0.0.1");
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var settings =
                Map.of(
                        "quarkus.http.ssl-port", Integer.toString(port),
                        "quarkus.http.ssl.certificate.key-store-file", server.toString(),
                        "quarkus.http.ssl.certificate.key-store-password", PASSWORD);
        String base = "https://127.0.0.1:" + port;
        try (var service = start("edge-ingest", settings);
                var http = tls(server)) {
            // The port with TLS may open after the one that says that the service is up.
            var refused =
                    await().atMost(Duration.ofSeconds(30))
                            .ignoreExceptions()
                            .until(
                                    () ->
                                            http.send(
                                                    get(base + "/instances").build(),
                                                    BodyHandlers.ofString()),
                                    answer -> true);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("Strict-Transport-Security"))
                    .contains("max-age=31536000");
            var signedIn =
                    http.send(
                            get(base + "/login")
                                    .header("Content-Type", "application/json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"name\":\"officer\",\"password\":\""
                                                            + PASSWORD
                                                            + "\"}"))
                                    .build(),
                            BodyHandlers.ofString());
            String cookie = signedIn.headers().firstValue("Set-Cookie").orElse("");
            assertThat(cookie)
                    .startsWith("__Host-medsendx-edge-ingest=")
                    .endsWith("; Path=/; HttpOnly; SameSite=Strict; Secure");
            String token = cookie.substring(0, cookie.indexOf(';'));
            var shown =
                    http.send(
                            get(base + "/instances").header("Cookie", token).build(),
                            BodyHandlers.ofString());
            assertThat(shown.statusCode()).isEqualTo(200);
            assertThat(shown.headers().firstValue("Cache-Control")).contains("no-store");
            // Without the prefix it may have been put there by somebody without TLS.
            var planted =
                    http.send(
                            get(base + "/instances")
                                    .header("Cookie", token.replace("__Host-", ""))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(planted.statusCode()).isEqualTo(401);
            assertThat(service.log()).doesNotContain(token.substring(token.indexOf('=') + 1));
        }
    }

    private Path keys(String name, String subject, String... more) throws Exception {
        Path file = folder.resolve(name + ".p12");
        var arguments =
                new ArrayList<>(
                        List.of("-genkeypair", "-alias", name, "-keyalg", "EC", "-validity", "2"));
        arguments.addAll(List.of("-dname", subject, "-keystore", file.toString()));
        arguments.addAll(List.of(more));
        keytool(arguments);
        return file;
    }

    private void keytool(List<String> arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        var keytool =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertThat(keytool.waitFor()).isZero();
    }

    private static HttpClient tls(Path server) throws Exception {
        var store = KeyStore.getInstance(server.toFile(), PASSWORD.toCharArray());
        var known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("server", store.getCertificate("server"));
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(known);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trusted.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .build();
    }

    private static HttpRequest.Builder get(String address) {
        return HttpRequest.newBuilder(URI.create(address));
    }

    @Test
    void a_person_signs_in_with_a_browser_and_out_again() throws Exception {
        try (var browser = Browser.start();
                var service = start("segmenter-service")) {
            String base = "http://127.0.0.1:" + service.port();
            browser.open(base + "/");
            assertThat(browser.eval("document.body.innerText"))
                    .contains("./medsendx accounts add NAME");
            keep(browser, "no-accounts");

            makeAccounts();
            service.awaitStatus("/accounts", 401);
            browser.forget();
            browser.open(base + "/?order=priority");
            assertThat(browser.address()).contains("/login?next=");
            keep(browser, "login");
            submit(browser, "crew", "not the password");
            assertThat(browser.eval("document.body.innerText")).contains("is wrong");
            keep(browser, "login-wrong");
            submit(browser, "crew", PASSWORD);
            assertThat(browser.address()).isEqualTo(base + "/?order=priority");
            assertThat(browser.eval("document.body.innerText")).contains("No exam is here");
            assertThat(browser.eval("document.cookie")).isEmpty();
            browser.open(base + "/login");
            assertThat(browser.eval("document.body.innerText")).contains("Signed in as crew");
            keep(browser, "signed-in");
            browser.loads(() -> browser.eval("document.querySelector('form').requestSubmit()"));
            browser.open(base + "/");
            assertThat(browser.address()).endsWith("/login");
            // The refusal of the wrong password is all that it complains about.
            assertThat(browser.complaints()).allMatch(text -> text.contains("401"));
        }
    }

    private static void submit(Browser browser, String name, String password) {
        browser.loads(() ->
                browser.eval(
                        "document.getElementById('name').value='%s';".formatted(name)
                                + "document.getElementById('password').value='%s';"
                                        .formatted(password)
                                + "document.querySelector('form').requestSubmit()"));
    }

    /** Pictures for whoever changes a page, where {@code -Dpages.pictures} names a folder. */
    private static void keep(Browser browser, String name) throws IOException {
        String pictures = System.getProperty("pages.pictures");
        for (int width : new int[] {1400, 390}) {
            for (boolean dark : new boolean[] {false, true}) {
                browser.look(width, dark);
                assertThat(browser.eval("document.documentElement.scrollWidth"))
                        .as(name + " is no wider than its window")
                        .isEqualTo(browser.eval("window.innerWidth"));
                if (pictures != null) {
                    browser.picture(
                            Path.of(pictures)
                                    .resolve(name + "-" + width + (dark ? "-dark" : "") + ".png"));
                }
            }
        }
    }
}
