package org.medsendx.readinglist.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.medsendx.readinglist.object.ObjectStore;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** The S3 client as {@code quarkus.s3} configures it. */
@ApplicationScoped
class ReadingClient {

    /**
     * What is read is compared with the digest of its event, so the SDK need not ask for another
     * one, which not every store has. The extension's own service configuration says otherwise and
     * is replaced; of it the style of paths is set anew.
     */
    @Produces
    @ApplicationScoped
    S3Client client(
            S3ClientBuilder configured,
            @ConfigProperty(name = "quarkus.s3.path-style-access", defaultValue = "false")
                    boolean pathStyle) {
        return configured
                .serviceConfiguration(S3Configuration.builder().build())
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .forcePathStyle(pathStyle)
                .build();
    }

    @Produces
    @ApplicationScoped
    ObjectStore store(S3Client s3) {
        return new S3Store(s3);
    }
}
