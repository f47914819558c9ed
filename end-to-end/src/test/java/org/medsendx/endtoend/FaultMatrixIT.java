package org.medsendx.endtoend;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.endtoend.Evidence.Row;

/**
 * The fault matrix: scans come in while parts are killed, wiped and cut; every scan that the
 * scanner heard success for is in the bucket once, assessed once and mined once in the end, and
 * nobody mended anything. The table is printed and left in {@code target/fault-matrix.txt}.
 *
 * <p>A further scenario is a line in {@link #scenarios}: what it sends, and what it does meanwhile.
 */
@ExtendWith(RunningStack.class)
class FaultMatrixIT {

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final String TRUCK = "kafka-truck";
    private static final String CLOUD = "kafka-cloud";
    private static final String ANONYMIZER = "anonymizer-service";
    private static final String SEGMENTER = "segmenter-service";
    private static final String UPLINK = "uplink-service";

    private static final List<Row> ROWS = new ArrayList<>();
    private static final List<String> SAID = new ArrayList<>();

    /** What is done to the suite. */
    interface Harm {
        void during(Drill drill) throws Exception;
    }

    record Scenario(String name, Harm harm) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Scenario> scenarios() {
        return Stream.of(
                new Scenario(
                        "truck broker killed and started again",
                        drill -> {
                            var scanner = drill.sending(10);
                            drill.kill(TRUCK);
                            scanner.join();
                        }),
                // What was lost is only what nobody had read yet: the readers are away meanwhile.
                new Scenario(
                        "truck broker wiped, its readers away",
                        drill -> {
                            drill.stop(ANONYMIZER);
                            drill.send(10);
                            drill.awaitPublished();
                            drill.wipe(TRUCK);
                            drill.back(TRUCK, ANONYMIZER);
                        }),
                new Scenario(
                        "truck broker wiped while scans come in",
                        drill -> {
                            var scanner = drill.sending(10);
                            drill.wipe(TRUCK);
                            drill.back(TRUCK);
                            scanner.join();
                        }),
                new Scenario(
                        "truck broker lost its tail, readers away",
                        drill -> {
                            drill.stop(ANONYMIZER);
                            drill.send(10);
                            drill.awaitPublished();
                            drill.cut(TRUCK, 6);
                            drill.back(TRUCK, ANONYMIZER);
                        }),
                new Scenario(
                        "truck broker lost its tail while scans come in",
                        drill -> {
                            var scanner = drill.sending(10);
                            drill.cut(TRUCK, 3);
                            drill.back(TRUCK);
                            scanner.join();
                        }),
                new Scenario(
                        "edge-ingest killed",
                        drill -> {
                            var scanner = drill.sending(20);
                            drill.kill("edge-ingest");
                            scanner.join();
                        }),
                new Scenario(
                        "anonymizer-service killed",
                        drill -> {
                            var scanner = drill.sending(10);
                            drill.kill(ANONYMIZER);
                            scanner.join();
                        }),
                new Scenario(
                        "segmenter-service killed",
                        drill -> {
                            var scanner = drill.sending(10);
                            drill.kill(SEGMENTER);
                            scanner.join();
                        }),
                new Scenario(
                        "uplink-service killed",
                        drill -> {
                            var scanner = drill.sending(10);
                            drill.kill(UPLINK);
                            scanner.join();
                        }),
                new Scenario(
                        "truck broker wiped, uplink-service away",
                        drill -> {
                            drill.stop(UPLINK);
                            drill.send(10);
                            drill.awaitPublished();
                            drill.wipe(TRUCK);
                            drill.back(TRUCK, UPLINK);
                        }),
                new Scenario(
                        "S3 killed",
                        drill -> {
                            var scanner = drill.sending(10);
                            drill.kill("s3");
                            scanner.join();
                        }),
                new Scenario(
                        "segmenter-service starts late, as a new group",
                        drill -> {
                            drill.forget(SEGMENTER, SEGMENTER);
                            drill.send(10);
                            drill.back(SEGMENTER);
                        }),
                new Scenario(
                        "cloud broker lost its tail while scans come in",
                        drill -> {
                            var scanner = drill.sending(10);
                            drill.cut(CLOUD, 3);
                            drill.back(CLOUD);
                            scanner.join();
                        }),
                new Scenario(
                        "cloud broker wiped while scans come in",
                        drill -> {
                            var scanner = drill.sending(10);
                            drill.wipe(CLOUD);
                            drill.back(CLOUD);
                            scanner.join();
                        }),
                new Scenario(
                        "cloud broker wiped while nothing comes in",
                        drill -> {
                            drill.send(5);
                            drill.wipe(CLOUD);
                            drill.back(CLOUD);
                        }));
    }

    @BeforeAll
    static void supervise() {
        RunningStack.get()
                .supervise(line -> {
                    synchronized (SAID) {
                        SAID.add(line);
                    }
                });
    }

    @AfterAll
    static void report() throws IOException {
        RunningStack.get().leaveAlone();
        var lines = new ArrayList<String>();
        lines.add(Row.HEAD);
        ROWS.forEach(row -> lines.add(row.line()));
        synchronized (SAID) {
            lines.add("");
            lines.add("what the supervisor said:");
            lines.addAll(SAID);
        }
        Files.write(Tree.home().resolve("end-to-end/target/fault-matrix.txt"), lines);
        lines.forEach(System.out::println);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void nothing_is_lost_and_nothing_is_doubled(Scenario scenario) throws Exception {
        var stack = RunningStack.get();
        var before = quiet();
        var drill = new Drill(stack);

        scenario.harm().during(drill);

        long begun = System.nanoTime();
        var last = new AtomicReference<>(before.row(scenario.name(), before, drill.confirmed(), 0));
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        var now = Evidence.of(stack);
                        if (now != null) {
                            long seconds = (System.nanoTime() - begun) / 1_000_000_000;
                            last.set(now.row(scenario.name(), before, drill.confirmed(), seconds));
                        }
                        return last.get().whole();
                    });
        } catch (ConditionTimeoutException e) {
            // The row says what is missing.
        }
        ROWS.add(last.get());
        System.out.println(last.get().line());
        assertThat(last.get().line()).endsWith(" yes");
    }

    /** What there is when everything of the scenarios before has arrived. */
    private static Evidence quiet() {
        var seen = new AtomicReference<Evidence>();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    var now = Evidence.of(RunningStack.get());
                    if (now == null || now.mined() != now.measured().size()) {
                        return false;
                    }
                    seen.set(now);
                    return true;
                });
        return requireNonNull(seen.get());
    }
}
