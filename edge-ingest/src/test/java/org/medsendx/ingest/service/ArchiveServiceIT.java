package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.net.Dcmtk;
import org.medsendx.dicom.net.Orthanc;

/** The packaged service beside an archive that reports to the port that scanners send to. */
class ArchiveServiceIT {

    @TempDir Path folder;

    @Test
    void an_image_of_a_scanner_gets_to_the_archive_which_commits_itself_to_it() throws Exception {
        Dcmtk.assumePresent("Orthanc");
        int port = Dcmtk.freePort();
        String uid = uid();
        Path image =
                file(
                        folder,
                        ct(uid, "Doe^Jane")
                                .putString(Tag.PatientID, VR.LO, "4711")
                                .putString(Tag.StudyInstanceUID, VR.UI, "2.25.11")
                                .putString(Tag.SeriesInstanceUID, VR.UI, "2.25.12"));
        try (var http = HttpClient.newHttpClient();
                var orthanc =
                        Orthanc.start(
                                Files.createDirectory(folder.resolve("orthanc")),
                                Optional.empty(),
                                Optional.empty());
                var service =
                        ServiceProcess.start(
                                folder,
                                Map.of(
                                        "kafka.bootstrap.servers",
                                        "127.0.0.1:1",
                                        "medsendx.ingest.dicom-port",
                                        "" + port,
                                        "medsendx.ingest.archive.address",
                                        "127.0.0.1:" + orthanc.dicomPort(),
                                        "medsendx.ingest.archive.ae-title",
                                        Orthanc.AE_TITLE,
                                        "medsendx.ingest.archive.tls",
                                        "false",
                                        "medsendx.ingest.archive.every",
                                        "100ms"))) {
            orthanc.knows("truck", "MEDSENDX", port, false);
            try (var scu = service.associate("MEDSENDX")) {
                assertThat(ServiceProcess.store(scu, image, uid).success()).isTrue();
            }

            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            http.send(
                                            HttpRequest.newBuilder(service.uri("/q/metrics"))
                                                    .build(),
                                            HttpResponse.BodyHandlers.ofString())
                                    .body()
                                    .contains("medsendx_ingest_archive_committed_total 1.0"));

            assertThat(orthanc.get("/instances").split("\"").length / 2).isEqualTo(1);
            assertThat(service.log()).contains("archives what it keeps").doesNotContain(uid, "Doe");
        }
    }
}
