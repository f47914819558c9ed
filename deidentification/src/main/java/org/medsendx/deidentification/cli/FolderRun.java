package org.medsendx.deidentification.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;
import org.medsendx.deidentification.release.Release;
import org.medsendx.deidentification.release.Releaser;
import org.medsendx.deidentification.rules.Reason;
import org.medsendx.journal.AtomicFile;

/** One run over a folder. Copies are named by their new SOP Instance UID, never by their input. */
final class FolderRun {

    private final Releaser releaser;
    private final ReleasedDigests digests;
    private final @Nullable ReportFolder reports;
    private final String truck;
    private final Path in;
    private final Path out;
    private final List<Path> inputs;
    private final Map<Path, String> results = new ConcurrentHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> reasons = new ConcurrentHashMap<>();
    private final AtomicInteger released = new AtomicInteger();
    private final AtomicInteger number = new AtomicInteger();

    FolderRun(
            Releaser releaser,
            ReleasedDigests digests,
            @Nullable ReportFolder reports,
            String truck,
            Path in,
            Path out,
            List<Path> inputs) {
        this.releaser = releaser;
        this.digests = digests;
        this.reports = reports;
        this.truck = truck;
        this.in = in;
        this.out = out;
        this.inputs = List.copyOf(inputs);
    }

    void run(int threads, Runnable step) throws IOException, InterruptedException {
        Files.createDirectories(out);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (Path input : inputs) {
                pool.execute(() -> {
                    one(input);
                    step.run();
                });
            }
            pool.shutdown();
            if (!pool.awaitTermination(7, TimeUnit.DAYS)) {
                throw new IOException("not finished within a week");
            }
        }
    }

    private void one(Path input) {
        Path work = out.resolve(".work-" + number.incrementAndGet());
        try {
            String sha256 = Sha256.of(input);
            Release release =
                    digests.contains(sha256)
                            ? Release.already()
                            : releaser.release(input, sha256, truck, work);
            switch (release) {
                case Release.Withheld withheld -> {
                    Reason first = withheld.reasons().getFirst();
                    count(first.rule());
                    report(release, null);
                    results.put(input, "WITHHELD:" + text(first));
                }
                case Release.Released done -> {
                    Release.Copy copy = done.copy();
                    digests.add(copy.sha256());
                    String name = name(copy.uids().sopInstanceUid());
                    report(release, name);
                    if (reports != null) {
                        byte[] picture = releaser.picture(input, work, copy);
                        if (picture != null) {
                            reports.picture(picture, name);
                        }
                    }
                    Files.move(work, out.resolve(name));
                    released.incrementAndGet();
                    String note = copy.pixels().note();
                    results.put(input, note.isEmpty() ? name : name + '\t' + note);
                }
            }
        } catch (IOException e) {
            // The disk, not the file: no result, so the run is not complete.
            count("disk-" + e.getClass().getSimpleName());
        }
    }

    private void report(Release release, @Nullable String copy) throws IOException {
        if (reports != null) {
            reports.write(truck, releaser.activeKeyId(), release, copy);
        }
    }

    // Two inputs may be copies of one instance: both get a file.
    private synchronized String name(String uid) {
        String name = uid + ".dcm";
        for (int i = 2; !names.add(name); i++) {
            name = uid + "-" + i + ".dcm";
        }
        return name;
    }

    private void count(String reason) {
        reasons.merge(reason, 1, Integer::sum);
    }

    private static String text(Reason reason) {
        Integer tag = reason.tag();
        return reason.rule() + (tag == null ? "" : " %08x".formatted(tag));
    }

    int released() {
        return released.get();
    }

    int unaccounted() {
        return inputs.size() - results.size();
    }

    /** Rules that withheld files, with how many. */
    Map<String, Integer> reasons() {
        return new TreeMap<>(reasons);
    }

    void writeMapping() throws IOException {
        var text = new StringBuilder();
        for (Path input : inputs) {
            String result = results.get(input);
            if (result != null) {
                String relative = in.relativize(input).toString().replace('\\', '/');
                text.append(relative).append('\t').append(result).append('\n');
            }
        }
        AtomicFile.write(
                out.resolve("mapping.tsv"), text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
