package org.medsendx.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForcedFoldersTest {

    @TempDir Path folder;

    @Test
    void a_folder_is_made_with_those_above_it_and_with_its_own_rights() throws IOException {
        Path made = folder.resolve("a/b/c");
        ForcedFolders.create(made, "rwx------");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        ForcedFolders.create(made, "rwxr-x---");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .as("what is there keeps its rights")
                .isEqualTo("rwx------");
    }

    @Test
    void a_folder_that_many_threads_want_at_once_is_there_for_each() throws Exception {
        var folders = new ForcedFolders();
        for (int round = 0; round < 20; round++) {
            Path wanted = folder.resolve("round" + round);
            Callable<Boolean> want =
                    () -> {
                        folders.make(wanted, "rwxr-x---");
                        return Files.isDirectory(wanted);
                    };
            try (var threads = Executors.newFixedThreadPool(4)) {
                for (var done : threads.invokeAll(Collections.nCopies(4, want))) {
                    assertThat(done.get()).isTrue();
                }
            }
        }
    }

    @Test
    void a_folder_that_somebody_removed_is_made_again() throws IOException {
        var folders = new ForcedFolders();
        Path made = folder.resolve("a");
        folders.make(made);
        Files.delete(made);

        folders.make(made);
        assertThat(made).isDirectory();
    }

    @Test
    void a_file_in_its_place_is_an_error() throws IOException {
        Path file = Files.createFile(folder.resolve("a"));

        assertThatThrownBy(() -> ForcedFolders.create(file))
                .isInstanceOf(FileAlreadyExistsException.class);
    }
}
