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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.net.Dcmtk;
import org.medsendx.dicom.net.Orthanc;
import org.medsendx.dicom.net.TestKeys;

/** The packaged service beside an archive that reports to the port that scanners send to. */
class ArchiveServiceIT {

    @TempDir Path folder;

    /** Over TLS each shows its certificate, and the report comes to the port with TLS. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_image_of_a_scanner_gets_to_the_archive_which_commits_itself_to_it(boolean tls)
            throws Exception {
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
        var ours = tls ? Optional.of(TestKeys.shared("ours", "EC")) : Optional.<TestKeys>empty();
        var theirs =
                tls ? Optional.of(TestKeys.shared("theirs", "EC")) : Optional.<TestKeys>empty();
        var settings =
                new HashMap<>(
                        Map.of(
                                "kafka.bootstrap.servers",
                                "127.0.0.1:1",
                                tls ? "medsendx.ingest.tls.port" : "medsendx.ingest.dicom-port",
                                "" + port,
                                "medsendx.ingest.archive.ae-title",
                                Orthanc.AE_TITLE,
                                "medsendx.ingest.archive.every",
                                "100ms"));
        if (tls) {
            settings.put("medsendx.ingest.tls.certificate", "" + ours.get().certificate());
            settings.put("medsendx.ingest.tls.private-key", "" + ours.get().key());
            settings.put("medsendx.ingest.tls.trusted", "" + theirs.get().certificate());
        } else {
            settings.put("medsendx.ingest.archive.tls", "false");
        }
        try (var http = HttpClient.newHttpClient();
                var orthanc =
                        Orthanc.start(
                                Files.createDirectory(folder.resolve("orthanc")), theirs, ours)) {
            settings.put("medsendx.ingest.archive.address", "127.0.0.1:" + orthanc.dicomPort());
            try (var service = ServiceProcess.start(folder, settings)) {
                orthanc.knows("truck", "MEDSENDX", port, tls);
                // The scanner speaks none.
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
                assertThat(service.log())
                        .contains("archives what it keeps")
                        .doesNotContain(uid, "Doe");
            }
        }
    }
}
