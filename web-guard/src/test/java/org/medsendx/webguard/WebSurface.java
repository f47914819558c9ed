package org.medsendx.webguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What every service must hold, asked of the running one over plain sockets, since clients that
 * behave send none of this.
 */
public final class WebSurface {

    private static final String EVIL = "Host: evil.example";

    private final int port;

    /**
     * @param port where the service listens on loopback
     */
    public WebSurface(int port) {
        this.port = port;
    }

    /**
     * Checks all of it.
     *
     * @param page what a GET of this service shows
     * @param change what a POST of this service changes, or would if there were any
     */
    public void isGuarded(String page, String change) throws IOException {
        answersUnderItsOwnNamesOnly(page);
        survivesOddHosts(page);
        letsPagesOfOthersDoNothing(page, change);
        saysToBrowsersWhatTheyMayDo(page);
    }

    private void answersUnderItsOwnNamesOnly(String page) throws IOException {
        String own = "Host: localhost:" + port;
        assertThat(get(page, own)).startsWith("HTTP/1.1 200");
        assertThat(get(page, "Host: 127.0.0.1:" + port)).startsWith("HTTP/1.1 200");
        assertThat(get(page, EVIL))
                .startsWith("HTTP/1.1 421")
                .contains("foreign-host", "medsendx.web.hosts")
                .doesNotContain("evil");
        // Whatever there is, or is not: what is not guarded would be another status.
        for (String path : new String[] {"/", "/nothing-here", "/q/openapi", "/q/swagger-ui"}) {
            assertThat(get(path, EVIL)).startsWith("HTTP/1.1 421");
        }
        // Probes call a pod by its address.
        assertThat(get("/q/health/live", "Host: 10.42.0.7:8080")).startsWith("HTTP/1.1 200");
        assertThat(get("/q/metrics", "Host: 10.42.0.7:8080")).startsWith("HTTP/1.1 200");
    }

    private void survivesOddHosts(String page) throws IOException {
        String own = "localhost:" + port;
        assertThat(get(page)).startsWith("HTTP/1.1 400");
        assertThat(get(page, "Host:")).startsWith("HTTP/1.1 400");
        assertThat(get(page, "Host: " + own, EVIL)).startsWith("HTTP/1.1 400");
        assertThat(get(page, EVIL, "Host: " + own)).startsWith("HTTP/1.1 400");
        assertThat(get(page, "Host: user@" + own)).startsWith("HTTP/1.1 400");
        assertThat(get(page, "Host: löcalhost:" + port)).startsWith("HTTP/1.1 400");
        assertThat(get(page, "Host: localhost\u00a0")).startsWith("HTTP/1.1 400");
        assertThat(get("http://evil.example" + page, "Host: " + own)).startsWith("HTTP/1.1 400");
        assertThat(get("http://evil.example" + page, EVIL)).startsWith("HTTP/1.1 421");
        assertThat(get("http://" + own + page, "Host: " + own)).startsWith("HTTP/1.1 200");
        assertThat(get(page, "Host: localhost.:" + port)).startsWith("HTTP/1.1 200");
        assertThat(get(page, "Host: LOCALHOST:" + port)).startsWith("HTTP/1.1 200");
        assertThat(get("/q/health/../.." + page, EVIL)).startsWith("HTTP/1.1 421");
    }

    private void letsPagesOfOthersDoNothing(String page, String change) throws IOException {
        String own = "Host: localhost:" + port;
        String json = "Content-Type: application/json";
        String origin = "Origin: http://evil.example";
        assertThat(get(page, own, origin)).startsWith("HTTP/1.1 403").contains("foreign-origin");
        assertThat(get(page, own, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: image"))
                .startsWith("HTTP/1.1 403");
        assertThat(
                        get(
                                page,
                                own,
                                "Sec-Fetch-Site: cross-site",
                                "Sec-Fetch-Mode: navigate",
                                "Sec-Fetch-Dest: document"))
                .startsWith("HTTP/1.1 200");
        assertThat(post(change, own, json, origin)).startsWith("HTTP/1.1 403");
        assertThat(post(change, own, json, "Origin: null")).startsWith("HTTP/1.1 403");
        assertThat(post(change, own, json, "Sec-Fetch-Site: cross-site"))
                .startsWith("HTTP/1.1 403");
        assertThat(post(change, own)).startsWith("HTTP/1.1 415").contains("content-type");
        assertThat(post(change, own, "Content-Type: text/plain")).startsWith("HTTP/1.1 415");
        assertThat(post(change, EVIL, json)).startsWith("HTTP/1.1 421");
    }

    private void saysToBrowsersWhatTheyMayDo(String page) throws IOException {
        String own = "Host: localhost:" + port;
        for (String answer :
                new String[] {get(page, own), get(page, EVIL), get("/nothing-here", own)}) {
            String head = answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
            assertThat(head)
                    .contains("x-content-type-options: nosniff", "x-frame-options: deny")
                    .contains("referrer-policy: same-origin", "cache-control: no-store")
                    .contains("content-security-policy: default-src 'none';")
                    .contains("style-src 'self';", "frame-ancestors 'none'")
                    .doesNotContain("unsafe-", "script-src")
                    .contains("permissions-policy: camera=()")
                    .contains("cross-origin-opener-policy: same-origin");
        }
    }

    private String get(String target, String... fields) throws IOException {
        return answer("GET", target, "", fields);
    }

    private String post(String target, String... fields) throws IOException {
        return answer("POST", target, "{}", fields);
    }

    private String answer(String method, String target, String body, String... fields)
            throws IOException {
        var request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        request.append("Connection: close\r\nContent-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body);
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
