package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service needs of the program it runs in, and what it says where that is not there. */
class RuntimeCheckIT {

    @TempDir private Path folder;

    /** An option for a Java that has another name for TIS-620 in its table of character sets. */
    private String withoutThai() throws IOException {
        String table = "sun/nio/cs/StandardCharsets$Classes.class";
        Path patched = folder.resolve("patch").resolve(table);
        Files.createDirectories(patched.getParent());
        try (var in = Object.class.getResourceAsStream("/" + table)) {
            assertThat(in).isNotNull();
            String bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(bytes).contains("tis-620");
            Files.writeString(
                    patched, bytes.replace("tis-620", "tis-62x"), StandardCharsets.ISO_8859_1);
        }
        return "--patch-module=java.base=" + folder.resolve("patch");
    }

    @ParameterizedTest
    @CsvSource({
        "edge-ingest,        medsendx.ingest.identified-dir,        medsendx.ingest.dicom-port=0",
        "anonymizer-service, medsendx.anonymizer.identified-dir,    medsendx.anonymizer.create-key=true",
        "segmenter-service,  medsendx.segmenter.derived-dir,        medsendx.segmenter.retry-longest=1s",
    })
    void a_service_does_not_start_where_a_character_set_is_missing(
            String service, String volume, String more) throws Exception {
        var settings = new LinkedHashMap<String, String>();
        settings.put(volume, folder.resolve("volume").toString());
        settings.put(more.split("=", -1)[0], more.split("=", -1)[1]);
        try (var lone =
                LoneService.start(
                        service,
                        folder,
                        Map.of(
                                "JDK_JAVA_OPTIONS",
                                withoutThai(),
                                "KAFKA_BOOTSTRAP_SERVERS",
                                "127.0.0.1:1"),
                        settings)) {
            assertThat(lone.exitStatus()).isEqualTo(1);
            assertThat(lone.log())
                    .contains(service + " cannot start: this Java runtime lacks character sets")
                    .contains("TIS-620")
                    .doesNotContain("\tat org.medsendx");
            assertThat(folder.resolve("volume")).doesNotExist();
        }
    }

    /**
     * Quarkus takes an observer's own way to say it for a start that is done, and waits for ever.
     */
    @Test
    void a_service_that_cannot_start_says_why_in_one_message_and_ends() throws Exception {
        var settings = new LinkedHashMap<String, String>();
        for (String volume :
                List.of("identified", "deidentified", "derived", "features", "uplink")) {
            settings.put(
                    "medsendx.anonymizer." + volume + "-dir",
                    Files.createDirectory(folder.resolve(volume)).toString());
        }
        settings.put("medsendx.anonymizer.key-file", folder.resolve("no-key").toString());
        try (var lone = LoneService.start("anonymizer-service", folder, settings)) {
            assertThat(lone.exitStatus()).isEqualTo(1);
            assertThat(lone.log())
                    .contains("anonymizer-service cannot start: ")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void an_uplink_whose_encryption_takes_no_key_does_not_start_with_one() throws Exception {
        var settings = new LinkedHashMap<String, String>();
        settings.put("medsendx.uplink.uplink-dir", folder.resolve("uplink").toString());
        settings.put("medsendx.uplink.deidentified-dir", folder.toString());
        settings.put("medsendx.uplink.derived-dir", folder.toString());
        settings.put("medsendx.uplink.features-dir", folder.toString());
        settings.put("medsendx.uplink.bucket", "clinic");
        settings.put("medsendx.uplink.cloud-bootstrap-servers", "127.0.0.1:1");
        settings.put("medsendx.uplink.encryption", "none");
        settings.put("medsendx.uplink.kms-key-id", "a-key");
        try (var lone = LoneService.start("uplink-service", folder, settings)) {
            assertThat(lone.exitStatus()).isEqualTo(1);
            assertThat(lone.log())
                    .contains("uplink-service cannot start: medsendx.uplink.kms-key-id is set")
                    .doesNotContain("a-key");
        }
    }
}
