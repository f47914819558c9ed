package org.medsendx.uplink.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.medsendx.uplink.telemetry.StoreClock;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** The S3 client as {@code quarkus.s3} configures it, with what the uplink needs of any. */
@ApplicationScoped
class S3ClientProducer {

    /**
     * The extension sets a checksum flag in {@code S3Configuration}, which the SDK does not accept
     * beside the newer settings of {@link #forUplink}; so that object is replaced, and the one
     * setting of it that is documented here is set anew.
     */
    @Produces
    @ApplicationScoped
    S3Client client(
            S3ClientBuilder configured,
            StoreClock clock,
            ServerName server,
            @ConfigProperty(name = "quarkus.s3.path-style-access", defaultValue = "false")
                    boolean pathStyle) {
        configured.serviceConfiguration(S3Configuration.builder().build());
        return heard(forUplink(configured), clock, server).forcePathStyle(pathStyle).build();
    }

    private static S3ClientBuilder heard(
            S3ClientBuilder builder, StoreClock clock, ServerName server) {
        return builder.overrideConfiguration(
                builder.overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(clock)
                        .addExecutionInterceptor(server)
                        .build());
    }

    /**
     * No retries inside the SDK, because the uplink has its own and two would multiply. No checksum
     * beside the one we set: by default the SDK sends one in a trailer, which not every store
     * checks.
     */
    static S3ClientBuilder forUplink(S3ClientBuilder builder) {
        return builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(
                        builder.overrideConfiguration().toBuilder()
                                .retryStrategy(AwsRetryStrategy.doNotRetry())
                                .build());
    }
}
