package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.localstack.process.ServiceProgram;

/**
 * How soon a native executable is there and how much memory it holds when it has nothing to do; for
 * whoever has some, in {@code MEDSENDX_NATIVE=DIR}. Decision 22 has the goals.
 */
class NativeGoalsIT {

    private static final double START_SECONDS = 0.1;
    private static final long RESIDENT_BYTES = 80_000_000;

    private static final Pattern STARTED = Pattern.compile("started in ([0-9.]+)s");

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "edge-ingest, medsendx.ingest. identified-dir dicom-port=0",
        "anonymizer-service, medsendx.anonymizer. identified-dir deidentified-dir derived-dir"
                + " features-dir uplink-dir key-file create-key=true",
        "uplink-service, medsendx.uplink. uplink-dir deidentified-dir derived-dir features-dir"
                + " bucket=none cloud-bootstrap-servers=127.0.0.1:1",
        "segmenter-service, medsendx.segmenter. deidentified-dir derived-dir",
    })
    void an_executable_is_soon_there_and_small(String service, String line) throws Exception {
        assumeThat(System.getenv(ServiceProgram.VARIABLE))
                .as("MEDSENDX_NATIVE is not set: nothing to measure")
                .isNotBlank();
        var words = line.split(" ", -1);
        var settings = new LinkedHashMap<String, String>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            var pair = word.split("=", 2);
            settings.put(
                    words[0] + pair[0],
                    pair.length == 2 ? pair[1] : folder.resolve(pair[0]).toString());
            if (pair[0].endsWith("-dir")) {
                Files.createDirectories(folder.resolve(pair[0]));
            }
        }
        if (service.equals("uplink-service")) {
            settings.put("quarkus.s3.aws.region", "us-east-1");
        }

        try (var lone = LoneService.start(service, folder, settings)) {
            lone.awaitStatus("/q/health/live", 200);
            await().atMost(Duration.ofSeconds(10)).until(() -> STARTED.matcher(lone.log()).find());

            var started = STARTED.matcher(lone.log());
            assertThat(started.find()).isTrue();
            double seconds = Double.parseDouble(started.group(1));
            long resident = resident(lone.pid());
            System.out.printf(
                    "%s: started in %.3f s, %d MB resident%n",
                    service, seconds, resident / 1_000_000);
            assertThat(seconds).isLessThanOrEqualTo(START_SECONDS);
            assertThat(resident).isLessThanOrEqualTo(RESIDENT_BYTES);
        }
    }

    private static long resident(long pid) throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        throw new IllegalStateException("it ended");
    }
}
