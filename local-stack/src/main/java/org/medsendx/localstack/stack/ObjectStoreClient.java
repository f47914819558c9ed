package org.medsendx.localstack.stack;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a cloud consumer would do: fetches objects from the S3 server by their keys. */
public final class ObjectStoreClient implements AutoCloseable {

    private final S3Client s3;

    ObjectStoreClient(String endpoint, S3Account account) {
        s3 =
                S3Client.builder()
                        .endpointOverride(URI.create(endpoint))
                        .region(Region.US_EAST_1)
                        .forcePathStyle(true)
                        .httpClient(UrlConnectionHttpClient.create())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                account.accessKeyId(), account.secretAccessKey())))
                        .build();
    }

    void createBucket() {
        if (s3.listBuckets().buckets().stream().noneMatch(b -> b.name().equals(S3Account.BUCKET))) {
            s3.createBucket(request -> request.bucket(S3Account.BUCKET));
        }
    }

    /** Fetches an object into a new file. */
    public void fetch(String key, Path file) {
        s3.getObject(request -> request.bucket(S3Account.BUCKET).key(key), file);
    }

    /** The keys of all objects. */
    public List<String> keys() {
        return s3
                .listObjectsV2Paginator(request -> request.bucket(S3Account.BUCKET))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    @Override
    public void close() {
        s3.close();
    }
}
