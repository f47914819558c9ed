package org.medsendx.uplink.storage;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * S3Mock as it is distributed, a process of its own because its libraries are not ours. It says of
 * objects how they are encrypted and encrypts nothing; it checks no signature.
 */
final class S3Mock implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(240);

    private final Process process;
    private final URI endpoint;

    private S3Mock(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Starts one with a bucket.
     *
     * @param folder for its files and log
     */
    static S3Mock start(Path folder, String bucket) throws IOException {
        return start(folder, bucket, "");
    }

    /**
     * The same.
     *
     * @param kmsKeys ARNs of the keys that it knows, with commas between
     */
    static S3Mock start(Path folder, String bucket, String kmsKeys) throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path log = folder.resolve("s3mock.log");
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Djava.io.tmpdir="
                                        + Files.createDirectories(folder.resolve("tmp")),
                                "-jar",
                                Path.of("target/s3mock/s3mock.jar").toString(),
                                "--http.port=" + port,
                                "--server.port=0",
                                "--com.adobe.testing.s3mock.store.root="
                                        + Files.createDirectories(folder.resolve("s3mock")),
                                "--com.adobe.testing.s3mock.store.initial-buckets=" + bucket,
                                "--com.adobe.testing.s3mock.store.valid-kms-keys=" + kmsKeys)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        var mock = new S3Mock(process, URI.create("http://127.0.0.1:" + port));
        try (var http = HttpClient.newHttpClient()) {
            var ask =
                    HttpRequest.newBuilder(mock.endpoint.resolve("/" + bucket + "?location"))
                            .timeout(Duration.ofSeconds(5))
                            .build();
            await().atMost(START)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new IllegalStateException(Files.readString(log));
                        }
                        try {
                            return http.send(ask, HttpResponse.BodyHandlers.discarding())
                                            .statusCode()
                                    == 200;
                        } catch (IOException e) {
                            return false;
                        }
                    });
            return mock;
        } catch (RuntimeException e) {
            mock.close();
            throw e;
        }
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
