package org.medsendx.localstack.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutFolderTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void refuses_a_folder_with_files_of_somebody_else() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "mine");

        assertThatThrownBy(() -> OutFolder.prepare(folder)).hasMessageContaining("--out");
        assertThat(folder.resolve("thesis.txt")).hasContent("mine");
    }

    @Test
    void empties_what_an_earlier_run_left_but_keeps_the_pseudonym_key() throws IOException {
        var earlier = OutFolder.prepare(folder);
        Files.writeString(earlier.deidentified().resolve("old.dcm"), "old");
        earlier.writeIdentified("summary.json", "{}");
        Files.writeString(earlier.keyFile(), "key");

        var out = OutFolder.prepare(folder);

        assertThat(out.deidentified()).isEmptyDirectory();
        assertThat(out.identified("summary.json")).doesNotExist();
        assertThat(out.keyFile()).hasContent("key");
    }

    @Test
    void lets_only_the_owner_read_identified_files() throws IOException {
        var out = OutFolder.prepare(folder.resolve("new"));

        out.writeIdentified("summary.txt", "names");

        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(out.identified("summary.txt"))))
                .isEqualTo("rw-------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(out.identified("").normalize())))
                .isEqualTo("rwx------");
    }
}
