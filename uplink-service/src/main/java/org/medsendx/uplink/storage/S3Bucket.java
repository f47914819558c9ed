package org.medsendx.uplink.storage;

import java.io.IOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.medsendx.uplink.reconcile.Bucket;
import org.medsendx.uplink.upload.StoreRefused;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket on S3 that is looked at and never changed. */
public final class S3Bucket implements Bucket, AutoCloseable {

    private final S3Client s3;
    private final String name;

    /**
     * @param s3 is closed with this
     */
    public S3Bucket(S3Client s3, String name) {
        this.s3 = s3;
        this.name = name;
    }

    @Override
    public void close() {
        s3.close();
    }

    @Override
    public void list(String prefix, Page page) throws IOException, InterruptedException {
        String next = null;
        do {
            String from = next;
            try {
                var listing =
                        s3.listObjectsV2(
                                list -> list.bucket(name).prefix(prefix).continuationToken(from));
                page.take(
                        listing.contents().stream()
                                .map(object ->
                                        new Listed(
                                                object.key(), object.size(), object.lastModified()))
                                .toList());
                next = listing.isTruncated() ? listing.nextContinuationToken() : null;
            } catch (SdkException e) {
                throw broken(e);
            }
        } while (next != null);
    }

    @Override
    public @Nullable Digests digests(String key) throws IOException {
        try {
            var head =
                    s3.headObject(request ->
                            request.bucket(name).key(key).checksumMode(ChecksumMode.ENABLED));
            String sha256 = head.checksumSHA256();
            return new Digests(
                    // One made of those of parts says nothing of the whole.
                    sha256 == null || sha256.contains("-")
                            ? null
                            : HexFormat.of().formatHex(Base64.getDecoder().decode(sha256)),
                    head.metadata().get(S3ObjectStore.SHA256),
                    head.lastModified());
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return null;
            }
            throw broken(e);
        } catch (SdkException e) {
            throw broken(e);
        }
    }

    @Override
    public @Nullable String read(String key) throws IOException {
        MessageDigest digest = FileBody.digest("SHA-256");
        try (var content =
                new DigestInputStream(
                        s3.getObject(request -> request.bucket(name).key(key)), digest)) {
            byte[] buffer = new byte[64 * 1024];
            while (content.read(buffer) >= 0) {
                // Only its digest is wanted.
            }
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return null;
            }
            throw broken(e);
        } catch (SdkException e) {
            throw broken(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** As a code: the message of the library may hold a key. */
    private static IOException broken(SdkException e) {
        if (!(e instanceof S3Exception answer)) {
            return new IOException("no-answer");
        }
        try {
            return new IOException(S3Faults.of(answer, Instant.now()).code());
        } catch (StoreRefused refused) {
            return new IOException(refused.code());
        }
    }
}
