package org.medsendx.uplink.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.uplink.ability.Ability;
import org.medsendx.uplink.ability.StoreAbilities;
import org.medsendx.uplink.upload.Jobs;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.StallGuard;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.UploadJob;
import software.amazon.awssdk.services.s3.S3Client;

/** What goes over the wire, seen by a server of our own. */
@Timeout(60)
class S3RequestTest {

    private record Request(String method, String path, Headers headers, long bytes) {}

    private static final String ARN = "arn:aws:kms:eu-central-1:123456789012:key/clinic-key";

    @TempDir Path folder;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private S3Client s3;
    private volatile int putStatus = 200;
    private volatile @Nullable String putError;
    private volatile long storedBytes;
    private volatile @Nullable String storedChecksum;
    private volatile @Nullable String storedEncryption;
    private volatile @Nullable String storedKey;
    private volatile byte[] storedContent = new byte[0];
    private volatile boolean there;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    long bytes = exchange.getRequestBody().readAllBytes().length;
                    String method = exchange.getRequestMethod();
                    requests.add(
                            new Request(
                                    method,
                                    exchange.getRequestURI().getPath(),
                                    exchange.getRequestHeaders(),
                                    bytes));
                    if (method.equals("HEAD") && !there) {
                        exchange.sendResponseHeaders(404, -1);
                    } else if (method.equals("HEAD")) {
                        setHeader(exchange, "x-amz-server-side-encryption", storedEncryption);
                        setHeader(
                                exchange, "x-amz-server-side-encryption-aws-kms-key-id", storedKey);
                        exchange.getResponseHeaders()
                                .set("Content-Length", Long.toString(storedBytes));
                        if (storedChecksum != null) {
                            exchange.getResponseHeaders()
                                    .set("x-amz-checksum-sha256", storedChecksum);
                        }
                        exchange.sendResponseHeaders(200, -1);
                    } else if (method.equals("GET")) {
                        exchange.sendResponseHeaders(200, storedContent.length);
                        exchange.getResponseBody().write(storedContent);
                    } else if (putError == null) {
                        there |= putStatus == 200;
                        exchange.sendResponseHeaders(putStatus, -1);
                    } else {
                        byte[] body =
                                ("<Error><Code>"
                                                + putError
                                                + "</Code><Message>secret</Message></Error>")
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(putStatus, body.length);
                        exchange.getResponseBody().write(body);
                    }
                    exchange.close();
                });
        server.start();
        s3 = S3Server.client(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    private static void setHeader(HttpExchange exchange, String name, @Nullable String value) {
        if (value != null) {
            exchange.getResponseHeaders().set(name, value);
        }
    }

    @AfterEach
    void stop() {
        s3.close();
        server.stop(0);
    }

    @Test
    void sends_the_checksum_as_a_header_and_writes_only_where_nothing_is() throws Exception {
        var job = job(new byte[200_000]);

        put(job, new ServerSideEncryption(Encryption.NONE, null));

        var headers = requests.getFirst().headers();
        assertThat(requests).extracting(Request::method).containsExactly("PUT", "HEAD");
        assertThat(requests.getFirst().path()).isEqualTo("/clinic/" + job.key());
        assertThat(headers.getFirst("If-None-Match")).isEqualTo("*");
        assertThat(headers.getFirst("x-amz-checksum-sha256")).isEqualTo(base64(job));
        assertThat(headers).doesNotContainKeys("X-amz-trailer", "X-amz-server-side-encryption");
        assertThat(headers.keySet())
                .filteredOn(
                        name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("x-amz-meta"))
                .containsExactlyInAnyOrder("X-amz-meta-sha256", "X-amz-meta-object-id");
    }

    @Test
    void asks_for_encryption_with_s3_keys() throws Exception {
        storedEncryption = "AES256";
        put(job(new byte[10]), new ServerSideEncryption(Encryption.AES256, null));

        var headers = requests.getFirst().headers();
        assertThat(headers.getFirst("x-amz-server-side-encryption")).isEqualTo("AES256");
        assertThat(headers).doesNotContainKey("X-amz-server-side-encryption-aws-kms-key-id");
    }

    @Test
    void asks_for_encryption_with_a_kms_key() throws Exception {
        storedEncryption = "aws:kms";
        storedKey = ARN;
        put(job(new byte[10]), new ServerSideEncryption(Encryption.AWS_KMS, "clinic-key"));

        var headers = requests.getFirst().headers();
        assertThat(headers.getFirst("x-amz-server-side-encryption")).isEqualTo("aws:kms");
        assertThat(headers.getFirst("x-amz-server-side-encryption-aws-kms-key-id"))
                .isEqualTo("clinic-key");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "AES256, -, -, -",
                "AES256, -, aws:kms, " + ARN,
                "AWS_KMS, -, -, -",
                "AWS_KMS, -, AES256, -",
                "AWS_KMS, clinic-key, aws:kms, -",
                "AWS_KMS, clinic-key, aws:kms, arn:aws:kms:eu-central-1:1:key/another-clinic-key",
                "AWS_KMS, " + ARN + ", aws:kms, arn:aws:kms:eu-west-1:1:key/clinic-key"
            })
    void does_not_count_an_object_that_the_store_does_not_say_to_be_encrypted_so(
            Encryption mode, @Nullable String key, @Nullable String said, @Nullable String saidKey)
            throws Exception {
        storedEncryption = said;
        storedKey = saidKey;
        var job = stored(new byte[10]);

        // It is the store's fault, so all wait and nothing is parked.
        assertThatThrownBy(() ->
                        store(new ServerSideEncryption(mode, key)).put(job, file(job), progress()))
                .isInstanceOfSatisfying(
                        StoreUnavailable.class,
                        e -> assertThat(e.code()).isEqualTo("encryption-mismatch"));
    }

    @ParameterizedTest
    @ValueSource(strings = {ARN, "clinic-key", "alias/clinic"})
    void takes_the_name_of_a_key_for_what_the_store_calls_it(String key) throws Exception {
        storedEncryption = "aws:kms";
        storedKey = ARN;

        put(job(new byte[10]), new ServerSideEncryption(Encryption.AWS_KMS, key));
    }

    @Test
    void parks_what_was_put_there_unencrypted_before_the_store_was_as_it_is_now() throws Exception {
        var job = stored(new byte[10]);
        there = true;
        putStatus = 412;
        var store =
                new S3ObjectStore(
                        s3,
                        settings(new ServerSideEncryption(Encryption.AES256, null)),
                        Knowledge.of(StoreAbilities.UNKNOWN.with(Ability.ENCRYPTION, true)));

        assertThatThrownBy(() -> store.put(job, file(job), progress()))
                .isInstanceOfSatisfying(
                        StoreRefused.class,
                        e -> assertThat(e.code()).isEqualTo("encryption-mismatch"));
    }

    @Test
    void sends_nothing_to_a_store_that_does_not_encrypt_as_asked() throws Exception {
        var job = stored(new byte[10]);
        var store =
                new S3ObjectStore(
                        s3,
                        settings(new ServerSideEncryption(Encryption.AES256, null)),
                        Knowledge.of(StoreAbilities.UNKNOWN.with(Ability.ENCRYPTION, false)));

        assertThatThrownBy(() -> store.put(job, file(job), progress()))
                .isInstanceOfSatisfying(
                        StoreUnavailable.class,
                        e -> assertThat(e.code()).isEqualTo("store-does-not-encrypt"));
        assertThat(requests).isEmpty();
    }

    @Test
    void looks_before_it_writes_where_the_store_knows_no_condition() throws Exception {
        var job = stored(new byte[10]);
        var store = without(Ability.CONDITIONAL_WRITES);

        store.put(job, file(job), progress());
        store.put(job, file(job), progress());

        assertThat(requests)
                .extracting(Request::method)
                .containsExactly("HEAD", "PUT", "HEAD", "HEAD", "HEAD");
        assertThat(requests.get(1).headers()).doesNotContainKey("If-None-Match");
    }

    @Test
    void reads_back_what_a_store_took_that_checks_no_digest_whatever_its_size() throws Exception {
        var job = stored(new byte[3 << 20]);
        storedChecksum = null;
        storedContent = new byte[3 << 20];

        without(Ability.CHECKSUMS_CHECKED).put(job, file(job), progress());

        assertThat(requests).extracting(Request::method).containsExactly("PUT", "HEAD", "GET");
        storedContent[7]++;
        assertThatThrownBy(() -> without(Ability.CHECKSUMS_CHECKED).put(job, file(job), progress()))
                .isInstanceOf(StoreRefused.class);
    }

    @Test
    void sends_a_large_object_in_one_piece_to_a_store_that_takes_no_parts() throws Exception {
        var job = stored(new byte[9 << 20]);
        var settings =
                new S3Settings(
                        S3Server.BUCKET,
                        new ServerSideEncryption(Encryption.NONE, null),
                        1 << 20,
                        8 << 20,
                        5 << 20,
                        5 << 20,
                        folder);

        new S3ObjectStore(
                        s3,
                        settings,
                        Knowledge.of(StoreAbilities.UNKNOWN.with(Ability.MULTIPART, false)))
                .put(job, file(job), progress());

        assertThat(requests).extracting(Request::method).containsExactly("HEAD", "PUT", "HEAD");
        // With the signatures of its chunks.
        assertThat(requests.get(1).bytes()).isGreaterThanOrEqualTo(9 << 20);
    }

    private S3ObjectStore without(Ability ability) {
        return new S3ObjectStore(
                s3,
                settings(new ServerSideEncryption(Encryption.NONE, null)),
                Knowledge.of(StoreAbilities.UNKNOWN.with(ability, false)));
    }

    private UploadJob stored(byte[] content) throws IOException {
        var job = job(content);
        storedBytes = content.length;
        storedChecksum = base64(job);
        return job;
    }

    @Test
    void does_not_read_an_object_back_whose_checksum_the_store_keeps() throws Exception {
        put(job(new byte[10]), new ServerSideEncryption(Encryption.NONE, null));

        assertThat(requests).extracting(Request::method).doesNotContain("GET");
    }

    @Test
    void refuses_an_object_whose_stored_checksum_is_another() throws Exception {
        var job = job(new byte[10]);
        storedBytes = 10;
        storedChecksum = Base64.getEncoder().encodeToString(new byte[32]);

        assertThatThrownBy(() ->
                        store(new ServerSideEncryption(Encryption.NONE, null))
                                .put(job, file(job), progress()))
                .isInstanceOfSatisfying(
                        StoreRefused.class, e -> assertThat(e.code()).isEqualTo("verify-mismatch"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidArgument, true",
        "400, KeyTooLongError, true",
        "400, EntityTooLarge, true",
        "400, RequestTimeout, false",
        "400, ExpiredToken, false",
        "400, KMS.DisabledException, false",
        "401, Unauthorized, false",
        "403, AccessDenied, false",
        "404, NoSuchBucket, false",
        "408, RequestTimeout, false",
        "409, ConditionalRequestConflict, false",
        "411, MissingContentLength, true",
        "429, TooManyRequests, false",
        "500, InternalError, false",
        "501, NotImplemented, false",
        "503, SlowDown, false"
    })
    void parks_an_object_for_its_own_fault_only_and_never_retries_by_itself(
            int status, String error, boolean parked) throws Exception {
        var job = job(new byte[10]);
        putStatus = status;
        putError = error;

        assertThatThrownBy(() ->
                        store(new ServerSideEncryption(Encryption.NONE, null))
                                .put(job, file(job), progress()))
                .isInstanceOf(parked ? StoreRefused.class : StoreUnavailable.class)
                .hasMessageContaining("s3-" + status)
                .hasMessageNotContaining("secret");
        assertThat(requests).hasSize(1);
    }

    @Test
    void cuts_an_upload_that_nobody_reads() throws Exception {
        var job = job(new byte[32 << 20]);
        var guard = new StallGuard(Duration.ofMillis(500), Duration.ofSeconds(30));
        try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client =
                        S3Server.client(URI.create("http://127.0.0.1:" + deaf.getLocalPort()))) {
            var store =
                    new S3ObjectStore(
                            client,
                            settings(new ServerSideEncryption(Encryption.NONE, null)),
                            Knowledge.none());

            assertThatThrownBy(() -> guard.run(progress -> store.put(job, file(job), progress)))
                    .isInstanceOfSatisfying(
                            StoreUnavailable.class, e -> assertThat(e.code()).isEqualTo("stalled"));
        }
    }

    private void put(UploadJob job, ServerSideEncryption encryption) throws Exception {
        storedBytes = job.content().bytes();
        storedChecksum = base64(job);
        there = true;
        var receipt = store(encryption).put(job, file(job), progress());
        assertThat(receipt.encryption()).isEqualTo(encryption.mode());
    }

    private S3ObjectStore store(ServerSideEncryption encryption) {
        return new S3ObjectStore(s3, settings(encryption), Knowledge.none());
    }

    private S3Settings settings(ServerSideEncryption encryption) {
        return new S3Settings(
                S3Server.BUCKET, encryption, 1 << 20, 64 << 20, 16 << 20, 16 << 20, folder);
    }

    private UploadJob job(byte[] content) throws IOException {
        return UploadJob.of(Jobs.released(folder, "2.25.1", content), null);
    }

    private Path file(UploadJob job) {
        return folder.resolve(job.content().file());
    }

    private static String base64(UploadJob job) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(job.content().sha256()));
    }

    private static Progress progress() {
        return new Progress(Duration.ofMinutes(1), Duration.ofMinutes(1));
    }
}
