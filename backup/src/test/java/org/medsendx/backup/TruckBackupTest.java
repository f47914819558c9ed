package org.medsendx.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.DataFolder;
import org.medsendx.journal.Journal;

/** The commands as an operator gives them, on folders laid out as a truck's. */
class TruckBackupTest {

    @TempDir Path disk;
    private Path truck;
    private Path key;
    private Path recipients;

    private record Result(int exit, String text) {}

    @BeforeEach
    void truck() throws IOException {
        truck = disk.resolve("truck");
        for (var volume : TruckVolume.values()) {
            for (var own : volume.folders()) {
                Path folder = truck.resolve(volume.word()).resolve(own.path());
                Files.createDirectories(folder);
                DataFolder.open(folder, own.owner());
            }
        }
        key = disk.resolve("holder.key");
        recipients = disk.resolve("holder.pub");
        Files.writeString(recipients, run("new-key", key.toString()).text());
    }

    private Result run(String... arguments) {
        var text = new StringWriter();
        var writer = new PrintWriter(text, true);
        int exit = BackupCommand.commandLine().setOut(writer).setErr(writer).execute(arguments);
        return new Result(exit, text.toString());
    }

    private Result backup(Path to, String... more) {
        var arguments =
                new ArrayList<>(
                        List.of("volumes", "--to", to.toString(), "--recipients", "" + recipients));
        arguments.addAll(List.of(more));
        arguments.addAll(volumes(truck));
        return run(arguments.toArray(String[]::new));
    }

    private Result restore(Path from, Path onto) {
        var arguments = new ArrayList<>(List.of("restore", "--key", key.toString()));
        arguments.addAll(volumes(onto));
        arguments.add(from.toString());
        return run(arguments.toArray(String[]::new));
    }

    private static List<String> volumes(Path root) {
        var options = new ArrayList<String>();
        for (var volume : TruckVolume.values()) {
            options.add("--" + volume.word());
            options.add(root.resolve(volume.word()).toString());
        }
        return options;
    }

    private Path put(String name, String content) throws IOException {
        Path file = truck.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    void everything_comes_back_but_keys_locks_and_what_was_half_written() throws IOException {
        Path object = put("deidentified/objects/ab/ab.dcm", "x".repeat(100_000));
        Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-r-----"));
        put("identified/objects/cd.dcm", "original");
        put("identified/anonymizer/tables/patients", "sealed");
        put("identified/anonymizer/keys/vault.key", "secret-key-bytes");
        put("identified/anonymizer/work/half.dcm", "half");
        put("identified/incoming/x.part", "half");
        put("identified/ingest/audit.jsonl.tmp", "half");
        put("uplink/lost+found/x", "x");
        Path file = disk.resolve("truck.age");

        var made = backup(file);

        assertThat(made.exit()).as(made.text()).isZero();
        assertThat(made.text()).contains("written and read back");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readAllBytes(file))
                .asString(java.nio.charset.StandardCharsets.ISO_8859_1)
                .doesNotContain("original", "vault.key");
        var verified = run("verify", "--key", key.toString(), file.toString());
        assertThat(verified.text()).contains("images yes", "whole: ");

        Path onto = disk.resolve("new");
        var restored = restore(file, onto);

        assertThat(restored.exit()).as(restored.text()).isZero();
        assertThat(onto.resolve("deidentified/objects/ab/ab.dcm")).hasSameBinaryContentAs(object);
        assertThat(Files.getPosixFilePermissions(onto.resolve("deidentified/objects/ab/ab.dcm")))
                .isEqualTo(Files.getPosixFilePermissions(object));
        assertThat(
                        Files.getLastModifiedTime(onto.resolve("deidentified/objects/ab/ab.dcm"))
                                .toMillis())
                .isEqualTo(Files.getLastModifiedTime(object).toMillis());
        assertThat(onto.resolve("identified/objects/cd.dcm")).hasContent("original");
        assertThat(onto.resolve("identified/anonymizer/tables/patients")).hasContent("sealed");
        assertThat(onto.resolve("identified/ingest/data-version")).hasContent("edge-ingest 1\n");
        assertThat(onto.resolve("uplink/data-version")).hasContent("uplink-service 1\n");
        for (String absent :
                List.of(
                        "identified/anonymizer/keys",
                        "identified/anonymizer/work",
                        "identified/incoming",
                        "identified/ingest/audit.jsonl.tmp",
                        "uplink/lost+found")) {
            assertThat(onto.resolve(absent)).doesNotExist();
        }
    }

    @Test
    void without_images_only_books_are_taken() throws IOException {
        put("identified/objects/cd.dcm", "original");
        put("derived/objects/cd.png", "picture");
        put("uplink/outbox/epoch", "0011223344556677\n");
        Path file = disk.resolve("books.age");

        assertThat(backup(file, "--without-images").exit()).isZero();
        assertThat(restore(file, disk.resolve("new")).exit()).isZero();

        assertThat(disk.resolve("new/identified/objects")).doesNotExist();
        assertThat(disk.resolve("new/derived/objects")).doesNotExist();
        assertThat(disk.resolve("new/uplink/outbox/epoch")).exists();
    }

    @Test
    void a_restored_outbox_has_a_new_epoch_and_cursors_follow_it() throws IOException {
        put("deidentified/anonymizer/outbox/epoch", "0011223344556677\n");
        put("deidentified/anonymizer/outbox.cursor", "0011223344556677 12 marks\n");
        put("uplink/released-cursor", "0011223344556677 7\n");
        put("uplink/outbox/epoch", "8899aabbccddeeff\n");
        put("uplink/outbox-cursor", "8899aabbccddeeff 3\n");
        Path file = disk.resolve("truck.age");
        backup(file);
        Path onto = disk.resolve("new");

        assertThat(restore(file, onto).exit()).isZero();

        String epoch = Files.readString(onto.resolve("deidentified/anonymizer/outbox/epoch"));
        assertThat(epoch).matches("[0-9a-f]{16}\n").isNotEqualTo("0011223344556677\n");
        assertThat(onto.resolve("deidentified/anonymizer/outbox.cursor"))
                .hasContent(epoch.strip() + " 12 marks\n");
        assertThat(onto.resolve("uplink/released-cursor")).hasContent(epoch.strip() + " 7\n");
        assertThat(Files.readString(onto.resolve("uplink/outbox-cursor")))
                .doesNotContain("8899aabbccddeeff")
                .endsWith(" 3\n");
    }

    @Test
    void is_restored_onto_empty_volumes_only() throws IOException {
        Path file = disk.resolve("truck.age");
        backup(file);
        Path onto = disk.resolve("new");
        Files.createDirectories(onto.resolve("uplink/lost+found"));
        Files.createDirectories(onto.resolve("derived"));
        Files.writeString(onto.resolve("derived/something"), "of somebody");

        var refused = restore(file, onto);

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.text()).contains("derived is not empty");
        assertThat(onto.resolve("identified")).doesNotExist();
        Files.delete(onto.resolve("derived/something"));
        assertThat(restore(file, onto).exit()).isZero();
    }

    @Test
    void a_backup_of_a_newer_data_version_or_a_damaged_one_is_refused_before_anything_is_written()
            throws IOException {
        Files.writeString(truck.resolve("uplink/data-version"), "uplink-service 2\n");
        Path newer = disk.resolve("newer.age");
        backup(newer);
        var refused = restore(newer, disk.resolve("new"));
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.text()).contains("data of version 2, this one knows 1");
        assertThat(run("verify", "--key", key.toString(), newer.toString()).exit()).isEqualTo(1);

        byte[] bytes = Files.readAllBytes(newer);
        bytes[bytes.length - 1] ^= 1;
        Path damaged = Files.write(disk.resolve("damaged.age"), bytes);
        assertThat(restore(damaged, disk.resolve("new")).text()).contains("changed or cut off");
        assertThat(disk.resolve("new")).doesNotExist();
    }

    @Test
    void a_restore_that_was_cut_off_leaves_volumes_on_which_no_service_starts() throws IOException {
        put("identified/ingest/journal/x", "x");
        Path file = disk.resolve("truck.age");
        backup(file);
        byte[] identity = KeyFiles.identity(key);
        var volumes = new java.util.EnumMap<TruckVolume, Path>(TruckVolume.class);
        for (var volume : TruckVolume.values()) {
            volumes.put(volume, disk.resolve("new").resolve(volume.word()));
        }
        var opened = new int[1];

        assertThatThrownBy(() ->
                        TruckRestore.restore(
                                () -> {
                                    if (opened[0]++ == 1) {
                                        throw new IOException("the power went");
                                    }
                                    return SealedBackup.open(file, identity);
                                },
                                volumes))
                .hasMessage("the power went");

        assertThatThrownBy(
                        () -> DataFolder.open(disk.resolve("new/identified/ingest"), "edge-ingest"))
                .hasMessageContaining("belongs to unfinished-restore");
    }

    @Test
    void keys_are_in_a_file_of_their_own() throws IOException {
        Path pseudonym = Files.writeString(disk.resolve("pseudonym.key"), "k1");
        Path vault = Files.writeString(disk.resolve("vault.key"), "k2");
        Path file = disk.resolve("keys.age");

        assertThat(
                        run(
                                        "keys",
                                        "--to",
                                        "" + file,
                                        "--recipients",
                                        "" + recipients,
                                        "" + pseudonym,
                                        "" + vault)
                                .exit())
                .isZero();
        assertThat(
                        run(
                                        "restore-keys",
                                        "--key",
                                        "" + key,
                                        "--to",
                                        "" + disk.resolve("k"),
                                        "" + file)
                                .exit())
                .isZero();

        assertThat(disk.resolve("k/pseudonym.key")).hasContent("k1");
        assertThat(disk.resolve("k/vault.key")).hasContent("k2");
        assertThat(Files.getPosixFilePermissions(disk.resolve("k/vault.key"))).hasSize(2);
        assertThat(restore(file, disk.resolve("new")).exit()).isEqualTo(1);
    }

    @Test
    void a_secret_key_is_refused_where_a_public_one_belongs_and_no_file_is_written_over()
            throws IOException {
        Path there = Files.writeString(disk.resolve("there.age"), "something");

        assertThat(backup(there).exit()).isEqualTo(1);
        assertThat(there).hasContent("something");
        Files.copy(key, recipients, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        var refused = backup(disk.resolve("new.age"));
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.text())
                .contains("has a secret key")
                .doesNotContain(Files.readString(key).lines().toList().get(1));
        assertThat(run("volumes").exit()).isEqualTo(2);
    }

    /**
     * A stage with the promises of the real ones: it notes in a ledger what it told in an outbox,
     * forgets old records of both, and moves a cursor behind them.
     */
    private final class Working implements AutoCloseable {
        final AtomicBoolean ending = new AtomicBoolean();
        final CountDownLatch begun = new CountDownLatch(1);
        final Thread thread;
        @Nullable Throwable failure;

        Working() {
            thread = Thread.ofPlatform().start(this::work);
        }

        private void work() {
            Path own = truck.resolve("uplink");
            try (var jobs = Journal.open(own.resolve("jobs"), 2_000);
                    var outbox = Journal.open(own.resolve("outbox"), 2_000)) {
                for (int i = 0; !ending.get(); i++) {
                    byte[] number = ByteBuffer.allocate(64).putInt(i).array();
                    outbox.append(number);
                    jobs.append(number);
                    AtomicFile.write(own.resolve("outbox-cursor"), ("" + i).getBytes(UTF_8));
                    if (i % 50 == 49) {
                        jobs.forget(jobs.size() - 40);
                        outbox.forget(outbox.size() - 200);
                        begun.countDown();
                    }
                }
            } catch (IOException | RuntimeException e) {
                failure = e;
                begun.countDown();
            }
        }

        @Override
        public void close() throws InterruptedException {
            ending.set(true);
            thread.join();
        }
    }

    @Test
    void a_backup_of_a_truck_at_work_holds_together() throws Exception {
        try (var working = new Working()) {
            working.begun.await();
            for (int i = 0; i < 15; i++) {
                Path file = disk.resolve(i + ".age");
                Path onto = disk.resolve("new" + i);
                var made = backup(file);
                assertThat(made.exit()).as(made.text()).isZero();

                assertThat(restore(file, onto).exit()).isZero();

                try (var jobs = Journal.open(onto.resolve("uplink/jobs"), 2_000);
                        var outbox = Journal.open(onto.resolve("uplink/outbox"), 2_000)) {
                    long cursor =
                            Long.parseLong(Files.readString(onto.resolve("uplink/outbox-cursor")));
                    // What a later file says was done is in the one that was copied afterwards.
                    assertThat(jobs.size()).isGreaterThan(cursor);
                    assertThat(outbox.size()).isGreaterThanOrEqualTo(jobs.size());
                    assertThat(outbox.first()).isLessThanOrEqualTo(cursor);
                    jobs.replay(
                            jobs.first(),
                            (record, index) ->
                                    assertThat(ByteBuffer.wrap(record).getInt())
                                            .isEqualTo((int) index));
                }
            }
            assertThat(working.failure).isNull();
        }
    }
}
