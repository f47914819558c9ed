package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * The senders of {@code examples/javascript-senders}: dicomweb-client sends files as they are,
 * dcmjs-dimse reads them and writes them anew, and tells of performed procedure steps.
 */
class JavascriptSendersIT {

    private static final Path EXAMPLE = Path.of("../examples/javascript-senders");

    @TempDir Path folder;

    private static void assumeInstalled() {
        boolean installed = Files.isDirectory(EXAMPLE.resolve("node_modules/dcmjs-dimse"));
        if ("required".equals(System.getenv("MEDSENDX_PEERS")) && !installed) {
            throw new AssertionError("npm ci was not run in examples/javascript-senders");
        }
        assumeTrue(installed, "npm ci was not run in examples/javascript-senders: skipped");
    }

    @Test
    void what_dcmjs_tells_of_a_step_moves_its_order_and_what_cannot_be_is_refused()
            throws Exception {
        assumeInstalled();
        Path orders =
                Files.writeString(
                        folder.resolve("orders.csv"),
                        """
                        patient_id,patient_name,modality,accession_number,step_id,date,study_uid
                        P4711,Doe^Jane,MG,A1,S1,%1$s,1.2.3.1
                        P4711,Doe^Jane,MG,A2,S2,%1$s,1.2.3.2
                        """
                                .formatted(LocalDate.now()));
        try (var service =
                ServiceProcess.start(
                        folder,
                        Map.of(
                                "kafka.bootstrap.servers", "127.0.0.1:1",
                                "medsendx.ingest.worklist.enabled", "true",
                                "medsendx.ingest.performed-steps.enabled", "true",
                                "medsendx.ingest.sources.\"DCMJS\".scanner", "mg-1"))) {
            assertThat(service.post("/orders", orders, "application/octet-stream").statusCode())
                    .isEqualTo(200);

            assertThat(tell(service, "DCMJS", "1.2.9.1", "1.2.3.1", "A1", "S1", "begin"))
                    .containsExactly("begin 0000");
            assertThat(states(service)).isEqualTo(Map.of("A1", "IN_PROGRESS", "A2", "SCHEDULED"));
            assertThat(
                            tell(
                                    service,
                                    "DCMJS",
                                    "1.2.9.1",
                                    "1.2.3.1",
                                    "A1",
                                    "S1",
                                    "begin",
                                    "complete",
                                    "complete",
                                    "discontinue"))
                    // There is such a step; then it ends, and nothing changes it any more.
                    .containsExactly(
                            "begin 0111", "complete 0000", "complete 0110", "discontinue 0110");
            assertThat(
                            tell(
                                    service,
                                    "DCMJS",
                                    "1.2.9.2",
                                    "1.2.3.2",
                                    "A2",
                                    "S2",
                                    "complete",
                                    "begin",
                                    "discontinue"))
                    // It cannot end before it began.
                    .containsExactly("complete 0112", "begin 0000", "discontinue 0000");
            assertThat(tell(service, "STRANGER", "1.2.9.3", "1.2.3.2", "A2", "S2", "begin"))
                    .containsExactly("begin 0124");

            assertThat(states(service)).isEqualTo(Map.of("A1", "COMPLETED", "A2", "DISCONTINUED"));
            assertThat(service.log()).doesNotContain("Doe", "P4711", "1.2.3.1");
        }
    }

    /** What became of each act. */
    private static List<String> tell(ServiceProcess service, String calling, String... arguments)
            throws Exception {
        var all =
                new ArrayList<>(
                        List.of("127.0.0.1", "" + service.dicom().getPort(), "MEDSENDX", calling));
        all.addAll(List.of(arguments));
        // Between what the library itself says.
        return node("mpps.mjs", all, List.of())
                .lines()
                .filter(line -> line.matches("(begin|complete|discontinue) [0-9a-f]{4}"))
                .toList();
    }

    private static Map<String, String> states(ServiceProcess service) throws Exception {
        var states = new HashMap<String, String>();
        service.json("/orders")
                .forEach(order ->
                        states.put(
                                order.get("accessionNumber").asText(),
                                order.get("state").asText()));
        return states;
    }

    @Test
    void what_dicomweb_client_posts_and_dcmjs_writes_anew_and_sends_is_there_once()
            throws Exception {
        assumeInstalled();
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
