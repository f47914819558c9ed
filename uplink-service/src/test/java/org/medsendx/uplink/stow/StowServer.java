package org.medsendx.uplink.stow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.net.Tls;

/** A server that says of an instance what the test tells it to: real ones do not fail on demand. */
final class StowServer implements AutoCloseable {

    /** What it answers. */
    record Answer(int status, String body) {}

    final List<byte[]> bodies = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    final List<String> contentTypes = new CopyOnWriteArrayList<>();
    volatile Function<byte[], Answer> answers;
    private final HttpServer server;
    private final boolean tls;

    StowServer(Function<byte[], Answer> answers) throws IOException {
        this(answers, Optional.empty());
    }

    /** With TLS, and only for callers whose certificate it trusts. */
    StowServer(Function<byte[], Answer> answers, Optional<Tls> tls) throws IOException {
        this.answers = answers;
        this.tls = tls.isPresent();
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (tls.isPresent()) {
            var https = HttpsServer.create(address, 0);
            https.setHttpsConfigurator(
                    new HttpsConfigurator(tls.get().context()) {
                        @Override
                        public void configure(HttpsParameters connection) {
                            var parameters = getSSLContext().getDefaultSSLParameters();
                            parameters.setNeedClientAuth(true);
                            connection.setSSLParameters(parameters);
                        }
                    });
            this.server = https;
        } else {
            this.server = HttpServer.create(address, 0);
        }
        server.createContext("/studies", this::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        @Nullable String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(authorization == null ? "" : authorization);
        contentTypes.add("" + exchange.getRequestHeaders().getFirst("Content-Type"));
        bodies.add(body);
        var answer = answers.apply(body);
        byte[] said = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
        exchange.getResponseHeaders().add("Content-Type", "application/dicom+json");
        exchange.sendResponseHeaders(answer.status(), said.length == 0 ? -1 : said.length);
        exchange.getResponseBody().write(said);
        exchange.close();
    }

    URI studies() {
        return URI.create(
                (tls ? "https" : "http")
                        + "://127.0.0.1:"
                        + server.getAddress().getPort()
                        + "/studies");
    }

    /** The document that it is stored. */
    static String stored(String uid, String warning) {
        return """
        {"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["%s"]}%s}]}}\
        """
                .formatted(
                        uid,
                        warning.isEmpty()
                                ? ""
                                : ",\"00081196\":{\"vr\":\"US\",\"Value\":[" + warning + "]}");
    }

    /** The document that it is not. */
    static String failed(String uid, int reason) {
        return """
        {"00081198":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["%s"]},\
        "00081197":{"vr":"US","Value":[%d]}}]}}\
        """
                .formatted(uid, reason);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
