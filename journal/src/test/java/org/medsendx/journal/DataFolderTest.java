package org.medsendx.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {

    private static final String OWNER = "edge-ingest";

    @TempDir Path disk;
    private Path folder;

    @BeforeEach
    void name() {
        folder = disk.resolve("ingest");
    }

    private String version() throws IOException {
        return Files.readString(folder.resolve(DataFolder.FILE));
    }

    @Test
    void a_new_folder_has_the_version_of_today_and_no_step_is_done_there() throws IOException {
        var steps = new TreeMap<Integer, DataFolder.Step>();
        steps.put(
                1,
                _ -> {
                    throw new AssertionError("nothing to upgrade");
                });

        DataFolder.open(folder, OWNER, 2, steps);

        assertThat(version()).isEqualTo("edge-ingest 2\n");
        assertThat(Files.getPosixFilePermissions(folder.resolve(DataFolder.FILE))).hasSize(2);
    }

    @Test
    void a_volume_on_which_only_the_file_system_left_something_is_new() throws IOException {
        Files.createDirectories(folder.resolve("lost+found"));
        Files.createFile(folder.resolve(".1234.probe"));

        DataFolder.open(folder, OWNER, 3, new TreeMap<>());

        assertThat(version()).isEqualTo("edge-ingest 3\n");
    }

    @Test
    void a_folder_from_before_there_were_versions_has_version_1() throws IOException {
        Files.createDirectories(folder);
        try (var journal = Journal.open(folder.resolve("journal"))) {
            journal.append(new byte[] {1});
        }

        DataFolder.open(folder, OWNER);

        assertThat(version()).isEqualTo("edge-ingest 1\n");
    }

    @Test
    void opening_again_changes_nothing() throws IOException {
        DataFolder.open(folder, OWNER);
        var written = Files.getLastModifiedTime(folder.resolve(DataFolder.FILE));

        DataFolder.open(folder, OWNER);

        assertThat(Files.getLastModifiedTime(folder.resolve(DataFolder.FILE))).isEqualTo(written);
        assertThat(folder).isDirectoryContaining("glob:**/" + DataFolder.FILE);
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void is_brought_up_step_by_step_and_a_step_that_was_cut_off_is_done_again() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("data"), "one");
        var done = new ArrayList<Integer>();
        var cut = new boolean[] {true};
        var steps = new TreeMap<Integer, DataFolder.Step>();
        steps.put(
                1,
                in -> {
                    done.add(1);
                    AtomicFile.write(in.resolve("data"), "two".getBytes(StandardCharsets.US_ASCII));
                });
        // Nothing changed in this folder from 2 to 3.
        steps.put(
                3,
                in -> {
                    done.add(3);
                    if (cut[0]) {
                        throw new IOException("the power went");
                    }
                    AtomicFile.write(
                            in.resolve("data"), "four".getBytes(StandardCharsets.US_ASCII));
                });

        assertThatThrownBy(() -> DataFolder.open(folder, OWNER, 4, steps))
                .hasMessage("the power went");
        assertThat(version()).isEqualTo("edge-ingest 3\n");
        assertThat(folder.resolve("data")).hasContent("two");

        cut[0] = false;
        DataFolder.open(folder, OWNER, 4, steps);

        assertThat(done).isEqualTo(List.of(1, 3, 3));
        assertThat(version()).isEqualTo("edge-ingest 4\n");
        assertThat(folder.resolve("data")).hasContent("four");
    }

    @Test
    void a_newer_one_is_refused_and_nothing_in_it_is_changed() throws IOException {
        DataFolder.open(folder, OWNER, 2, new TreeMap<>());

        assertThatThrownBy(() -> DataFolder.open(folder, OWNER, 1, new TreeMap<>()))
                .isInstanceOf(DataVersionException.class)
                .hasMessageContaining("newer version of edge-ingest")
                .hasMessageContaining("has version 2, this one knows 1")
                .hasMessageContaining("Start the newer version again");

        assertThat(version()).isEqualTo("edge-ingest 2\n");
    }

    @Test
    void an_earlier_release_of_the_same_data_version_opens_it() throws IOException {
        DataFolder.open(folder, OWNER, 2, new TreeMap<>());

        DataFolder.open(folder, OWNER, 2, new TreeMap<>());

        assertThat(DataFolder.read(folder, OWNER)).hasValue(2);
    }

    @Test
    void the_folder_of_another_service_is_refused() throws IOException {
        DataFolder.open(folder, "uplink-service");

        assertThatThrownBy(() -> DataFolder.open(folder, OWNER))
                .isInstanceOf(DataVersionException.class)
                .hasMessageContaining("belongs to uplink-service, not to edge-ingest");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "edge-ing", "edge-ingest", "edge-ingest ", "edge-ingest 0", "\0\0\0\0"})
    void a_file_that_is_half_written_is_refused_and_left_as_it_is(String content)
            throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(DataFolder.FILE), content);

        assertThatThrownBy(() -> DataFolder.open(folder, OWNER))
                .isInstanceOf(DataVersionException.class)
                .hasMessageContaining("empty or damaged");

        assertThat(version()).isEqualTo(content);
    }

    @Test
    void a_neighbour_that_a_power_cut_left_is_no_version() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(DataFolder.FILE + ".tmp"), "edge-in");

        DataFolder.open(folder, OWNER);

        assertThat(version()).isEqualTo("edge-ingest 1\n");
        assertThat(folder.toFile().list()).hasSize(1);
    }
}
