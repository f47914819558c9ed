package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;

/**
 * The reading list beside a real run of the suite, with the rights that it has: what it lists is
 * what lies in the bucket.
 */
@ExtendWith(RunningStack.class)
class ReadingListIT {

    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir Path folder;

    @Test
    void every_object_of_the_bucket_is_on_it_and_is_again_after_it_was_killed() throws Exception {
        var sent = RunningStack.scans(10);
        RunningStack.sendAndFollow(sent);

        for (int start = 0; start < 2; start++) {
            try (var service = start()) {
                service.awaitStatus("/q/health/ready", 200);
                await().ignoreExceptions()
                        .atMost(LONG)
                        .untilAsserted(() -> {
                            assertThat(json(service, "/state").path("state").asText())
                                    .isEqualTo("current");
                            assertThat(listed(service).keySet())
                                    .hasSizeGreaterThan(30)
                                    .isEqualTo(new TreeSet<>(RunningStack.get().objects().keys()));
                        });

                assertThat(json(service, "/state").path("refused")).isEmpty();
                var fetched = new TreeSet<String>();
                for (var address : listed(service).values()) {
                    if (fetched.add(address.replaceAll(".*/", ""))) {
                        assertThat(service.status(address)).as(address).isEqualTo(200);
                    }
                }
                assertThat(fetched)
                        .contains("instance", "highlight", "measurements", "report", "thumbnail");
                assertThat(service.get("/").body())
                        .contains("Exams in the order of triage", "/thumbnail\"")
                        .doesNotContain("Not current");
                service.killAfter(Duration.ZERO);
            }
        }
    }

    private LoneService start() throws IOException {
        var stack = RunningStack.get();
        var settings = new HashMap<String, String>();
        stack.kafka(Broker.CLOUD, Principal.READING_LIST)
                .forEach((key, value) -> settings.put("kafka." + key, value.toString()));
        var uplink = new Properties();
        try (var file =
                Files.newBufferedReader(
                        stack.folders().work().resolve("uplink-service.properties"))) {
            uplink.load(file);
        }
        uplink.stringPropertyNames().stream()
                .filter(key -> key.startsWith("quarkus.s3."))
                .forEach(key -> settings.put(key, uplink.getProperty(key)));
        settings.put("medsendx.reading.buckets", uplink.getProperty("medsendx.uplink.bucket"));
        return LoneService.start("reading-list-service", folder, Map.of(), settings);
    }

    /** Keys of all objects on the list, and where they are handed out. */
    private static Map<String, String> listed(LoneService service) throws Exception {
        var listed = new TreeMap<String, String>();
        int total = 1;
        for (int page = 1; (page - 1) * 200 < total; page++) {
            var list = json(service, "/exams?limit=200&page=" + page);
            total = list.path("total").asInt();
            for (var exam : list.path("exams")) {
                var detail =
                        json(
                                service,
                                "/exams/%s/%s?limit=1000"
                                        .formatted(
                                                exam.path("truck").asText(),
                                                exam.path("studyInstanceUid").asText()));
                for (var image : detail.path("images")) {
                    for (var object : image.path("objects")) {
                        listed.put(object.path("key").asText(), object.path("address").asText());
                    }
                }
            }
        }
        return listed;
    }

    private static JsonNode json(LoneService service, String path) throws Exception {
        return EventCodec.JSON.readTree(service.get(path).body());
    }
}
