package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.dataSetBytes;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.ledger.IntakeEntry;

/**
 * edge-ingest is killed at each call to the kernel by which an image gets to the disk and its
 * sender hears of it, one kill after the other on one volume: whatever was answered with success is
 * there after the next start, and in the end everything is there once. The table is printed.
 */
@EnabledIfSystemProperty(named = "medsendx.kills", matches = "true")
class KilledIngestIT {

    // strace counts the calls of each kind for itself.
    private static final List<String> CALLS =
            List.of("write", "pwrite64", "fsync", "fdatasync", "rename");

    private static final Map<String, String> SETTINGS =
            Map.of("kafka.bootstrap.servers", "127.0.0.1:1");
    private static final Duration SOON = Duration.ofSeconds(60);

    /** More calls of a kind than an image takes. */
    private static final int MOST = 50;

    @TempDir Path folder;

    /** Sent files by instance; and what was heard of each at first. */
    private final Map<String, Path> sent = new LinkedHashMap<>();

    private final Map<String, String> heard = new LinkedHashMap<>();
    private final List<String> table = new ArrayList<>();

    @Test
    void what_was_answered_with_success_is_there_once_at_whatever_call_the_process_is_killed()
            throws Exception {
        for (String call : CALLS) {
            boolean survived = false;
            for (int count = 1; !survived; count++) {
                assertThat(count).as("an image that nobody was killed for").isLessThan(MOST);
                survived = sendAndKill(call, count);
            }
        }
        System.out.println(
                "| killed at | call | its sender heard | is there after the start |\n|---|---|---|---|");
        table.forEach(System.out::println);
        assertThat(table).hasSizeGreaterThan(10);
        assertThat(heard.values()).contains("success", "nothing");
        assertThat(String.join("\n", table)).contains("fsync", "rename", "ingest/journal");

        // As scanners do: what was not answered with success is sent again, and here all.
        try (var service = ServiceProcess.start(folder, SETTINGS)) {
            try (var scu = service.associate("MEDSENDX")) {
                for (var one : sent.entrySet()) {
                    assertThat(ServiceProcess.store(scu, one.getValue(), one.getKey()))
                            .isEqualTo(StoreStatus.SUCCESS);
                }
            }
        }
        try (var intake = Intakes.open(folder.resolve("identified"))) {
            assertThat(intake.ledger.list(0, 10_000, IntakeEntry.Received.class::isInstance))
                    .hasSameSizeAs(sent.keySet());
            assertThat(intake.store.objects()).hasSameSizeAs(sent.keySet());
            assertThat(intake.eventCounts()).hasSameSizeAs(sent.keySet());
            assertThat(intake.eventCounts().values()).containsOnly(1L);
            assertThat(folder.resolve("identified/incoming")).isEmptyDirectory();
        }
    }

    /** What was sent last, and the begin of its row, to be looked for after the next start. */
    private @Nullable Last last;

    private record Last(String call, String killedAt, String uid, Path file) {}

    /** Sends one image to a service that dies at its so-manieth call. @return whether it did not */
    private boolean sendAndKill(String call, int count) throws Exception {
        String uid = uid();
        Path file = file(folder, ct(uid, "Doe^Jane"));
        sent.put(uid, file);
        try (var service = ServiceProcess.start(folder, SETTINGS);
                var scu = service.associate("MEDSENDX")) {
            lookForTheLast(service);
            Path calls = folder.resolve(call + "-" + count);
            var killer = killer(service, call, count, calls);
            try {
                heard.put(
                        uid,
                        ServiceProcess.store(scu, file, uid).success() ? "success" : "a failure");
            } catch (IOException | RuntimeException e) {
                heard.put(uid, "nothing");
            } finally {
                // It is gone with the process, or has nothing more to do.
                killer.destroy();
                assertThat(killer.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            boolean alive = service.isAlive();
            last = new Last(call + " " + count, alive ? "-" : lastOf(calls), uid, file);
            if (alive) {
                lookForTheLast(service);
                last = null;
            }
            return alive;
        }
    }

    private void lookForTheLast(ServiceProcess service) throws Exception {
        Last before = last;
        if (before == null) {
            return;
        }
        boolean there = isThere(service, before.file());
        table.add(
                "| %s | `%s` | %s | %s |"
                        .formatted(
                                before.call(),
                                before.killedAt(),
                                heard.get(before.uid()),
                                there ? "yes" : "no"));
        if ("success".equals(heard.get(before.uid()))) {
            assertThat(there).as("%s: success was heard", before.call()).isTrue();
        }
    }

    private Process killer(ServiceProcess service, String call, int count, Path calls)
            throws Exception {
        Path told = folder.resolve("strace-" + call + count);
        var killer =
                new ProcessBuilder(
                                "strace",
                                "-f",
                                "-y",
                                "-s",
                                "0",
                                "-e",
                                "trace=" + call,
                                "-e",
                                "inject=" + call + ":signal=SIGKILL:when=" + count,
                                "-o",
                                calls.toString(),
                                "-p",
                                "" + service.pid())
                        .redirectError(told.toFile())
                        .start();
        await().atMost(SOON).until(() -> Files.readString(told).contains("attached"));
        return killer;
    }

    /** The call and what it was about, without ids. */
    private static String lastOf(Path calls) throws IOException {
        String last = "";
        for (String line : Files.readAllLines(calls)) {
            if (line.contains("(") && !line.contains("+++") && !line.contains("---")) {
                last = line;
            }
        }
        return last.replaceFirst("^\\d+ +", "")
                .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID")
                .replaceAll("<[^>]*/identified", "<identified")
                .replaceAll("\"\"\\.\\.\\.", "...")
                .replaceAll("\\) += .*", ")")
                .replace("|", "/");
    }

    private static boolean isThere(ServiceProcess service, Path file) throws Exception {
        String digest = Sha256.of(dataSetBytes(file));
        return StreamSupport.stream(service.json("/instances?limit=10000").spliterator(), false)
                .anyMatch(entry ->
                        entry.get("digest").asText().equals(digest)
                                && entry.get("outcome").asText().equals("received"));
    }
}
