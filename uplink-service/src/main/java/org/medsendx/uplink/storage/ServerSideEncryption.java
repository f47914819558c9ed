package org.medsendx.uplink.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Encryption;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
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

    /** Puts it into the request of an object. */
    void applyTo(PutObjectRequest.Builder request) {
        request.serverSideEncryption(algorithm()).ssekmsKeyId(kmsKeyId);
    }

    /** Puts it into the request that begins an object in parts. */
    void applyTo(CreateMultipartUploadRequest.Builder request) {
        request.serverSideEncryption(algorithm()).ssekmsKeyId(kmsKeyId);
    }

    /** Whether it asks for any. */
    boolean wanted() {
        return mode != Encryption.NONE;
    }

    /**
     * Whether an answer of the store says that the object is encrypted as asked. The store answers
     * with the ARN of a key: a key id is its last part, an alias is not in it, so of an alias only
     * the mode can be compared.
     */
    boolean isConfirmedBy(@Nullable String algorithm, @Nullable String keyId) {
        if (!wanted()) {
            return true;
        }
        if (!Objects.equals(algorithm(), algorithm)) {
            return false;
        }
        String asked = kmsKeyId;
        if (asked == null || asked.startsWith("alias/") || asked.contains(":alias/")) {
            return true;
        }
        return keyId != null && (keyId.equals(asked) || keyId.endsWith("/" + asked));
    }

    private @Nullable String algorithm() {
        return switch (mode) {
            case NONE -> null;
            case AES256 -> "AES256";
            case AWS_KMS -> "aws:kms";
        };
    }
}
