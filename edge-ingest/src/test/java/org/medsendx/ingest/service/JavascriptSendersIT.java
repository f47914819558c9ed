package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * The senders of {@code examples/javascript-senders}: dicomweb-client sends files as they are,
 * dcmjs-dimse reads them and writes them anew.
 */
class JavascriptSendersIT {

    private static final Path EXAMPLE = Path.of("../examples/javascript-senders");

    @TempDir Path folder;

    @Test
    void what_dicomweb_client_posts_and_dcmjs_writes_anew_and_sends_is_there_once()
            throws Exception {
        boolean installed = Files.isDirectory(EXAMPLE.resolve("node_modules/dcmjs-dimse"));
        if ("required".equals(System.getenv("MEDSENDX_PEERS")) && !installed) {
            throw new AssertionError("npm ci was not run in examples/javascript-senders");
        }
        assumeTrue(installed, "npm ci was not run in examples/javascript-senders: skipped");
        var files = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            var scan =
                    ct(uid(), "Doe^Jane")
                            .putString(Tag.StudyInstanceUID, VR.UI, "2.25.47")
                            .putString(Tag.SliceThickness, VR.DS, "0.50")
                            .putString(Tag.StudyDescription, VR.LO, "Thorax");
            files.add(file(folder, scan).toAbsolutePath().toString());
        }
        try (var service =
                ServiceProcess.start(folder, Map.of("kafka.bootstrap.servers", "127.0.0.1:1"))) {
            String web = service.uri("/").toString().replaceAll("/$", "");
            String port = "" + service.dicom().getPort();

            String posted = node("stow.mjs", List.of(web), files);
            String sent =
                    node("cstore.mjs", List.of("127.0.0.1", port, "MEDSENDX", "DCMJS"), files);

            assertThat(posted).contains("3 of 3 taken");
            assertThat(sent).contains("3 of 3 taken");
            assertThat(service.json("/instances?after=-1"))
                    .extracting(entry ->
                            entry.get("via").asText() + " " + entry.get("outcome").asText())
                    .containsExactly(
                            "STOW_RS received",
                            "STOW_RS received",
                            "STOW_RS received",
                            "C_STORE duplicate",
                            "C_STORE duplicate",
                            "C_STORE duplicate");
            // dcmjs did not send the bytes that it read, or this would show nothing.
            assertThat(service.json("/instances?after=-1"))
                    .extracting(entry -> entry.get("digest").asText())
                    .doesNotHaveDuplicates();
        }
    }

    private static String node(String script, List<String> arguments, List<String> files)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("node", script));
        command.addAll(arguments);
        command.addAll(files);
        var process =
                new ProcessBuilder(command)
                        .directory(EXAMPLE.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }
}
