package org.medsendx.anonymizer.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.Sha256;
import org.medsendx.outbox.retention.Confirmation;
import org.medsendx.outbox.retention.Confirmation.What;
import org.medsendx.outbox.retention.ConfirmedFiles;

class UploadedObjectsTest {

    private static final Duration KEEP = Duration.ofDays(14);
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final Instant LATE = START.plus(Duration.ofDays(100));

    @TempDir Path folder;
    private UploadedObjects objects;
    private ConfirmedFiles files;

    @BeforeEach
    void open() throws IOException {
        objects = new UploadedObjects(this::object, this::report);
        files =
                ConfirmedFiles.open(
                        folder.resolve("confirmed"), objects, KEEP, Duration.ofDays(30));
    }

    @AfterEach
    void close() throws IOException {
        files.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void object_and_report_go_when_the_instance_is_in_the_cloud_and_assessed(boolean assessedFirst)
            throws IOException {
        UUID id = write();
        if (assessedFirst) {
            files.add(assessed(id, START));
            files.add(uploaded(id, "object", "report", START.plusSeconds(1)));
        } else {
            files.add(uploaded(id, "object", "report", START));
            files.add(assessed(id, START.plusSeconds(1)));
        }
        assertThat(UploadedObjects.atItsEnd(id, files::find)).isTrue();
        files.round(START.plus(KEEP).minusSeconds(1));
        assertThat(object(id)).exists();

        files.round(START.plus(KEEP).plusSeconds(1));

        assertThat(object(id)).doesNotExist();
        assertThat(report(id)).doesNotExist();
        assertThat(files.deletedFiles()).isEqualTo(2);
        assertThat(UploadedObjects.atItsEnd(id, files::find)).isTrue();
    }

    @Test
    void an_instance_that_nobody_assessed_stays() throws IOException {
        UUID id = write();
        files.add(uploaded(id, "object", "report", START));
        files.round(LATE);
        assertThat(object(id)).exists();
        assertThat(UploadedObjects.atItsEnd(id, files::find)).isFalse();

        files.add(assessed(id, LATE));
        files.round(LATE.plus(KEEP));
        assertThat(object(id)).doesNotExist();
    }

    @Test
    void an_instance_that_is_not_in_the_cloud_stays() throws IOException {
        UUID id = write();
        files.add(assessed(id, START));
        files.add(
                new Confirmation(
                        id, What.HIGHLIGHT, Sha256.of("object"), 6, Sha256.of("report"), START));
        files.round(LATE);
        assertThat(object(id)).exists();
        assertThat(report(id)).exists();
        assertThat(UploadedObjects.atItsEnd(id, files::find)).isFalse();
    }

    @Test
    void a_report_that_the_cloud_did_not_confirm_stays() throws IOException {
        UUID without = write();
        files.add(uploaded(without, "object", null, START));
        files.add(assessed(without, START));
        UUID another = write();
        files.add(uploaded(another, "object", "another report", START));
        files.add(assessed(another, START));
        files.round(LATE);
        assertThat(object(without)).doesNotExist();
        assertThat(report(without)).exists();
        assertThat(report(another)).exists();
        assertThat(files.refused()).isOne();
    }

    @Test
    void an_upload_long_after_the_assessment_has_its_own_time() throws IOException {
        UUID id = write();
        files.add(assessed(id, START));
        files.round(LATE);
        files.add(uploaded(id, "object", "report", LATE));
        files.round(LATE.plus(KEEP).minusSeconds(1));
        assertThat(object(id)).exists();
        files.round(LATE.plus(KEEP));
        assertThat(object(id)).doesNotExist();
    }

    private static Confirmation assessed(UUID id, Instant at) {
        return new Confirmation(id, What.ASSESSED, null, 0, null, at);
    }

    private static Confirmation uploaded(
            UUID id, String object, @Nullable String report, Instant at) {
        return new Confirmation(
                id,
                What.INSTANCE,
                Sha256.of(object),
                object.length(),
                report == null ? null : Sha256.of(report),
                at);
    }

    private Path object(UUID id) {
        return folder.resolve(id + ".dcm");
    }

    private Path report(UUID id) {
        return folder.resolve(id + ".report.json");
    }

    private UUID write() throws IOException {
        UUID id = UUID.randomUUID();
        Files.writeString(object(id), "object");
        Files.writeString(report(id), "report");
        return id;
    }
}
