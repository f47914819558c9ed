package org.medsendx.uplink.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.medsendx.uplink.ability.Ability;
import org.medsendx.uplink.ability.StoreAbilities;
import org.medsendx.uplink.ability.StoreKnowledge;
import org.medsendx.uplink.upload.GaveWay;
import org.medsendx.uplink.upload.ObjectStore;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.UploadJob;
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
 * which the store took together with a body that matched it. What the store is known not to do is
 * made up for (see {@link Ability#without}). Where encryption is asked for, an object counts only
 * when the store says of it that it is encrypted so.
 */
public final class S3ObjectStore implements ObjectStore {

    static final String SHA256 = "sha256";
    static final String OBJECT_ID = "object-id";

    /** The store is known not to encrypt as asked, so nothing is sent. */
    static final String NO_ENCRYPTION = "store-does-not-encrypt";

    /** The store has the object and does not say that it is encrypted as asked. */
    static final String ENCRYPTION_MISMATCH = "encryption-mismatch";

    private final S3Client s3;
    private final S3Settings settings;
    private final MultipartUpload multipart;
    private final StoreKnowledge knowledge;

    /**
     * @param s3 a client without retries of its own, see {@link S3ClientProducer}
     * @param knowledge what the store can do
     */
    public S3ObjectStore(S3Client s3, S3Settings settings, StoreKnowledge knowledge) {
        this.s3 = s3;
        this.settings = settings;
        this.knowledge = knowledge;
        this.multipart = new MultipartUpload(s3, settings);
    }

    @Override
    public Receipt put(UploadJob job, Path file, Progress progress)
            throws StoreRefused, StoreUnavailable, InterruptedException {
        var body = new FileBody(file, progress);
        var able = knowledge.abilities(progress);
        if (settings.encryption().wanted() && able.lacks(Ability.ENCRYPTION)) {
            throw new StoreUnavailable(NO_ENCRYPTION);
        }
        try {
            var written =
                    job.content().bytes() < settings.multipartThreshold()
                                    || able.lacks(Ability.MULTIPART)
                            ? whole(job, body, able, progress)
                            : inParts(job, body, able, progress);
            return verify(job, written, able, progress);
        } catch (S3Exception e) {
            throw S3Faults.of(e, Instant.now());
        } catch (SdkException | UncheckedIOException | IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("cut");
            }
            boolean ours = body.unreadable() || e instanceof IOException;
            // No answer: refused connections, resets, timeouts. The message may name the key.
            throw ours ? new StoreUnavailable("local-disk") : S3Faults.noAnswer(e);
        }
    }

    /**
     * What an attempt to write came to.
     *
     * @param existed something was there already, nothing was written
     * @param checksum what the store's own checksum has to be
     */
    private record Written(boolean existed, String checksum) {}

    private Written whole(UploadJob job, FileBody body, StoreAbilities able, Progress progress) {
        boolean conditional = !able.lacks(Ability.CONDITIONAL_WRITES);
        // Of a large one the answer to the condition may come after much of the body was sent.
        boolean asked = !conditional || job.content().bytes() >= settings.multipartThreshold();
        if (asked && isThere(job, !conditional, progress)) {
            return new Written(true, base64(job.content().sha256()));
        }
        var request =
                PutObjectRequest.builder()
                        .bucket(settings.bucket())
                        .key(job.key())
                        .ifNoneMatch(conditional ? "*" : null)
                        .checksumSHA256(base64(job.content().sha256()))
                        .metadata(metadata(job));
        settings.encryption().applyTo(request);
        try {
            s3.putObject(
                    request.build(),
                    RequestBody.fromContentProvider(
                            body.slice(0, job.content().bytes()),
                            job.content().bytes(),
                            job.contentType()));
            return new Written(false, base64(job.content().sha256()));
        } catch (S3Exception e) {
            return existing(job, e);
        }
    }

    private Written inParts(UploadJob job, FileBody body, StoreAbilities able, Progress progress)
            throws IOException, GaveWay {
        boolean storeSees = !able.lacks(Ability.CONDITIONAL_COMPLETION);
        // Asked first: to learn it at the end would cost the whole upload.
        if (isThere(job, !storeSees, progress)) {
            multipart.end(job);
            return new Written(true, base64(job.content().sha256()));
        }
        var nothingThere =
                new MultipartUpload.NothingThere(storeSees, () -> isThere(job, true, progress));
        try {
            return new Written(false, multipart.write(job, body, progress, nothingThere));
        } catch (S3Exception e) {
            return existing(job, e);
        }
    }

    /**
     * Whether something has the key. Without the right to list, S3 answers 403 for what is not
     * there, as for what may not be read (Amazon S3 API Reference, HeadObject); then nothing is
     * known.
     *
     * @param sure whether not to know is a fault; else it counts as not there
     */
    private boolean isThere(UploadJob job, boolean sure, Progress progress) {
        progress.awaitAnswer();
        try {
            s3.headObject(head -> head.bucket(settings.bucket()).key(job.key()));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 404 || e.statusCode() == 403 && !sure) {
                return false;
            }
            throw e;
        }
    }

    private static Written existing(UploadJob job, S3Exception e) {
        if (e.statusCode() == 412) {
            return new Written(true, base64(job.content().sha256()));
        }
        throw e;
    }

    /** The metadata of an object: its digest and its random id. */
    static Map<String, String> metadata(UploadJob job) {
        return Map.of(SHA256, job.content().sha256(), OBJECT_ID, job.objectId().toString());
    }

    private Receipt verify(UploadJob job, Written written, StoreAbilities able, Progress progress)
            throws StoreRefused, StoreUnavailable {
        progress.awaitAnswer();
        var head =
                s3.headObject(request ->
                        request.bucket(settings.bucket())
                                .key(job.key())
                                .checksumMode(ChecksumMode.ENABLED));
        if (!same(job, written, head, able, progress)) {
            throw new StoreRefused(
                    written.existed() ? StoreRefused.KEY_CONFLICT : "verify-mismatch");
        }
        if (!settings.encryption()
                .isConfirmedBy(head.serverSideEncryptionAsString(), head.ssekmsKeyId())) {
            knowledge.doubt();
            if (written.existed() && able.has(Ability.ENCRYPTION)) {
                // Put there before the store or the settings were as they are now.
                throw new StoreRefused(ENCRYPTION_MISMATCH);
            }
            throw new StoreUnavailable(ENCRYPTION_MISMATCH);
        }
        return new Receipt(settings.bucket(), settings.encryption().mode(), written.existed());
    }

    private boolean same(
            UploadJob job,
            Written written,
            HeadObjectResponse head,
            StoreAbilities able,
            Progress progress)
            throws StoreUnavailable {
        if (head.contentLength() == null || head.contentLength() != job.content().bytes()) {
            return false;
        }
        String checksum = head.checksumSHA256();
        // A checksum made of those of parts says nothing to one of the whole.
        if (checksum != null && checksum.contains("-") == written.checksum().contains("-")) {
            return checksum.equals(written.checksum());
        }
        if (job.content().bytes() <= settings.readBackLimit()
                || able.lacks(Ability.CHECKSUMS_CHECKED)) {
            return readBack(job, progress).equals(job.content().sha256());
        }
        return job.content().sha256().equals(head.metadata().get(SHA256));
    }

    private String readBack(UploadJob job, Progress progress) throws StoreUnavailable {
        progress.awaitAnswer();
        MessageDigest digest = FileBody.digest("SHA-256");
        try (var content =
                new DigestInputStream(
                        s3.getObject(request -> request.bucket(settings.bucket()).key(job.key())),
                        digest)) {
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
}
