package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service says in one message why it cannot start and what to do, and exits with 1. */
class StartFailuresIT {

    @TempDir Path folder;

    private String failure(Map<String, String> properties) throws Exception {
        try (var service = ServiceProcess.launch(folder, properties)) {
            assertThat(service.exitStatus()).isEqualTo(1);
            String log = service.log();
            assertThat(log).contains("edge-ingest cannot start: ").doesNotContain("\tat ");
            return log;
        }
    }

    @Test
    void when_its_port_is_taken() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThat(failure(Map.of("medsendx.ingest.dicom-port", "" + port)))
                    .contains("port " + port, "medsendx.ingest.dicom-port");
        }
    }

    @Test
    void when_its_volume_is_no_folder() throws Exception {
        // What may pass, such as a full disk, is waited for; this does not.
        Files.createFile(folder.resolve("identified"));

        assertThat(failure(Map.of())).contains("medsendx.ingest.identified-dir");
    }

    @Test
    void when_a_value_is_no_number() throws Exception {
        assertThat(failure(Map.of("medsendx.ingest.dicom-port", "many")))
                .contains("medsendx.ingest.dicom-port");
    }
}
