package org.medsendx.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFoldersTest {

    @TempDir Path folder;

    @Test
    void what_the_uplink_kept_before_it_was_a_process_moves_to_its_volume_once() throws Exception {
        var folders =
                new StackFolders(
                        folder.resolve("work"), folder.resolve("logs"), folder.resolve("key"));
        Path earlier = folders.deidentified().resolve("uplink");
        for (String name : new String[] {"outbox/epoch", "jobs/1", "outbox-cursor"}) {
            Files.createDirectories(earlier.resolve(name).getParent());
            Files.writeString(earlier.resolve(name), name);
        }

        folders.create();

        assertThat(earlier).doesNotExist();
        assertThat(folders.uplink().resolve("outbox/epoch")).hasContent("outbox/epoch");
        assertThat(folders.uplink().resolve("jobs/1")).hasContent("jobs/1");
        assertThat(folders.uplink().resolve("outbox-cursor")).hasContent("outbox-cursor");

        // A second time, and where nothing was, it changes nothing.
        folders.create();
        assertThat(folders.uplink().resolve("outbox/epoch")).hasContent("outbox/epoch");
    }
}
