package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.audit.AuditLog;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.net.Dcmtk;

/** The packaged service and dcmtk, which asks for what a scanner sent. */
class QueryServiceIT {

    private static final String SOURCES = "medsendx.ingest.sources.";

    @TempDir Path folder;

    @Test
    void only_a_device_that_may_ask_gets_what_a_scanner_sent() throws Exception {
        Dcmtk.assumePresent("getscu");
        Dcmtk.assumePresent("findscu");
        String uid = uid();
        Path image = image(uid);
        try (var service =
                ServiceProcess.start(
                        folder,
                        Map.of(
                                "kafka.bootstrap.servers",
                                "127.0.0.1:1",
                                "medsendx.ingest.query.enabled",
                                "true",
                                SOURCES + "\"CT_1\".scanner",
                                "ct-1",
                                SOURCES + "\"STATION\".query",
                                "true",
                                SOURCES + "\"ELSEWHERE\".query",
                                "true",
                                SOURCES + "\"ELSEWHERE\".addresses",
                                "192.0.2.7"))) {
            try (var scu = service.associate("MEDSENDX")) {
                assertThat(ServiceProcess.store(scu, image, uid).success()).isTrue();
            }
            int port = service.dicom().getPort();
            // What was there at the start is being read.
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> ask("findscu", port, "STATION") == 1);

            assertThat(ask("getscu", port, "STATION")).isEqualTo(1);
            for (String other : List.of("CT_1", "STRANGER", "ELSEWHERE")) {
                assertThat(ask("findscu", port, other)).as(other).isZero();
                assertThat(ask("getscu", port, other)).as(other).isZero();
            }

            assertThat(service.get("/q/metrics").body())
                    .contains(
                            "medsendx_ingest_queries_total{operation=\"get\",outcome=\"answered\"")
                    .containsPattern("operation=\"get\",outcome=\"denied\"[^}]*} 3.0");
            assertThat(Files.readString(service.volume.resolve("ingest").resolve(AuditLog.NAME)))
                    .contains("STATION", "DICOM Instances Transferred")
                    .doesNotContain(uid, "Doe");
            assertThat(service.log())
                    .contains("gives what it keeps to who may ask")
                    .doesNotContain(uid, "Doe", "STATION");
        }
    }

    @Test
    void outside_of_its_hours_nobody_is_answered() throws Exception {
        Dcmtk.assumePresent("findscu");
        String uid = uid();
        Path image = image(uid);
        // An hour that is over, whenever this runs.
        var then = LocalTime.now(ZoneId.of("UTC")).minusHours(3).withMinute(0);
        try (var service =
                ServiceProcess.start(
                        folder,
                        Map.of(
                                "kafka.bootstrap.servers",
                                "127.0.0.1:1",
                                "medsendx.ingest.crew.zone",
                                "UTC",
                                "medsendx.ingest.query.enabled",
                                "true",
                                "medsendx.ingest.query.hours",
                                "%tR-%tR".formatted(then, then.plusHours(1)),
                                SOURCES + "\"STATION\".query",
                                "true"))) {
            try (var scu = service.associate("MEDSENDX")) {
                assertThat(ServiceProcess.store(scu, image, uid).success()).isTrue();
            }
            assertThat(ask("findscu", service.dicom().getPort(), "STATION")).isZero();
            assertThat(service.get("/q/metrics").body())
                    .containsPattern("operation=\"find\",outcome=\"denied\"[^}]*} 1.0");
        }
    }

    private Path image(String uid) throws Exception {
        return file(
                folder,
                ct(uid, "Doe^Jane")
                        .putString(Tag.PatientID, VR.LO, "4711")
                        .putString(Tag.StudyInstanceUID, VR.UI, "2.25.11")
                        .putString(Tag.SeriesInstanceUID, VR.UI, "2.25.12"));
    }

    /** How many files a program of dcmtk gets. */
    private long ask(String program, int port, String calling) throws Exception {
        Path out = Files.createTempDirectory(folder, "answers");
        var command =
                new ArrayList<>(
                        List.of(
                                Dcmtk.find(program).orElseThrow(),
                                "-S",
                                "-od",
                                out.toString(),
                                "-aet",
                                calling,
                                "-aec",
                                "MEDSENDX",
                                "127.0.0.1",
                                "" + port,
                                "-k",
                                "0008,0052=STUDY",
                                "-k",
                                "0020,000d=2.25.11"));
        if (program.equals("findscu")) {
            command.add(2, "-X");
        }
        var result = Dcmtk.run(folder, command.toArray(String[]::new));
        assertThat(result.exit()).as(result.output()).isLessThan(128);
        try (var answers = Files.list(out)) {
            return answers.count();
        }
    }
}
