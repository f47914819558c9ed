package org.medsendx.uplink.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.uplink.ability.Ability;
import org.medsendx.uplink.ability.StoreAbilities;
import org.medsendx.uplink.ability.StoreKnowledge;
import org.medsendx.uplink.upload.Jobs;
import org.medsendx.uplink.upload.ObjectStore.Receipt;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;
import org.medsendx.uplink.upload.UploadJob;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * What the uplink promises on any S3 store. Each kind of store runs all of it, whatever that kind
 * is able to do: the promises are the same, only the ways differ.
 */
@Timeout(300)
abstract class ObjectStoreContract {

    private static final int MIB = 1 << 20;

    /** The least of an object in parts: two of them. */
    private static final int LARGE = 5 * MIB + 1000;

    @TempDir Path folder;
    private final List<Integer> sentParts = new CopyOnWriteArrayList<>();
    private final List<UploadJob> jobs = new ArrayList<>();
    private final String run = UUID.randomUUID().toString();
    private volatile int breaksAtPart;
    private S3Client s3;

    /** A client of the store; the same settings as the uplink's. */
    abstract S3Client client(ExecutionInterceptor... interceptors);

    abstract String bucket();

    /** What the store is asked to encrypt with in all tests but those of encryption. */
    ServerSideEncryption encryption() {
        return new ServerSideEncryption(Encryption.NONE, null);
    }

    /** Whether the server keeps an object whose key has an unfinished upload that is ended. */
    boolean endingAnUploadLeavesTheObject() {
        return true;
    }

    /** Below what all keys of the test lie. */
    String prefix() {
        return "TRUCK1";
    }

    /** Notes the parts that are sent, and breaks the link at one of them. */
    private final class Link implements ExecutionInterceptor {
        @Override
        public void beforeTransmission(
                Context.BeforeTransmission context, ExecutionAttributes attributes) {
            if (context.request() instanceof UploadPartRequest part
                    && !part.key().contains("/probe/")) {
                if (part.partNumber() == breaksAtPart) {
                    throw SdkClientException.create("the link broke");
                }
                sentParts.add(part.partNumber());
            }
        }
    }

    @BeforeEach
    void connect() {
        s3 = client(new Link());
    }

    @AfterEach
    void leaveNothingBehind() {
        if (s3 == null) {
            return;
        }
        for (var job : jobs) {
            s3.deleteObject(delete -> delete.bucket(bucket()).key(job.key()));
        }
        for (var upload : s3.listMultipartUploads(list -> list.bucket(bucket())).uploads()) {
            if (upload.key().contains(run)) {
                s3.abortMultipartUpload(abort ->
                        abort.bucket(bucket()).key(upload.key()).uploadId(upload.uploadId()));
            }
        }
        s3.close();
    }

    @Test
    void stores_an_object_with_its_digest_and_id_and_nothing_else_about_it() throws Exception {
        byte[] content = bytes(300_000);
        var job = job(content);

        var receipt = store().put(job, file(job), progress());

        assertThat(receipt).isEqualTo(new Receipt(bucket(), encryption().mode(), false));
        assertStored(job, content);
    }

    @Test
    void finds_an_object_there_when_it_is_stored_again() throws Exception {
        var job = job(bytes(10_000));
        store().put(job, file(job), progress());
        var before = s3.headObject(head -> head.bucket(bucket()).key(job.key()));

        var receipt = store().put(job, file(job), progress());

        assertThat(receipt.existed()).isTrue();
        assertThat(s3.headObject(head -> head.bucket(bucket()).key(job.key())))
                .extracting(HeadObjectResponse::lastModified, HeadObjectResponse::eTag)
                .containsExactly(before.lastModified(), before.eTag());
    }

    @Test
    void never_overwrites_other_content_under_the_key() throws Exception {
        var job = job(bytes(10_000));
        write(job, "somebody else's");

        assertRefused(store(), job, StoreRefused.KEY_CONFLICT);
        assertThat(content(job)).asString().isEqualTo("somebody else's");
    }

    @Test
    void does_not_take_a_file_whose_bytes_are_not_those_that_were_announced() throws Exception {
        byte[] content = bytes(10_000);
        var job = job(content);
        content[5_000]++;
        Files.write(file(job), content);

        // The store refuses it, or it is read back and is another.
        assertThatThrownBy(() -> store().put(job, file(job), progress()))
                .isInstanceOf(StoreRefused.class);
    }

    @Test
    void goes_on_with_a_large_object_where_the_link_broke() throws Exception {
        byte[] content = bytes(2 * LARGE + 77);
        var job = job(content);
        breaksAtPart = 3;
        assertThatThrownBy(() -> store().put(job, file(job), progress()))
                .isInstanceOf(StoreUnavailable.class);
        breaksAtPart = 0;

        var receipt = store().put(job, file(job), progress());

        assertThat(receipt.existed()).isFalse();
        assertThat(sentParts).containsExactly(1, 2, 3);
        assertStored(job, content);
    }

    @Test
    void never_overwrites_what_came_under_the_key_while_parts_were_sent() throws Exception {
        assumeTrue(
                endingAnUploadLeavesTheObject(),
                "this server removes an object when an unfinished upload of its key is ended");
        var job = job(bytes(2 * LARGE));
        breaksAtPart = 3;
        assertThatThrownBy(() -> store().put(job, file(job), progress()))
                .isInstanceOf(StoreUnavailable.class);
        breaksAtPart = 0;
        write(job, "somebody else's");

        assertRefused(store(), job, StoreRefused.KEY_CONFLICT);
        assertThat(content(job)).asString().isEqualTo("somebody else's");
        assertThat(unfinished(job)).isEmpty();
    }

    @Test
    void ends_an_unfinished_upload_of_the_same_key_that_nobody_knows() throws Exception {
        var job = job(bytes(2 * LARGE));
        s3.createMultipartUpload(create -> create.bucket(bucket()).key(job.key()));

        store().put(job, file(job), progress());

        assertThat(unfinished(job)).isEmpty();
    }

    @Test
    void waits_for_a_bucket_that_is_missing() throws Exception {
        var job = job(bytes(10_000));
        var elsewhere =
                new S3ObjectStore(
                        s3,
                        new S3Settings(
                                "medsendx-missing-" + run.substring(0, 8),
                                encryption(),
                                0,
                                64 * MIB,
                                16 * MIB,
                                16 * MIB,
                                folder),
                        Knowledge.of(StoreAbilities.UNKNOWN));

        assertThatThrownBy(() -> elsewhere.put(job, file(job), progress()))
                .isInstanceOf(StoreUnavailable.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Ability.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ENCRYPTION", "UNFINISHED_LISTED", "REMOVAL"})
    void keeps_its_promises_without(Ability missing) throws Exception {
        var store = store(Knowledge.of(StoreAbilities.UNKNOWN.with(missing, false)));
        byte[] large = bytes(LARGE);
        var small = job(bytes(50_000));
        var parts = job(large);
        var taken = job(bytes(20_000));
        var takenLarge = job(bytes(LARGE + 1));
        write(taken, "somebody else's");
        write(takenLarge, "somebody else's");

        assertThat(store.put(small, file(small), progress()).existed()).isFalse();
        assertThat(store.put(small, file(small), progress()).existed()).isTrue();
        assertThat(store.put(parts, file(parts), progress()).existed()).isFalse();
        assertThat(store.put(parts, file(parts), progress()).existed()).isTrue();
        assertRefused(store, taken, StoreRefused.KEY_CONFLICT);
        assertRefused(store, takenLarge, StoreRefused.KEY_CONFLICT);

        assertStored(parts, large);
        assertThat(content(taken)).asString().isEqualTo("somebody else's");
        assertThat(content(takenLarge)).asString().isEqualTo("somebody else's");
    }

    @Test
    void learns_what_the_store_can_do_and_leaves_nothing_there() throws Exception {
        String where = prefix() + "/" + run + "/probe";

        var seen =
                StoreTrial.below(s3, settings(encryption()), where, folder.resolve("probe-name"))
                        .ask(progress());

        System.out.println(getClass().getSimpleName() + ": " + seen.words());
        seen.consequences().forEach(System.out::println);
        for (var ability : Ability.values()) {
            if (ability != Ability.ENCRYPTION) {
                assertThat(seen.word(ability)).as(ability.code()).isNotEqualTo("unknown");
            }
        }
        assertThat(s3.listObjectsV2(list -> list.bucket(bucket()).prefix(where)).contents())
                .isEmpty();
        assertThat(s3.listMultipartUploads(list -> list.bucket(bucket()).prefix(where)).uploads())
                .isEmpty();
        assertSeen(seen);
    }

    /** What is known of this kind of store. */
    void assertSeen(StoreAbilities seen) {}

    @Test
    void sends_nothing_unencrypted_to_a_store_that_is_to_encrypt() throws Exception {
        var wanted = new ServerSideEncryption(Encryption.AES256, null);
        var knowledge = asked(wanted);
        var job = job(bytes(10_000));
        var store = new S3ObjectStore(s3, settings(wanted), knowledge);

        if (knowledge.abilities(progress()).has(Ability.ENCRYPTION)) {
            assertThat(store.put(job, file(job), progress()).encryption())
                    .isEqualTo(Encryption.AES256);
            assertThat(
                            s3.headObject(head -> head.bucket(bucket()).key(job.key()))
                                    .serverSideEncryptionAsString())
                    .isEqualTo("AES256");
        } else {
            assertThatThrownBy(() -> store.put(job, file(job), progress()))
                    .isInstanceOfSatisfying(
                            StoreUnavailable.class,
                            e -> assertThat(e.code()).isEqualTo("store-does-not-encrypt"));
            assertThatThrownBy(() -> content(job))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
        }
    }

    @Test
    void parks_an_object_that_lies_there_without_the_encryption_that_is_asked_for()
            throws Exception {
        var wanted = new ServerSideEncryption(Encryption.AES256, null);
        var knowledge = asked(wanted);
        assumeTrue(
                knowledge.abilities(progress()).has(Ability.ENCRYPTION),
                "the store does not encrypt");
        byte[] content = bytes(10_000);
        var job = job(content);
        s3.putObject(put -> put.bucket(bucket()).key(job.key()), RequestBody.fromBytes(content));
        assumeTrue(
                s3.headObject(head -> head.bucket(bucket()).key(job.key()))
                                .serverSideEncryptionAsString()
                        == null,
                "the store encrypts by itself");

        assertRefused(
                new S3ObjectStore(s3, settings(wanted), knowledge), job, "encryption-mismatch");
    }

    private void assertStored(UploadJob job, byte[] content) {
        var stored = s3.getObjectAsBytes(get -> get.bucket(bucket()).key(job.key()));
        assertThat(stored.asByteArray()).isEqualTo(content);
        assertThat(stored.response().contentType()).isEqualTo("application/dicom");
        assertThat(stored.response().metadata())
                .isEqualTo(
                        Map.of(
                                "sha256",
                                job.content().sha256(),
                                "object-id",
                                job.objectId().toString()));
    }

    private void assertRefused(S3ObjectStore store, UploadJob job, String code) {
        assertThatThrownBy(() -> store.put(job, file(job), progress()))
                .isInstanceOfSatisfying(
                        StoreRefused.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private void write(UploadJob job, String content) {
        s3.putObject(put -> put.bucket(bucket()).key(job.key()), RequestBody.fromString(content));
    }

    private byte[] content(UploadJob job) {
        return s3.getObjectAsBytes(get -> get.bucket(bucket()).key(job.key())).asByteArray();
    }

    private List<String> unfinished(UploadJob job) {
        return s3
                .listMultipartUploads(list -> list.bucket(bucket()).prefix(job.key()))
                .uploads()
                .stream()
                .map(upload -> upload.uploadId())
                .toList();
    }

    private S3ObjectStore store() {
        return store(asked(encryption()));
    }

    private S3ObjectStore store(StoreKnowledge knowledge) {
        return new S3ObjectStore(s3, settings(encryption()), knowledge);
    }

    private StoreKnowledge asked(ServerSideEncryption encryption) {
        return new StoreKnowledge(
                StoreTrial.below(
                        s3,
                        settings(encryption),
                        prefix() + "/" + run + "/probe",
                        folder.resolve("probe-name")),
                Duration.ofDays(1),
                Duration.ofMinutes(10),
                InstantSource.system());
    }

    private S3Settings settings(ServerSideEncryption encryption) {
        return new S3Settings(
                bucket(), encryption, MIB, LARGE, 5 * MIB, 5 * MIB, folder.resolve("multipart"));
    }

    private UploadJob job(byte[] content) throws IOException {
        var plain = UploadJob.of(Jobs.released(folder, "2.25.1", content), null);
        var job =
                new UploadJob(
                        plain.instance(),
                        plain.kind(),
                        plain.volume(),
                        plain.content(),
                        plain.contentType(),
                        prefix() + "/" + run + "/" + plain.objectId() + ".dcm",
                        null,
                        null,
                        List.of());
        jobs.add(job);
        return job;
    }

    private Path file(UploadJob job) {
        return folder.resolve(job.content().file());
    }

    private static Progress progress() {
        return new Progress(Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}
