package org.medsendx.uplink.storage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.medsendx.contracts.deidentified.Encryption;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The contract on a bucket of one's own, which environment variables name: {@code
 * MEDSENDX_TEST_S3_BUCKET}, {@code _REGION}, {@code _ACCESS_KEY}, {@code _SECRET_KEY}, and where
 * they are wanted {@code _ENDPOINT}, {@code _PATH_STYLE}, {@code _PREFIX}, {@code _ENCRYPTION} and
 * {@code _KMS_KEY}. The credentials need the rights to remove and to list below the prefix, so that
 * nothing is left behind.
 */
class ConfiguredBucketContractIT extends ObjectStoreContract {

    private static final String NAME = "MEDSENDX_TEST_S3_";
    private static final Map<String, String> SET = System.getenv();

    @BeforeAll
    static void bucketIsNamed() {
        assumeTrue(
                SET.containsKey(NAME + "BUCKET"),
                "no bucket is named: set " + NAME + "BUCKET, _REGION, _ACCESS_KEY and _SECRET_KEY");
    }

    @Override
    S3Client client(ExecutionInterceptor... interceptors) {
        var builder =
                S3Client.builder()
                        .overrideConfiguration(
                                override -> override.executionInterceptors(List.of(interceptors)))
                        .region(Region.of(wanted("REGION")))
                        .forcePathStyle(Boolean.parseBoolean(SET.get(NAME + "PATH_STYLE")))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                wanted("ACCESS_KEY"), wanted("SECRET_KEY"))));
        String endpoint = SET.get(NAME + "ENDPOINT");
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return S3ClientProducer.forUplink(builder).build();
    }

    @Override
    String bucket() {
        return wanted("BUCKET");
    }

    @Override
    String prefix() {
        return SET.getOrDefault(NAME + "PREFIX", "medsendx-contract");
    }

    @Override
    ServerSideEncryption encryption() {
        @Nullable String mode = SET.get(NAME + "ENCRYPTION");
        return new ServerSideEncryption(
                mode == null
                        ? Encryption.NONE
                        : Encryption.valueOf(mode.toUpperCase(Locale.ROOT).replace('-', '_')),
                SET.get(NAME + "KMS_KEY"));
    }

    private static String wanted(String name) {
        String value = SET.get(NAME + name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("set " + NAME + name);
        }
        return value;
    }
}
