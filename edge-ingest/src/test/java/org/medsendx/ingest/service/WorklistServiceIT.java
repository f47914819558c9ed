package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.net.Dcmtk;

/** Orders by HTTP into the packaged service, and dcmtk asking for them. */
class WorklistServiceIT {

    private static final String ORDERS =
            """
            patient_id,patient_name,modality,accession_number,step_id,date
            P4711,Doe^Jane,MG,A1,1,%s
            4712,Roe^Mary,MG,A2,2,%s
            """;

    @TempDir Path folder;

    @Test
    void a_device_sees_the_orders_of_its_truck_and_who_only_calls_itself_so_sees_none()
            throws Exception {
        Dcmtk.assumePresent("findscu");
        try (var http = HttpClient.newHttpClient();
                var service =
                        ServiceProcess.start(
                                folder,
                                Map.of(
                                        "kafka.bootstrap.servers", "127.0.0.1:1",
                                        "medsendx.ingest.worklist.enabled", "true",
                                        "medsendx.ingest.performed-steps.enabled", "true",
                                        "medsendx.ingest.sources.\"MG_1\".scanner", "mg-1",
                                        "medsendx.ingest.sources.\"MG_2\".scanner", "mg-2",
                                        "medsendx.ingest.sources.\"MG_2\".addresses",
                                                "192.0.2.7"))) {
            String today = LocalDate.now().toString();

            var taken =
                    http.send(
                            HttpRequest.newBuilder(service.uri("/orders"))
                                    .header("Content-Type", "application/octet-stream")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    ORDERS.formatted(today, today)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);

            int port = service.dicom().getPort();
            assertThat(ask(port, "MG_1")).isEqualTo(2);
            // The name alone is nothing: this one is expected from another address.
            assertThat(ask(port, "MG_2")).isZero();
            assertThat(ask(port, "STRANGER")).isZero();
            assertThat(service.log()).doesNotContain("Jane", "P4711");
        }
    }

    /** How many answers findscu gets. */
    private long ask(int port, String calling) throws Exception {
        Path out = Files.createTempDirectory(folder, "answers");
        var result =
                Dcmtk.run(
                        folder,
                        Dcmtk.find("findscu").orElseThrow(),
                        "-W",
                        "-X",
                        "-od",
                        out.toString(),
                        "-aet",
                        calling,
                        "-aec",
                        "MEDSENDX",
                        "127.0.0.1",
                        "" + port,
                        "-k",
                        "0010,0010=",
                        "-k",
                        "0040,0100[0].0008,0060=MG");
        assertThat(result.exit()).as(result.output()).isLessThan(100);
        try (var answers = Files.list(out)) {
            return answers.count();
        }
    }
}
