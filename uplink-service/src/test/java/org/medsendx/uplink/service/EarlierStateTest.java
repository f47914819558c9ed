package org.medsendx.uplink.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierStateTest {

    @TempDir Path folder;

    @Test
    void refuses_to_begin_anew_beside_what_an_earlier_version_kept() throws Exception {
        Path deidentified = folder.resolve("deidentified");
        Path own = folder.resolve("uplink");
        var state = new EarlierState(deidentified, own);
        assertThat(state.problem()).isNull();

        Files.createDirectories(deidentified.resolve("uplink/outbox"));

        assertThat(state.problem())
                .contains("mv " + deidentified.resolve("uplink") + "/* " + own + "/")
                .contains("docs/operations.md");

        // Copied or moved: what lies on its own volume counts.
        Files.createDirectories(own.resolve("outbox"));
        assertThat(state.problem()).isNull();
    }
}
