package org.medsendx.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a limit of the kernel instead of a full disk: the same error at the same place. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "sets a Linux resource limit")
class VolumeTest {

    @TempDir Path folder;

    @Test
    void a_probe_leaves_nothing_behind_whether_it_succeeds_or_not() throws IOException {
        Volume.check(folder);
        assertThat(folder).isEmptyDirectory();

        try (var limit = new FileSizeLimit(1000)) {
            assertThat(limit).isNotNull();
            assertThatThrownBy(() -> Volume.check(folder)).isInstanceOf(IOException.class);
            assertThat(Volume.takesFiles(folder)).isFalse();
            assertThat(Volume.takeFiles(folder.resolve("not/there/yet"))).isFalse();
        }
        assertThat(folder).isEmptyDirectory();
        assertThat(Volume.takesFiles(folder)).isTrue();
    }

    @Test
    void what_is_not_there_yet_is_judged_by_the_folder_above_and_not_created() throws IOException {
        assertThat(Volume.takeFiles(folder.resolve("not/there/yet"))).isTrue();
        assertThat(folder).isEmptyDirectory();
        assertThat(Volume.takesFiles(folder.resolve("not"))).isFalse();
    }

    @Test
    void what_is_no_folder_is_not_waited_for() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(Volume.takeFiles(file)).isTrue();
    }

    @Test
    void an_atomic_file_that_fails_leaves_the_old_one_and_nothing_else() throws IOException {
        Path file = folder.resolve("file");
        AtomicFile.write(file, new byte[] {1});

        try (var limit = new FileSizeLimit(1000)) {
            assertThat(limit).isNotNull();
            assertThatThrownBy(() -> AtomicFile.write(file, new byte[5000]))
                    .isInstanceOf(IOException.class);
        }

        assertThat(folder).isDirectoryContaining(path -> path.equals(file));
        assertThat(folder.toFile().list()).hasSize(1);
        assertThat(Files.readAllBytes(file)).containsExactly(1);
    }
}
