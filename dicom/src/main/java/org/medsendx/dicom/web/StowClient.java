package org.medsendx.dicom.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.net.Tls;

/**
 * Posts instances by STOW-RS (PS3.18, 10.5), one in a request, so that each has an answer of its
 * own. Redirects are not followed: patients' images go where somebody said. Thread safe.
 */
public final class StowClient implements AutoCloseable {

    private final URI studies;
    private final Optional<Tls> tls;
    private final Optional<BearerFile> token;
    private final Duration connect;
    private @Nullable HttpClient client;

    /** Hears that a request gets on; called from threads of the client. */
    public interface Sending {

        /** For whoever waits as long as it takes. */
        Sending UNWATCHED =
                new Sending() {
                    @Override
                    public void moved() {}

                    @Override
                    public void awaitsAnswer() {}
                };

        /**
         * Asked before bytes of the file are sent; returns when some may go.
         *
         * @param wanted at least 1
         * @return how many may go now, at least 1
         */
        default int take(int wanted) throws InterruptedException {
            return wanted;
        }

        /** Some bytes moved. */
        void moved();

        /** All were handed over; the answer is awaited. */
        void awaitsAnswer();
    }

    /** The file itself could not be read: the fault is on this side. */
    public static final class UnreadableException extends IOException {

        private static final long serialVersionUID = 1L;

        UnreadableException(IOException cause) {
            super("the file cannot be read", cause);
        }
    }

    /**
     * @param studies the resource that instances are posted to, such as {@code
     *     https://pacs.example/dicom-web/studies}
     * @param tls own trust and, where asked for, own certificate, read anew when its files change;
     *     the system's trust when absent
     * @param token where the bearer token is, if one is sent
     * @param connect longest time to connect
     */
    public StowClient(
            URI studies, Optional<Tls> tls, Optional<BearerFile> token, Duration connect) {
        this.studies = studies;
        this.tls = tls;
        this.token = token;
        this.connect = connect;
    }

    // A client keeps the keys that it was made with; connections under way go on with them.
    private synchronized HttpClient client() {
        boolean changed = false;
        if (tls.isPresent()) {
            try {
                changed = tls.get().reload();
            } catch (IOException e) {
                // Files in the middle of a rotation: those of before, if they do.
                changed = false;
            }
        }
        var known = client;
        if (known == null || changed) {
            if (known != null) {
                known.shutdown();
            }
            var builder =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(connect)
                            .sslParameters(Tls.parameters());
            tls.ifPresent(own -> builder.sslContext(own.context()));
            known = builder.build();
            client = known;
        }
        return known;
    }

    /**
     * Posts an instance and waits for what is said of it, without end: who has a limit interrupts.
     *
     * @param file a Part 10 file, sent as it is
     * @param sopInstanceUid what the response document has to name
     * @throws BearerFile.NoTokenException there is no token to send
     * @throws UnreadableException the file failed, not the server
     * @throws javax.net.ssl.SSLException TLS: a certificate is not trusted, or has expired
     * @throws IOException no answer, or more of one than there can be; the message may name the
     *     address
     */
    public StowAnswer post(Path file, String sopInstanceUid, Sending sending)
            throws IOException, InterruptedException {
        var body = new InstanceBody(file, sending);
        var request =
                HttpRequest.newBuilder(studies)
                        .header("Content-Type", body.contentType())
                        .header("Accept", "application/dicom+json");
        if (token.isPresent()) {
            request.header("Authorization", token.get().authorization());
        }
        try {
            var response =
                    client().send(
                                    request.POST(body.publisher()).build(),
                                    HttpResponse.BodyHandlers.limiting(
                                            HttpResponse.BodyHandlers.ofByteArray(),
                                            StowAnswer.LONGEST));
            return StowAnswer.of(response.statusCode(), response.body(), sopInstanceUid);
        } catch (IOException e) {
            throw body.unreadable() ? new UnreadableException(e) : e;
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
