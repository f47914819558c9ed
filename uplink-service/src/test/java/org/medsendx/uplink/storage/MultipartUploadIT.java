package org.medsendx.uplink.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.uplink.upload.Jobs;
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
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

class MultipartUploadIT {

    private static final int MIB = 1 << 20;

    @TempDir Path folder;
    private final List<Integer> sent = new CopyOnWriteArrayList<>();
    private volatile int breaksAtPart;
    private S3Server server;
    private S3Client s3;

    /** Notes the parts that are sent, and breaks the link at one of them. */
    private final class Link implements ExecutionInterceptor {
        @Override
        public void beforeTransmission(
                Context.BeforeTransmission context, ExecutionAttributes attributes) {
            if (context.request() instanceof UploadPartRequest part) {
                if (part.partNumber() == breaksAtPart) {
                    throw SdkClientException.create("the link broke");
                }
                sent.add(part.partNumber());
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = S3Server.started(folder.resolve("s3"));
        s3 = server.client(new Link());
    }

    @AfterEach
    void stop() throws Exception {
        s3.close();
        server.close();
    }

    @Test
    void sends_a_large_object_in_parts() throws Exception {
        byte[] content = bytes(12 * MIB + 77);
        var job = job(content);

        var receipt = store().put(job, file(job), progress());

        assertThat(receipt.existed()).isFalse();
        assertThat(sent).containsExactly(1, 2, 3);
        var stored = s3.getObjectAsBytes(get -> get.bucket(S3Server.BUCKET).key(job.key()));
        assertThat(stored.asByteArray()).isEqualTo(content);
        assertThat(stored.response().contentType()).isEqualTo("application/dicom");
        assertThat(stored.response().metadata())
                .isEqualTo(
                        Map.of(
                                "sha256",
                                job.content().sha256(),
                                "object-id",
                                job.objectId().toString()));
        assertThat(folder.resolve("multipart")).isEmptyDirectory();
    }

    @Test
    void goes_on_where_the_link_broke() throws Exception {
        byte[] content = bytes(12 * MIB);
        var job = job(content);
        breaksAtPart = 3;
        assertThatThrownBy(() -> store().put(job, file(job), progress()))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(sent).containsExactly(1, 2);
        breaksAtPart = 0;

        var receipt = store().put(job, file(job), progress());

        assertThat(receipt.existed()).isFalse();
        assertThat(sent).containsExactly(1, 2, 3);
        assertThat(
                        s3.getObjectAsBytes(get -> get.bucket(S3Server.BUCKET).key(job.key()))
                                .asByteArray())
                .isEqualTo(content);
    }

    @Test
    void begins_anew_when_the_store_forgot_the_upload() throws Exception {
        var job = job(bytes(12 * MIB));
        breaksAtPart = 2;
        assertThatThrownBy(() -> store().put(job, file(job), progress()))
                .isInstanceOf(StoreUnavailable.class);
        breaksAtPart = 0;
        for (var upload : s3.listMultipartUploads(l -> l.bucket(S3Server.BUCKET)).uploads()) {
            s3.abortMultipartUpload(abort ->
                    abort.bucket(S3Server.BUCKET).key(upload.key()).uploadId(upload.uploadId()));
        }

        assertThatThrownBy(() -> store().put(job, file(job), progress()))
                .isInstanceOf(StoreUnavailable.class);
        var receipt = store().put(job, file(job), progress());

        assertThat(receipt.existed()).isFalse();
    }

    @Test
    void sends_nothing_of_an_object_that_is_there() throws Exception {
        var job = job(bytes(12 * MIB));
        store().put(job, file(job), progress());
        sent.clear();

        var receipt = store().put(job, file(job), progress());

        assertThat(receipt.existed()).isTrue();
        assertThat(sent).isEmpty();
    }

    @Test
    void never_overwrites_other_content_under_the_key() throws Exception {
        var job = job(bytes(12 * MIB));
        s3.putObject(
                put -> put.bucket(S3Server.BUCKET).key(job.key()),
                RequestBody.fromString("somebody else's"));

        assertThatThrownBy(() -> store().put(job, file(job), progress()))
                .isInstanceOfSatisfying(
                        StoreRefused.class, e -> assertThat(e.code()).isEqualTo("key-conflict"));
        assertThat(sent).isEmpty();
    }

    @Test
    void ends_an_upload_of_the_same_object_that_nobody_knows_and_no_other() throws Exception {
        var job = job(bytes(12 * MIB));
        var other = UploadJob.of(Jobs.released(folder, "2.25.2", bytes(12 * MIB)), null);
        String unknown = begun(job.key());
        String foreign = begun(other.key());

        store().put(job, file(job), progress());

        assertThat(unfinished()).contains(foreign).doesNotContain(unknown);
    }

    @Test
    void ends_what_it_began_of_an_object_that_is_there_now() throws Exception {
        var job = job(bytes(12 * MIB));
        breaksAtPart = 2;
        assertThatThrownBy(() -> store().put(job, file(job), progress()))
                .isInstanceOf(StoreUnavailable.class);
        breaksAtPart = 0;
        // As after a restore to a new box, which knows no ids.
        store(folder.resolve("restored")).put(job, file(job), progress());

        assertThat(store().put(job, file(job), progress()).existed()).isTrue();

        assertThat(unfinished()).isEmpty();
        assertThat(folder.resolve("multipart")).isEmptyDirectory();
    }

    @Test
    void tells_of_an_attempt_that_brought_the_object_forward() throws Exception {
        var job = job(bytes(12 * MIB));
        for (int part : new int[] {1, 2}) {
            breaksAtPart = part;
            var progress = progress();
            assertThatThrownBy(() -> store().put(job, file(job), progress))
                    .isInstanceOf(StoreUnavailable.class);
            assertThat(progress.partsArrived()).isEqualTo(part == 2);
        }
    }

    private String begun(String key) {
        return s3.createMultipartUpload(create -> create.bucket(S3Server.BUCKET).key(key))
                .uploadId();
    }

    private List<String> unfinished() {
        return s3.listMultipartUploads(list -> list.bucket(S3Server.BUCKET)).uploads().stream()
                .map(upload -> upload.uploadId())
                .toList();
    }

    private S3ObjectStore store() {
        return store(folder.resolve("multipart"));
    }

    private S3ObjectStore store(Path multipart) {
        return new S3ObjectStore(
                s3,
                new S3Settings(
                        S3Server.BUCKET,
                        new ServerSideEncryption(Encryption.NONE, null),
                        MIB,
                        8 * MIB,
                        5 * MIB,
                        5 * MIB,
                        multipart),
                Knowledge.none());
    }

    private UploadJob job(byte[] content) throws Exception {
        return UploadJob.of(Jobs.released(folder, "2.25.1", content), null);
    }

    private Path file(UploadJob job) {
        assertThat(Files.exists(folder.resolve(job.content().file()))).isTrue();
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
