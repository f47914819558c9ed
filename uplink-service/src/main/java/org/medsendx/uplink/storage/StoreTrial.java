package org.medsendx.uplink.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.journal.AtomicFile;
import org.medsendx.uplink.ability.Ability;
import org.medsendx.uplink.ability.StoreAbilities;
import org.medsendx.uplink.ability.StoreKnowledge;
import org.medsendx.uplink.ability.StoreKnowledge.BrokenTrial;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Tries what a store can do, with two objects of a kilobyte that hold nothing, below a prefix of
 * their own, and removes them. Some fifteen requests. Nothing is believed that was not seen: a
 * condition counts when a second write is refused, a checksum when a wrong one is.
 *
 * <p>An answer that only says that the right is missing leaves an ability unknown.
 */
final class StoreTrial implements StoreKnowledge.Trial {

    private static final Pattern NAME = Pattern.compile("[0-9a-f-]{36}");
    private static final byte[] FIRST = content((byte) 1);
    private static final byte[] SECOND = content((byte) 2);

    /**
     * A server may close the connection on which it refused a body, without a word (RFC 9112, 9.3
     * and 9.6); the next question on it would get no answer.
     */
    private static final Consumer<AwsRequestOverrideConfiguration.Builder> NEVER_AGAIN =
            request -> request.putHeader("Connection", "close");

    private final S3Client s3;
    private final S3Settings settings;
    private final String prefix;

    /**
     * @param prefix where the objects lie while they are needed, of this uplink alone
     */
    StoreTrial(S3Client s3, S3Settings settings, String prefix) {
        this.s3 = s3;
        this.settings = settings;
        this.prefix = prefix;
    }

    /**
     * The trial of an uplink, which has a name of its own below the prefix, so that two do not
     * write and remove the same object at once.
     *
     * @param nameFile keeps that name
     */
    static StoreKnowledge.Trial below(
            S3Client s3, S3Settings settings, String prefix, Path nameFile) {
        return progress -> {
            String name;
            try {
                name = name(nameFile);
            } catch (IOException e) {
                throw new StoreUnavailable("local-disk");
            }
            return new StoreTrial(s3, settings, prefix + "/" + name).ask(progress);
        };
    }

    private static String name(Path file) throws IOException {
        if (Files.exists(file)) {
            String known = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            if (NAME.matcher(known).matches()) {
                return known;
            }
        }
        String name = UUID.randomUUID().toString();
        AtomicFile.write(file, name.getBytes(StandardCharsets.US_ASCII));
        return name;
    }

    private static byte[] content(byte value) {
        byte[] content = new byte[1024];
        Arrays.fill(content, value);
        return content;
    }

    @Override
    public StoreAbilities ask(Progress progress)
            throws StoreUnavailable, BrokenTrial, InterruptedException {
        var run = new Run(progress);
        try {
            run.all();
            return run.seen;
        } catch (SdkException e) {
            if (run.answered) {
                throw new BrokenTrial(run.seen);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("cut");
            }
            throw S3Faults.noAnswer(e);
        }
    }

    /** How a store answered a write. */
    private enum Put {
        DONE,
        /** Something is there. */
        PRECONDITION,
        /** The right is missing, or somebody else writes there. */
        NOT_ALLOWED,
        /** It does not take such a request. */
        REFUSED
    }

    /** One trial. */
    private final class Run {

        private final Progress progress;
        private StoreAbilities seen = StoreAbilities.UNKNOWN;
        private boolean answered;
        // With other settings it is another object: one of before may have been left there.
        private String key = prefix + "/" + settingsName();
        private final String damaged = prefix + "/damaged";

        Run(Progress progress) {
            this.progress = progress;
        }

        private void saw(Ability ability, boolean answer) {
            seen = seen.with(ability, answer);
        }

        void all() throws StoreUnavailable {
            if (!first()) {
                return;
            }
            head();
            if (!seen.answers().containsKey(Ability.CONDITIONAL_WRITES)) {
                see(Ability.CONDITIONAL_WRITES, put(key, SECOND, SECOND, true, encrypts()));
            }
            see(Ability.CHECKSUMS_CHECKED, put(damaged, SECOND, FIRST, false, encrypts()));
            parts();
            boolean removed = remove(key);
            removed &= remove(damaged);
            saw(Ability.REMOVAL, removed);
        }

        private boolean encrypts() {
            return settings.encryption().wanted() && !seen.lacks(Ability.ENCRYPTION);
        }

        /** What was refused is an ability, what was done is the lack of one. */
        private void see(Ability refuses, Put put) {
            switch (put) {
                case DONE -> saw(refuses, false);
                case PRECONDITION -> saw(refuses, true);
                case REFUSED -> saw(refuses, refuses == Ability.CHECKSUMS_CHECKED);
                case NOT_ALLOWED -> {}
            }
        }

        /** Whether there is an object to go on with. */
        private boolean first() throws StoreUnavailable {
            boolean wanted = settings.encryption().wanted();
            var put = firstPut(wanted);
            if (put == Put.PRECONDITION) {
                // Left by a trial that was cut, or where nothing can be removed.
                saw(Ability.CONDITIONAL_WRITES, true);
                if (remove(key)) {
                    put = firstPut(wanted);
                } else if (wanted && !isEncrypted()) {
                    // Perhaps of a time when the store did not.
                    key = prefix + "/" + UUID.randomUUID();
                    put = firstPut(true);
                } else {
                    put = Put.DONE;
                }
            }
            if (put != Put.REFUSED) {
                return put == Put.DONE;
            }
            if (put(key, FIRST, FIRST, false, wanted) == Put.DONE) {
                saw(Ability.CONDITIONAL_WRITES, false);
                return true;
            }
            if (wanted && put(key, FIRST, FIRST, true, false) == Put.DONE) {
                saw(Ability.ENCRYPTION, false);
                return true;
            }
            if (wanted && put(key, FIRST, FIRST, false, false) == Put.DONE) {
                saw(Ability.CONDITIONAL_WRITES, false);
                saw(Ability.ENCRYPTION, false);
                return true;
            }
            return false;
        }

        /** The one whose fault is the store's, and no answer about an ability. */
        private Put firstPut(boolean encrypted) throws StoreUnavailable {
            progress.awaitAnswer();
            try {
                s3.putObject(request(key, FIRST, true, encrypted), RequestBody.fromBytes(FIRST));
                answered = true;
                return Put.DONE;
            } catch (S3Exception e) {
                int status = e.statusCode();
                // A key that is unknown or disabled is no store that cannot encrypt.
                if (status == 404 || (status >= 500 && status != 501) || S3Faults.isOfTheKey(e)) {
                    throw unavailable(e);
                }
                answered = true;
                return answer(e);
            }
        }

        private Put put(
                String to,
                byte[] content,
                byte[] digested,
                boolean conditional,
                boolean encrypted) {
            progress.awaitAnswer();
            try {
                s3.putObject(
                        request(to, digested, conditional, encrypted),
                        RequestBody.fromBytes(content));
                return Put.DONE;
            } catch (S3Exception e) {
                return answer(e);
            }
        }

        private PutObjectRequest request(
                String to, byte[] digested, boolean conditional, boolean encrypted) {
            var request =
                    PutObjectRequest.builder()
                            .bucket(settings.bucket())
                            .key(to)
                            .ifNoneMatch(conditional ? "*" : null)
                            .checksumSHA256(base64(digested))
                            .overrideConfiguration(NEVER_AGAIN);
            if (encrypted) {
                settings.encryption().applyTo(request);
            }
            return request.build();
        }

        private void head() {
            progress.awaitAnswer();
            try {
                var head =
                        s3.headObject(request ->
                                request.bucket(settings.bucket())
                                        .key(key)
                                        .checksumMode(ChecksumMode.ENABLED));
                saw(Ability.CHECKSUMS_KEPT, base64(FIRST).equals(head.checksumSHA256()));
                if (encrypts()) {
                    saw(
                            Ability.ENCRYPTION,
                            settings.encryption()
                                    .isConfirmedBy(
                                            head.serverSideEncryptionAsString(),
                                            head.ssekmsKeyId()));
                }
            } catch (S3Exception e) {
                // It may not be read here: unknown.
            }
        }

        private boolean isEncrypted() {
            progress.awaitAnswer();
            try {
                var head = s3.headObject(request -> request.bucket(settings.bucket()).key(key));
                return settings.encryption()
                        .isConfirmedBy(head.serverSideEncryptionAsString(), head.ssekmsKeyId());
            } catch (S3Exception e) {
                return false;
            }
        }

        private void parts() {
            String id;
            progress.awaitAnswer();
            try {
                id =
                        s3.createMultipartUpload(
                                        request -> {
                                            request.bucket(settings.bucket())
                                                    .key(key)
                                                    .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                                                    .overrideConfiguration(NEVER_AGAIN);
                                            if (encrypts()) {
                                                settings.encryption().applyTo(request);
                                            }
                                        })
                                .uploadId();
            } catch (S3Exception e) {
                if (answer(e) == Put.REFUSED) {
                    saw(Ability.MULTIPART, false);
                }
                return;
            }
            try {
                oneUpload(id);
            } finally {
                abort(id);
            }
        }

        private void oneUpload(String id) {
            progress.awaitAnswer();
            String etag;
            try {
                etag =
                        s3.uploadPart(
                                        part ->
                                                part.bucket(settings.bucket())
                                                        .key(key)
                                                        .uploadId(id)
                                                        .partNumber(1)
                                                        .checksumSHA256(base64(SECOND))
                                                        .overrideConfiguration(NEVER_AGAIN),
                                        RequestBody.fromBytes(SECOND))
                                .eTag();
                progress.awaitAnswer();
                // What was sent is asked for after a break.
                boolean listed =
                        s3.listParts(list -> list.bucket(settings.bucket()).key(key).uploadId(id))
                                        .parts()
                                        .size()
                                == 1;
                saw(Ability.MULTIPART, listed);
            } catch (S3Exception e) {
                if (answer(e) == Put.REFUSED) {
                    saw(Ability.MULTIPART, false);
                }
                return;
            }
            progress.awaitAnswer();
            try {
                saw(
                        Ability.UNFINISHED_LISTED,
                        s3
                                .listMultipartUploads(
                                        list -> list.bucket(settings.bucket()).prefix(key))
                                .uploads()
                                .stream()
                                .anyMatch(upload -> upload.uploadId().equals(id)));
            } catch (S3Exception e) {
                saw(Ability.UNFINISHED_LISTED, false);
            }
            complete(id, etag);
        }

        private void complete(String id, @Nullable String etag) {
            progress.awaitAnswer();
            try {
                s3.completeMultipartUpload(request ->
                        request.bucket(settings.bucket())
                                .key(key)
                                .uploadId(id)
                                .ifNoneMatch("*")
                                .overrideConfiguration(NEVER_AGAIN)
                                .multipartUpload(all ->
                                        all.parts(
                                                CompletedPart.builder()
                                                        .partNumber(1)
                                                        .eTag(etag)
                                                        .checksumSHA256(base64(SECOND))
                                                        .build())));
                saw(Ability.CONDITIONAL_COMPLETION, false);
            } catch (S3Exception e) {
                see(Ability.CONDITIONAL_COMPLETION, answer(e));
            }
        }

        private void abort(String id) {
            progress.awaitAnswer();
            try {
                s3.abortMultipartUpload(
                        request -> request.bucket(settings.bucket()).key(key).uploadId(id));
            } catch (S3Exception e) {
                // It is over, or left to the bucket's rule as others are.
            }
        }

        private boolean remove(String which) {
            progress.awaitAnswer();
            try {
                s3.deleteObject(request -> request.bucket(settings.bucket()).key(which));
                return true;
            } catch (S3Exception e) {
                return e.statusCode() == 404;
            }
        }
    }

    private static Put answer(S3Exception e) {
        if (S3Faults.isOfTheKey(e)) {
            // The key's fault is no answer about an ability.
            return Put.NOT_ALLOWED;
        }
        return switch (e.statusCode()) {
            case 412 -> Put.PRECONDITION;
            case 401, 403, 408, 409, 429, 500, 502, 503, 504 -> Put.NOT_ALLOWED;
            default -> Put.REFUSED;
        };
    }

    private static StoreUnavailable unavailable(S3Exception e) {
        try {
            return S3Faults.of(e, Instant.now());
        } catch (StoreRefused refused) {
            return new StoreUnavailable(refused.code());
        }
    }

    private String settingsName() {
        var asked = settings.encryption();
        String text = asked.mode() + " " + asked.kmsKeyId();
        return HexFormat.of()
                .formatHex(sha256(text.getBytes(StandardCharsets.UTF_8)), 0, Long.BYTES);
    }

    private static byte[] sha256(byte[] content) {
        return FileBody.digest("SHA-256").digest(content);
    }

    private static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(sha256(content));
    }
}
