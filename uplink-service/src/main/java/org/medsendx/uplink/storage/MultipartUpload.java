package org.medsendx.uplink.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;
import org.medsendx.uplink.upload.GaveWay;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.UploadJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A large object in parts, so that a link that breaks costs one part and not the whole.
 *
 * <p>The id of an upload under way is kept in a file of our own; which parts the store has is asked
 * of the store, because it alone knows. A part it has with our size and digest is not sent again.
 * Each part carries its SHA-256 as a header, the end carries {@code If-None-Match: *}. An upload of
 * the same key whose id nobody here knows, as after a power cut between its begin and our file, is
 * ended, and so is one that another object came before; where the store does not let us, that is
 * for the bucket's rule that ends unfinished uploads.
 */
final class MultipartUpload {

    private static final Logger LOG = LoggerFactory.getLogger(MultipartUpload.class);

    /**
     * How it is made sure that nothing is overwritten.
     *
     * @param storeSees the store itself refuses to put parts together where something is
     * @param isThere asked right before that where it does not
     */
    record NothingThere(boolean storeSees, BooleanSupplier isThere) {}

    private final S3Client s3;
    private final S3Settings settings;
    private final PartSize sizes;
    private final ReentrantLock beginning = new ReentrantLock();

    MultipartUpload(S3Client s3, S3Settings settings) {
        this.s3 = s3;
        this.settings = settings;
        this.sizes = new PartSize(settings.partSize(), settings.largestPartSize());
    }

    /**
     * Sends what the store does not have yet and puts the parts together.
     *
     * @param progress is told of every part that arrived
     * @param nothingThere how it is made sure that nothing is overwritten
     * @return the checksum of the whole as S3 makes it from those of the parts: {@code
     *     base64-count}
     * @throws S3Exception 412 when something is there under the key
     * @throws IOException on our own disk
     * @throws GaveWay between two parts
     */
    String write(UploadJob job, FileBody body, Progress progress, NothingThere nothingThere)
            throws IOException, GaveWay {
        ForcedFolders.create(settings.multipartFolder());
        Path id = id(job);
        try {
            String checksum =
                    Files.exists(id)
                            ? resume(job, body, id, progress, nothingThere)
                            : send(job, body, begin(job, id), Map.of(), progress, nothingThere);
            Files.deleteIfExists(id);
            return checksum;
        } catch (S3Exception e) {
            if (isOver(e)) {
                // The next attempt, if there is one, begins anew.
                end(job);
            }
            throw e;
        }
    }

    /** Ends what was begun of an object that turned out to be there, or that cannot go on. */
    void end(UploadJob job) throws IOException {
        Path id = id(job);
        if (Files.exists(id)) {
            abort(job, Files.readString(id).strip());
            Files.deleteIfExists(id);
        }
    }

    private Path id(UploadJob job) {
        return settings.multipartFolder().resolve(job.id().toString().replace('/', '-'));
    }

    private static boolean isOver(S3Exception e) {
        var details = e.awsErrorDetails();
        boolean gone = details != null && "NoSuchUpload".equals(details.errorCode());
        return gone || e.statusCode() == 400 || e.statusCode() == 412;
    }

    private String begin(UploadJob job, Path id) throws IOException {
        // Held from the store's answer to the file: else an upload that begins looks like one that
        // nobody knows.
        beginning.lock();
        try {
            endUnknown(job);
            var created =
                    s3.createMultipartUpload(request -> {
                        request.bucket(settings.bucket())
                                .key(job.key())
                                .contentType(job.contentType())
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                                .metadata(S3ObjectStore.metadata(job));
                        settings.encryption().applyTo(request);
                    });
            AtomicFile.write(id, created.uploadId().getBytes(StandardCharsets.UTF_8));
            return created.uploadId();
        } finally {
            beginning.unlock();
        }
    }

    private void endUnknown(UploadJob job) throws IOException {
        List<software.amazon.awssdk.services.s3.model.MultipartUpload> unfinished;
        try {
            unfinished =
                    s3.listMultipartUploads(
                                    list -> list.bucket(settings.bucket()).prefix(job.key()))
                            .uploads();
        } catch (S3Exception e) {
            LOG.debug("unfinished uploads cannot be listed: {}", e.statusCode());
            return;
        }
        var known = new HashSet<String>();
        try (var files = Files.newDirectoryStream(settings.multipartFolder())) {
            for (var file : files) {
                known.add(Files.readString(file).strip());
            }
        }
        for (var upload : unfinished) {
            if (upload.key().equals(job.key()) && !known.contains(upload.uploadId())) {
                abort(job, upload.uploadId());
            }
        }
    }

    private void abort(UploadJob job, String upload) {
        try {
            s3.abortMultipartUpload(
                    request -> request.bucket(settings.bucket()).key(job.key()).uploadId(upload));
        } catch (S3Exception e) {
            LOG.debug("an unfinished upload cannot be ended: {}", e.statusCode());
        }
    }

    private String resume(
            UploadJob job, FileBody body, Path id, Progress progress, NothingThere nothingThere)
            throws IOException, GaveWay {
        String upload = Files.readString(id).strip();
        var parts = new HashMap<Integer, Part>();
        s3.listPartsPaginator(request ->
                        request.bucket(settings.bucket()).key(job.key()).uploadId(upload))
                .parts()
                .forEach(part -> parts.put(part.partNumber(), part));
        return send(job, body, upload, parts, progress, nothingThere);
    }

    private String send(
            UploadJob job,
            FileBody body,
            String upload,
            Map<Integer, Part> there,
            Progress progress,
            NothingThere nothingThere)
            throws IOException, GaveWay {
        long bytes = job.content().bytes();
        Part first = there.get(1);
        // Parts of one upload have one size, whatever the link has shown since.
        long size = first == null ? sizes.next(bytes) : first.size();
        MessageDigest whole = FileBody.digest("SHA-256");
        var parts = new ArrayList<CompletedPart>();
        for (long from = 0; from < bytes; from += size) {
            int number = parts.size() + 1;
            long length = Math.min(size, bytes - from);
            var digests = body.digests(from, length);
            whole.update(Base64.getDecoder().decode(digests.sha256()));
            String etag = etagOfSame(there.get(number), length, digests);
            if (etag == null) {
                progress.goOn();
                long begun = System.nanoTime();
                try {
                    etag = sendPart(job, body, upload, number, from, length, digests);
                } catch (SdkException e) {
                    sizes.broken();
                    throw e;
                }
                sizes.sent(length, System.nanoTime() - begun);
                progress.partArrived();
            }
            parts.add(
                    CompletedPart.builder()
                            .partNumber(number)
                            .eTag(etag)
                            .checksumSHA256(digests.sha256())
                            .build());
        }
        complete(job, upload, parts, nothingThere);
        if (there.isEmpty()) {
            sizes.unbroken();
        }
        return Base64.getEncoder().encodeToString(whole.digest()) + "-" + parts.size();
    }

    private static @Nullable String etagOfSame(
            @Nullable Part there, long length, FileBody.Digests digests) {
        if (there == null || there.size() == null || there.size() != length) {
            return null;
        }
        String etag = there.eTag().replace("\"", "");
        boolean same =
                there.checksumSHA256() == null
                        ? etag.equals(digests.md5())
                        : there.checksumSHA256().equals(digests.sha256());
        return same ? there.eTag() : null;
    }

    private String sendPart(
            UploadJob job,
            FileBody body,
            String upload,
            int number,
            long from,
            long length,
            FileBody.Digests digests) {
        return s3.uploadPart(
                        request ->
                                request.bucket(settings.bucket())
                                        .key(job.key())
                                        .uploadId(upload)
                                        .partNumber(number)
                                        .checksumSHA256(digests.sha256()),
                        RequestBody.fromContentProvider(
                                body.slice(from, length), length, job.contentType()))
                .eTag();
    }

    private void complete(
            UploadJob job, String upload, List<CompletedPart> parts, NothingThere nothingThere) {
        if (!nothingThere.storeSees() && nothingThere.isThere().getAsBoolean()) {
            throw (S3Exception) S3Exception.builder().statusCode(412).build();
        }
        s3.completeMultipartUpload(request ->
                request.bucket(settings.bucket())
                        .key(job.key())
                        .uploadId(upload)
                        .ifNoneMatch(nothingThere.storeSees() ? "*" : null)
                        .multipartUpload(all -> all.parts(parts)));
    }
}
