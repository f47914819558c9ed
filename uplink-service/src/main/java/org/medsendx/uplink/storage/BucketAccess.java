package org.medsendx.uplink.storage;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * How a command reaches a bucket, where no service makes the client.
 *
 * @param bucket its name
 * @param endpoint of a store that is not Amazon's, or null
 * @param region the region, which signatures name
 * @param pathStyle whether the bucket is a part of the path and not of the host's name
 * @param keyId of the credentials
 * @param secret of the credentials
 * @param token of credentials for a while, or null
 */
public record BucketAccess(
        String bucket,
        @Nullable URI endpoint,
        String region,
        boolean pathStyle,
        String keyId,
        String secret,
        @Nullable String token) {

    /**
     * An address of a store.
     *
     * @throws IllegalArgumentException when it is none; the message does not repeat it
     */
    public static URI endpoint(String text) {
        try {
            var uri = new URI(text);
            if (uri.getHost() != null && uri.getScheme() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException("an endpoint is an address, such as https://s3.example");
    }

    /** Opens it with a client that tries again by itself: whoever started the command waits. */
    public S3Bucket open() {
        AwsCredentials credentials =
                token == null
                        ? AwsBasicCredentials.create(keyId, secret)
                        : AwsSessionCredentials.create(keyId, secret, token);
        var builder =
                S3Client.builder()
                        .region(Region.of(region))
                        .forcePathStyle(pathStyle)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .credentialsProvider(StaticCredentialsProvider.create(credentials))
                        .overrideConfiguration(override ->
                                override.retryStrategy(AwsRetryStrategy.standardRetryStrategy()));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return new S3Bucket(builder.build(), bucket);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "BucketAccess[" + bucket + "]";
    }
}
