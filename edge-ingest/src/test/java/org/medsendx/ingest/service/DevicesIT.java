package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.ingest.TestKeys;

/** The packaged service with a list of devices, and dcmtk as the devices. */
class DevicesIT {

    @TempDir Path folder;
    private TestKeys truck;

    @BeforeEach
    void keys() throws Exception {
        truck = TestKeys.create(folder, "truck");
    }

    private Path list() {
        return folder.resolve("devices.yaml");
    }

    private void write(String... lines) throws Exception {
        // A file that is half written is one that cannot be used: exchanged as a whole.
        Path next = folder.resolve("devices.next");
        Files.writeString(next, String.join("\n", lines) + "\n");
        Files.move(next, list(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void takes_from_the_listed_what_the_list_says_and_follows_it() throws Exception {
        ServiceProcess.assumeDcmtk();
        var one = TestKeys.create(folder, "one");
        var two = TestKeys.create(folder, "two");
        Path trusted =
                Files.writeString(
                        folder.resolve("trusted.pem"),
                        Files.readString(one.certificate()) + Files.readString(two.certificate()));
        write(
                "others: refuse",
                "devices:",
                "- {ae-title: CT_1, scanner: ct-1, modality: CT, certificates: [{subject: CN=one}]}",
                "- {ae-title: MG_2, scanner: mg-2, modality: MG, addresses: 127.0.0.0/8}",
                "- {ae-title: NEW_3, policy: quarantine}",
                "- {ae-title: TINY_4, max-instance-size: 100}");
        var settings =
                Map.of(
                        "kafka.bootstrap.servers", "127.0.0.1:1",
                        "medsendx.ingest.devices.file", list().toString(),
                        "medsendx.ingest.devices.reload-every", "100ms",
                        "medsendx.ingest.tls.port", "0",
                        "medsendx.ingest.tls.certificate", truck.certificate().toString(),
                        "medsendx.ingest.tls.private-key", truck.key().toString(),
                        "medsendx.ingest.tls.trusted", trusted.toString());
        try (var service = ServiceProcess.start(folder, settings)) {
            int plain = service.dicom().getPort();
            int tls = service.json("/status").get("dicomTlsPort").asInt();

            assertThat(store(tls, "CT_1", one)).isZero();
            assertThat(store(tls, "CT_1", two)).isNotZero();
            assertThat(store(tls, "MG_2", one)).isNotZero();
            assertThat(store(plain, "CT_1", null)).isNotZero();
            assertThat(store(plain, "STRANGER", null)).isNotZero();
            // Another modality, a device on trial, an instance that is too large.
            for (var title : List.of("MG_2", "NEW_3", "TINY_4")) {
                store(plain, title, null);
            }

            assertThat(texts(service.json("/devices/refused"), "name", "reason"))
                    .containsExactly(
                            "TINY_4 instance-too-large",
                            "STRANGER unknown-device",
                            "CT_1 no-certificate",
                            "MG_2 certificate-of-another",
                            "CT_1 other-certificate");
            assertThat(texts(service.json("/instances"), "outcome", "source"))
                    .containsExactly("received CT_1", "quarantined MG_2", "quarantined NEW_3");
            assertThat(texts(service.json("/quarantine"), "reason"))
                    .containsExactly("other-modality", "device-quarantined");
            assertThat(service.get("/q/metrics").body())
                    .containsPattern(
                            "medsendx_ingest_refused_total\\{[^}]*reason=\"unknown-device\"[^}]*via=\"c_store\"[^}]*} 1\\.0");
            assertThat(service.log()).doesNotContain("STRANGER", "Jane");

            write("others: refuse", "devices:", "- {ae-titel: STRANGER}");
            await().until(() -> service.log().contains("cannot be used, the former stays"));
            assertThat(service.json("/devices").get("trouble").asText())
                    .contains("line 3", "titel");
            assertThat(service.get("/q/metrics").body())
                    .containsPattern("medsendx_ingest_devices_unusable(\\{[^}]*})? 1\\.0");
            assertThat(service.get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(service.get("/q/health/ready").body())
                    .containsPattern("\"device-list-usable\": *false");
            assertThat(store(tls, "CT_1", one)).isZero();

            write("others: refuse", "devices:", "- {ae-title: STRANGER, scanner: other}");
            await().until(() -> !service.json("/devices").has("trouble"));
            assertThat(store(plain, "STRANGER", null)).isZero();
            assertThat(store(tls, "CT_1", one)).isNotZero();
        }
    }

    private static List<String> texts(JsonNode list, String... keys) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(one ->
                        String.join(
                                " ",
                                java.util.Arrays.stream(keys)
                                        .map(k -> one.get(k).asText())
                                        .toList()))
                .toList();
    }

    private int store(int port, String aeTitle, @org.jspecify.annotations.Nullable TestKeys keys)
            throws Exception {
        var command = new ArrayList<>(List.of("storescu", "-aec", "MEDSENDX", "-aet", aeTitle));
        if (keys != null) {
            command.addAll(List.of("+tls", keys.key().toString(), keys.certificate().toString()));
            command.addAll(List.of("+cf", truck.certificate().toString()));
        }
        command.addAll(List.of("127.0.0.1", "" + port));
        command.add(file(folder, ct(uid(), "Doe^Jane")).toString());
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
