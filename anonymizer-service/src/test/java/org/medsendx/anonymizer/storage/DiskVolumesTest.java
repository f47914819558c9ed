package org.medsendx.anonymizer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way over the border between two file systems, as the volumes of a truck are. */
class DiskVolumesTest {

    private static final int ROOM = 1 << 20;

    @TempDir Path folder;
    private Path identified;
    private Path deidentified;
    private DiskVolumes volumes;

    @BeforeEach
    void mount() throws Exception {
        identified = folder.resolve("identified");
        deidentified = Files.createDirectory(folder.resolve("deidentified"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + ROOM, "tmpfs", deidentified.toString()),
                "skipped: only root can mount a second file system");
        volumes = DiskVolumes.open(identified, deidentified);
        assertThat(Files.getFileStore(identified)).isNotEqualTo(Files.getFileStore(deidentified));
    }

    @AfterEach
    void unmount() throws Exception {
        if (volumes != null) {
            assertThat(run("umount", deidentified.toString())).isTrue();
        }
    }

    @Test
    void moves_a_copy_with_its_rights_and_leaves_nothing_behind() throws Exception {
        var id = UUID.randomUUID();
        byte[] bytes = bytes(ROOM / 4);
        Path copy = copy(id, bytes);

        String file = volumes.keep(id, copy);

        Path kept = deidentified.resolve(file);
        assertThat(kept).hasBinaryContent(bytes);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-r-----");
        assertThat(kept.getParent()).isDirectoryNotContaining("glob:**/.*");
        assertThat(identified.resolve("anonymizer/work")).isEmptyDirectory();
    }

    @Test
    void goes_on_where_a_crash_left_half_a_copy() throws Exception {
        var id = UUID.randomUUID();
        byte[] bytes = bytes(ROOM / 4);
        Path target = deidentified.resolve(volumes.keep(id, copy(id, bytes)));
        Files.move(target, target.resolveSibling("." + id));

        assertThat(volumes.keep(id, copy(id, bytes))).endsWith(id + ".dcm");

        assertThat(target).hasBinaryContent(bytes);
        assertThat(target.getParent()).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void keeps_the_copy_and_nothing_half_when_the_clean_volume_is_full() throws Exception {
        var id = UUID.randomUUID();
        byte[] bytes = bytes(2 * ROOM);
        Path copy = copy(id, bytes);

        assertThatThrownBy(() -> volumes.keep(id, copy)).isInstanceOf(IOException.class);

        assertThat(copy).hasBinaryContent(bytes);
        try (var files = Files.walk(deidentified.resolve("objects"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private Path copy(UUID id, byte[] bytes) throws IOException {
        Path copy = Files.write(volumes.work(id), bytes);
        return Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r-----"));
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new Random(5).nextBytes(bytes);
        return bytes;
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
