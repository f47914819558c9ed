package org.medsendx.webguard;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A real browser without a screen, driven by the DevTools protocol: what people see. */
public final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROGRAM = "chromium";
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path folder;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private @Nullable WebSocket socket;
    private String session = "";

    private Browser(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts Chromium; skips the test where it is not installed, or fails it where peers are
     * required, as in CI.
     */
    public static Browser start() throws IOException {
        var path = System.getenv("PATH");
        boolean there =
                path != null
                        && Arrays.stream(path.split(":"))
                                .anyMatch(d -> Files.isExecutable(Path.of(d, PROGRAM)));
        if (!there && "required".equals(System.getenv("MEDSENDX_PEERS"))) {
            throw new AssertionError(PROGRAM + " is not installed, and MEDSENDX_PEERS=required");
        }
        Assumptions.assumeTrue(there, PROGRAM + " is not installed: skipped");
        Path folder = Files.createTempDirectory("browser");
        Path log = folder.resolve("log");
        var browser =
                new Browser(
                        new ProcessBuilder(
                                        PROGRAM,
                                        "--headless=new",
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-dev-shm-usage",
                                        "--no-first-run",
                                        "--remote-debugging-port=0",
                                        "--user-data-dir=" + folder.resolve("profile"),
                                        "about:blank")
                                .redirectErrorStream(true)
                                .redirectOutput(log.toFile())
                                .start(),
                        folder);
        try {
            await().atMost(PATIENCE).until(() -> LISTENING.matcher(Files.readString(log)).find());
            var address = LISTENING.matcher(Files.readString(log));
            if (!address.find()) {
                throw new IOException("Chromium did not start");
            }
            browser.connect(URI.create(address.group(1)));
            return browser;
        } catch (IOException | RuntimeException e) {
            browser.close();
            throw e;
        }
    }

    private void connect(URI address) {
        socket =
                http.newWebSocketBuilder()
                        .buildAsync(
                                address,
                                new WebSocket.Listener() {
                                    private final StringBuilder text = new StringBuilder();

                                    @Override
                                    public CompletionStage<?> onText(
                                            WebSocket from, CharSequence part, boolean last) {
                                        text.append(part);
                                        if (last) {
                                            take(text.toString());
                                            text.setLength(0);
                                        }
                                        from.request(1);
                                        return CompletableFuture.completedStage(null);
                                    }
                                })
                        .join();
        var target = call("Target.createTarget", Map.of("url", "about:blank"));
        session =
                call(
                                "Target.attachToTarget",
                                Map.of(
                                        "targetId",
                                        target.path("targetId").asText(),
                                        "flatten",
                                        true))
                        .path("sessionId")
                        .asText();
        for (String domain : List.of("Page", "Runtime", "Log", "Network", "Audits")) {
            call(domain + ".enable", Map.of());
        }
    }

    private void take(String text) {
        try {
            JsonNode message = JSON.readTree(text);
            if (message.has("id")) {
                var waiting = answers.remove(message.path("id").asInt());
                if (waiting != null) {
                    waiting.complete(message);
                }
            } else {
                events.add(message);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        int id = ids.incrementAndGet();
        var command = JSON.createObjectNode().put("id", id).put("method", method);
        command.set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            command.put("sessionId", session);
        }
        var answer = new CompletableFuture<JsonNode>();
        answers.put(id, answer);
        requireNonNull(socket, "not connected").sendText(command.toString(), true).join();
        JsonNode message = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (message.has("error")) {
            throw new IllegalStateException(method + ": " + message.path("error"));
        }
        return message.path("result");
    }

    /** Opens a page and waits until all of it is loaded. */
    public void open(String address) {
        loads(() -> call("Page.navigate", Map.of("url", address)));
    }

    /** Does what makes another page load, and waits for that. */
    public void loads(Runnable action) {
        long before = loaded();
        action.run();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> loaded() > before);
    }

    private long loaded() {
        return events.stream()
                .filter(event -> event.path("method").asText().equals("Page.loadEventFired"))
                .count();
    }

    /** The value of an expression in the page. */
    public String eval(String expression) {
        var result =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(result.path("exceptionDetails").toString());
        }
        return result.path("result").path("value").asText();
    }

    /** Presses the mouse in the middle of an element, moves it in steps, and lets go. */
    public void drag(String selector, int across, int down) {
        String box = "document.querySelector('" + selector + "').getBoundingClientRect()";
        double x = Double.parseDouble(eval("String(" + box + ".x + " + box + ".width / 2)"));
        double y = Double.parseDouble(eval("String(" + box + ".y + " + box + ".height / 2)"));
        mouse("mousePressed", x, y);
        for (int step = 1; step <= 5; step++) {
            mouse("mouseMoved", x + across * step / 5.0, y + down * step / 5.0);
        }
        mouse("mouseReleased", x + across, y + down);
    }

    private void mouse(String type, double x, double y) {
        call(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type",
                        type,
                        "x",
                        x,
                        "y",
                        y,
                        "button",
                        "left",
                        "buttons",
                        1,
                        "clickCount",
                        1));
    }

    /** Presses a key: a character, or a name such as {@code Enter}. */
    public void key(String key) {
        String text = key.length() == 1 ? key : key.equals("Enter") ? "\r" : "";
        call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "text", text));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    /** Where the page is that is shown. */
    public String address() {
        return eval("location.href");
    }

    /** What the browser had to complain about: refused by policy, not found, thrown. */
    public List<String> complaints() {
        var complaints = new ArrayList<String>();
        for (JsonNode event : events) {
            switch (event.path("method").asText()) {
                case "Log.entryAdded" -> {
                    var entry = event.path("params").path("entry");
                    complaints.add(entry.path("text").asText() + " " + entry.path("url").asText());
                }
                case "Runtime.exceptionThrown" ->
                        complaints.add(event.path("params").path("exceptionDetails").toString());
                case "Audits.issueAdded" -> {
                    var issue = event.path("params").path("issue");
                    if (issue.path("code").asText().equals("ContentSecurityPolicyIssue")) {
                        complaints.add(issue.toString());
                    }
                }
                default -> {
                    // not a complaint
                }
            }
        }
        return complaints;
    }

    /** Forgets what was complained about. */
    public void forget() {
        events.removeIf(event -> !event.path("method").asText().equals("Page.loadEventFired"));
    }

    /** As wide as that, in a dark or a light theme. */
    public void look(int width, boolean dark) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        900,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        width < 600));
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        dark ? "dark" : "light"))));
    }

    /** Keeps what is shown as a PNG. */
    public void picture(Path file) throws IOException {
        var shot = call("Page.captureScreenshot", Map.of("format", "png"));
        Files.write(file, Base64.getDecoder().decode(shot.path("data").asText()));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            delete(folder);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            http.close();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
