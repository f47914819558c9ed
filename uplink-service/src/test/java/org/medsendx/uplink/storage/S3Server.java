package org.medsendx.uplink.storage;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Encryption;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** A real S3 server on a port of its own that can be stopped and started again. */
public final class S3Server implements AutoCloseable {

    public static final String BUCKET = "clinic";
    public static final String KEY_ID = "truck1";
    public static final String SECRET = "not-a-secret";

    private final Path folder;
    private final int port;
    private @Nullable S3Proxy server;

    private S3Server(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** A server that is not started yet. */
    public static S3Server stopped(Path folder) throws Exception {
        try (var free = new ServerSocket(0)) {
            return new S3Server(folder, free.getLocalPort());
        }
    }

    public static S3Server started(Path folder) throws Exception {
        return stopped(folder).start();
    }

    public S3Server start() throws Exception {
        var properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        Files.createDirectories(folder.resolve(BUCKET));
        server =
                S3Proxy.builder()
                        .blobStore(BlobStores.create("filesystem-nio2", properties))
                        .endpoint(endpoint())
                        .awsAuthentication(AuthenticationType.AWS_V4, KEY_ID, SECRET)
                        .stopTimeout(0)
                        .build();
        server.start();
        return this;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public S3Client client(ExecutionInterceptor... interceptors) {
        return client(endpoint(), SECRET, interceptors);
    }

    public S3Client clientWithAWrongSecret() {
        return client(endpoint(), "wrong");
    }

    public static S3Client client(URI endpoint) {
        return client(endpoint, SECRET);
    }

    static S3Client client(URI endpoint, String secret, ExecutionInterceptor... interceptors) {
        S3ClientBuilder builder =
                S3Client.builder()
                        .overrideConfiguration(
                                override -> override.executionInterceptors(List.of(interceptors)))
                        .endpointOverride(endpoint)
                        .region(Region.EU_CENTRAL_1)
                        .forcePathStyle(true)
                        .httpClient(
                                ApacheHttpClient.builder()
                                        .socketTimeout(Duration.ofMinutes(2))
                                        .build())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(KEY_ID, secret)));
        return S3ClientProducer.forUplink(builder).build();
    }

    /** Settings of a store in the bucket of this server. */
    public S3Settings settings(long readBackLimit) {
        return new S3Settings(
                BUCKET,
                new ServerSideEncryption(Encryption.NONE, null),
                readBackLimit,
                8 << 20,
                5 << 20,
                16 << 20,
                folder.resolveSibling("multipart"));
    }

    public void stop() throws Exception {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    @Override
    public void close() throws Exception {
        stop();
    }
}
