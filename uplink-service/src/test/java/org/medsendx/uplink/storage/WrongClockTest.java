package org.medsendx.uplink.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.uplink.upload.Jobs;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.UploadJob;
import software.amazon.awssdk.services.s3.S3Client;

/** A store that refuses signatures, and whose own clock says why. */
class WrongClockTest {

    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir Path folder;
    private ServerSocket door;
    private S3Client s3;
    private volatile String status = "";
    private volatile String error = "";
    private volatile boolean readsTheBody;
    private volatile Duration storeIsAhead = Duration.ZERO;

    @BeforeEach
    void start() throws IOException {
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        s3 = S3Server.client(URI.create("http://127.0.0.1:" + door.getLocalPort()));
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
        door.close();
    }

    @ParameterizedTest
    @CsvSource({
        "403 Forbidden, SignatureDoesNotMatch",
        "403 Forbidden, AccessDenied",
        "403 Forbidden, RequestTimeTooSkewed",
        "400 Bad Request, AuthorizationHeaderMalformed",
        "401 Unauthorized, Unauthorized"
    })
    void a_clock_that_is_wrong_by_a_year_is_named_and_parks_nothing(String status, String error)
            throws Exception {
        for (var ahead : new Duration[] {YEAR, YEAR.negated()}) {
            answer(status, error, ahead);

            assertThat(fault())
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessage("unavailable: clock");
        }
    }

    @Test
    void a_store_that_names_the_time_is_believed_without_a_date() throws Exception {
        answer("403 Forbidden", "RequestTimeTooSkewed", Duration.ZERO);
        readsTheBody = true;

        assertThat(fault()).hasMessage("unavailable: clock");
    }

    @Test
    void wrong_credentials_are_not_put_down_to_a_clock_that_is_right() throws Exception {
        answer("403 Forbidden", "SignatureDoesNotMatch", Duration.ofMinutes(1));
        readsTheBody = true;

        assertThat(fault()).hasMessage("unavailable: s3-403-SignatureDoesNotMatch");
    }

    @Test
    void an_object_that_is_refused_for_itself_is_parked_whatever_the_clock_says() throws Exception {
        answer("411 Length Required", "MissingContentLength", YEAR);

        assertThat(fault()).isInstanceOf(StoreRefused.class);
    }

    @Test
    void credentials_that_expired_park_nothing_with_words_and_without() throws Exception {
        for (boolean late : new boolean[] {false, true}) {
            readsTheBody = late;
            answer("400 Bad Request", "ExpiredToken", Duration.ZERO);
            assertThat(fault())
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessage("unavailable: s3-400-ExpiredToken");

            answer("400 Bad Request", "", Duration.ZERO);
            assertThat(fault())
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessage("unavailable: s3-400");
        }
    }

    private void answer(String status, String error, Duration storeIsAhead) {
        this.status = status;
        this.error = error;
        this.storeIsAhead = storeIsAhead;
    }

    private Exception fault() throws IOException {
        var job = UploadJob.of(Jobs.released(folder, "2.25.1", new byte[10]), null);
        var store =
                new S3ObjectStore(
                        s3,
                        new S3Settings(
                                S3Server.BUCKET,
                                new ServerSideEncryption(Encryption.NONE, null),
                                1 << 20,
                                8 << 20,
                                5 << 20,
                                5 << 20,
                                folder),
                        Knowledge.none());
        return catchThrowableOfType(
                Exception.class,
                () ->
                        store.put(
                                job,
                                folder.resolve(job.content().file()),
                                new Progress(Duration.ofMinutes(1), Duration.ofMinutes(1))));
    }

    private void serve() {
        while (!door.isClosed()) {
            try (Socket client = door.accept()) {
                var in =
                        new BufferedReader(
                                new InputStreamReader(client.getInputStream(), US_ASCII));
                int body = 0;
                for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
                    if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        body = Integer.parseInt(line.substring(15).strip());
                    }
                    line = in.readLine();
                }
                if (readsTheBody) {
                    client.getOutputStream()
                            .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
                    for (int i = 0; i < body; i++) {
                        in.read();
                    }
                }
                String said =
                        error.isEmpty()
                                ? ""
                                : "<Error><Code>%s</Code><Message>secret</Message></Error>"
                                        .formatted(error);
                String date =
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                Instant.now().plus(storeIsAhead).atOffset(ZoneOffset.UTC));
                client.getOutputStream()
                        .write(
                                ("HTTP/1.1 %s\r\nDate: %s\r\nContent-Type: application/xml\r\n"
                                                + "Content-Length: %d\r\n"
                                                + "Connection: close\r\n\r\n%s")
                                        .formatted(status, date, said.length(), said)
                                        .getBytes(US_ASCII));
                client.shutdownOutput();
                // What is still on its way here is read: else the answer would be lost in a reset.
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // Closed, or the client went.
            }
        }
    }
}
