package org.medsendx.anonymizer.storage.s3;

import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Encryption;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * How the store is asked to encrypt what it keeps.
 *
 * @param mode none, with S3's own keys, or with a key of AWS KMS
 * @param kmsKeyId key id or ARN for {@code AWS_KMS}, null for the account's default key
 */
public record ServerSideEncryption(Encryption mode, @Nullable String kmsKeyId) {

    public ServerSideEncryption {
        if (kmsKeyId != null && mode != Encryption.AWS_KMS) {
            throw new IllegalArgumentException("a KMS key id goes with encryption by AWS KMS");
        }
    }

    /** Puts it into a request. */
    void applyTo(PutObjectRequest.Builder request) {
        switch (mode) {
            case NONE -> {}
            case AES256 -> request.serverSideEncryption("AES256");
            case AWS_KMS -> request.serverSideEncryption("aws:kms").ssekmsKeyId(kmsKeyId);
        }
    }
}
