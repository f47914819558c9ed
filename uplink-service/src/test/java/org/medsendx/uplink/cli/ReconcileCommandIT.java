package org.medsendx.uplink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.outbox.Outbox;
import org.medsendx.uplink.storage.Knowledge;
import org.medsendx.uplink.storage.S3ObjectStore;
import org.medsendx.uplink.storage.S3Server;
import org.medsendx.uplink.upload.Jobs;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.UploadJob;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

@Timeout(180)
class ReconcileCommandIT {

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<UploadJob> uploaded = new ArrayList<>();
    private S3Server server;
    private S3Client s3;

    @BeforeEach
    void uploadFiveObjects() throws Exception {
        server = S3Server.started(folder.resolve("s3"));
        s3 = server.client();
        var store = new S3ObjectStore(s3, server.settings(1 << 20), Knowledge.none());
        try (var ledger = Outbox.open(folder.resolve("uplink/outbox"), "uplink")) {
            for (int i = 0; i < 5; i++) {
                var job =
                        UploadJob.of(
                                Jobs.released(folder, "2.25." + (i + 1), new byte[1000 + i]), null);
                var wait = Duration.ofMinutes(1);
                store.put(job, folder.resolve(job.content().file()), new Progress(wait, wait));
                ledger.append(
                        job.uploaded(S3Server.BUCKET, Encryption.NONE),
                        job.content().sha256(),
                        null);
                uploaded.add(job);
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        s3.close();
        server.close();
    }

    @Test
    void says_with_status_0_that_all_is_equal_and_changes_nothing() throws Exception {
        var before = s3.listObjectsV2(list -> list.bucket(S3Server.BUCKET)).contents();

        assertThat(run()).isZero();

        assertThat(out.toString())
                .contains("ledger of TRUCK1: 5 objects, whole from its beginning", "equal 5")
                .contains("different 0, missing 0, extra 0");
        assertThat(s3.listObjectsV2(list -> list.bucket(S3Server.BUCKET)).contents())
                .isEqualTo(before);
    }

    @Test
    void says_with_status_1_what_differs() throws Exception {
        String lost = uploaded.get(0).key();
        String changed = uploaded.get(1).key();
        s3.deleteObject(delete -> delete.bucket(S3Server.BUCKET).key(lost));
        s3.putObject(
                put -> put.bucket(S3Server.BUCKET).key(changed),
                RequestBody.fromBytes(new byte[] {1}));

        assertThat(run("--json")).isEqualTo(1);

        var json = EventCodec.JSON.readTree(out.toString());
        assertThat(json.get("differences"))
                .extracting(one -> one.get("is").asText() + " " + one.get("key").asText())
                .containsExactlyInAnyOrder("missing " + lost, "other-size " + changed);
        assertThat(json.get("equal").asLong()).isEqualTo(3);
        assertThat(json.get("missing").asLong()).isEqualTo(1);
        assertThat(json.get("ledgerFrom").isNull()).isTrue();
    }

    @Test
    void reads_all_back_when_it_is_asked_to() throws Exception {
        assertThat(run("--read")).isZero();

        assertThat(out.toString()).contains("5 read back");
    }

    @Test
    void says_with_status_2_that_it_could_not_compare() throws Exception {
        server.stop();

        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("no-answer").doesNotContain("TRUCK1/");
        assertThat(run(folder.resolve("nowhere"), "--truck", "TRUCK1")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no ledger");
        assertThat(run(folder.resolve("uplink"))).isEqualTo(2);
        assertThat(run(folder.resolve("uplink"), "--truck", "a/b")).isEqualTo(2);
    }

    private int run(String... more) throws Exception {
        var arguments = new ArrayList<>(List.of("--truck", "TRUCK1"));
        arguments.addAll(List.of(more));
        return run(folder.resolve("uplink"), arguments.toArray(String[]::new));
    }

    private int run(Path uplink, String... more) throws Exception {
        Path settings = folder.resolve("uplink-service.properties");
        Files.writeString(
                settings,
                "medsendx.uplink.bucket="
                        + S3Server.BUCKET
                        + "\nquarkus.s3.endpoint-override="
                        + server.endpoint()
                        + "\nquarkus.s3.aws.region=eu-central-1\n");
        var arguments =
                new ArrayList<>(
                        List.of("--settings", settings.toString(), "--uplink", uplink.toString()));
        arguments.addAll(List.of(more));
        return ReconcileCommand.commandLine(
                        Map.of(
                                "AWS_ACCESS_KEY_ID",
                                S3Server.KEY_ID,
                                "AWS_SECRET_ACCESS_KEY",
                                S3Server.SECRET))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
