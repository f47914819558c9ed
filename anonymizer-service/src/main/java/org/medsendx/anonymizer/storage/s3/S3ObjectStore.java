package org.medsendx.anonymizer.storage.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.medsendx.anonymizer.uplink.ObjectStore;
import org.medsendx.anonymizer.uplink.Progress;
import org.medsendx.anonymizer.uplink.StoreRefused;
import org.medsendx.anonymizer.uplink.StoreUnavailable;
import org.medsendx.anonymizer.uplink.UploadJob;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects on S3.
 *
 * <p>A PUT carries the SHA-256 as the header {@code x-amz-checksum-sha256}, so that the store
 * refuses what was damaged on the way, and {@code If-None-Match: *}, so that nothing is ever
 * overwritten and a repeat is a no-op. Afterwards, and when something is there already, the object
 * is verified where it lies: size, and the checksum that the store itself keeps; where a store
 * keeps none, small objects are read back, and of large ones the digest in the metadata counts,
 * which the store took together with a body that matched it.
 */
public final class S3ObjectStore implements ObjectStore {

    static final String SHA256 = "sha256";
    static final String OBJECT_ID = "object-id";

    private final S3Client s3;
    private final String bucket;
    private final ServerSideEncryption encryption;
    private final long readBackLimit;

    /**
     * @param s3 a client without retries of its own, see {@link S3ClientProducer}
     * @param readBackLimit bytes; larger objects are not read back
     */
    public S3ObjectStore(
            S3Client s3, String bucket, ServerSideEncryption encryption, long readBackLimit) {
        this.s3 = s3;
        this.bucket = bucket;
        this.encryption = encryption;
        this.readBackLimit = readBackLimit;
    }

    @Override
    public Receipt put(UploadJob job, Path file, Progress progress)
            throws StoreRefused, StoreUnavailable, InterruptedException {
        var body = new FileBody(file, job.bytes(), progress);
        try {
            boolean written = write(job, body);
            return verify(job, written, progress);
        } catch (S3Exception e) {
            throw S3Faults.of(e);
        } catch (SdkException | UncheckedIOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("cut");
            }
            // No answer: refused connections, resets, timeouts. The message may name the key.
            throw new StoreUnavailable(body.unreadable() ? "local-read" : "no-answer");
        }
    }

    /** Writes the object unless something is there. @return whether it wrote it */
    private boolean write(UploadJob job, FileBody body) {
        var request =
                PutObjectRequest.builder()
                        .bucket(bucket)
                        .key(job.key())
                        .ifNoneMatch("*")
                        .checksumSHA256(base64(job.sha256()))
                        .metadata(
                                Map.of(SHA256, job.sha256(), OBJECT_ID, job.objectId().toString()));
        encryption.applyTo(request);
        try {
            s3.putObject(
                    request.build(),
                    RequestBody.fromContentProvider(body, job.bytes(), job.contentType()));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 412) {
                return false;
            }
            throw e;
        }
    }

    private Receipt verify(UploadJob job, boolean written, Progress progress)
            throws StoreRefused, StoreUnavailable {
        progress.awaitAnswer();
        var head =
                s3.headObject(request ->
                        request.bucket(bucket).key(job.key()).checksumMode(ChecksumMode.ENABLED));
        if (!same(job, head, progress)) {
            throw new StoreRefused(written ? "verify-mismatch" : "key-conflict");
        }
        return new Receipt(bucket, encryption.mode(), !written);
    }

    private boolean same(UploadJob job, HeadObjectResponse head, Progress progress)
            throws StoreUnavailable {
        if (head.contentLength() == null || head.contentLength() != job.bytes()) {
            return false;
        }
        if (head.checksumSHA256() != null && !head.checksumSHA256().contains("-")) {
            return head.checksumSHA256().equals(base64(job.sha256()));
        }
        if (job.bytes() <= readBackLimit) {
            return readBack(job, progress).equals(job.sha256());
        }
        return job.sha256().equals(head.metadata().get(SHA256));
    }

    private String readBack(UploadJob job, Progress progress) throws StoreUnavailable {
        MessageDigest digest = sha256();
        try (var content =
                new DigestInputStream(
                        s3.getObject(request -> request.bucket(bucket).key(job.key())), digest)) {
            byte[] buffer = new byte[64 * 1024];
            while (content.read(buffer) >= 0) {
                progress.moved();
            }
        } catch (IOException e) {
            throw new StoreUnavailable("no-answer");
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
