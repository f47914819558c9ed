package org.medsendx.localstack.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.medsendx.localstack.follow.Follower;
import org.medsendx.localstack.follow.Tracker;
import org.medsendx.localstack.process.Ahead;
import org.medsendx.localstack.result.OutFolder;
import org.medsendx.localstack.result.Results;
import org.medsendx.localstack.result.Traces;
import org.medsendx.localstack.send.InputFile;
import org.medsendx.localstack.send.Sender;
import org.medsendx.localstack.stack.LocalStack;
import org.medsendx.localstack.stack.Source;
import org.medsendx.localstack.stack.StackFolders;

/**
 * One run of the suite over a list of inputs: start, send, follow, collect, and stay up while
 * somebody looks.
 */
final class Run {

    /** A run in which nothing at all happens for this long has failed. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path home;
    private final OutFolder out;
    private final List<Source> sources;
    private final boolean stay;
    private final boolean rehearses;

    /**
     * @param stay whether to keep the pages up after the summary until Ctrl-C
     * @param rehearses whether later starts may be prepared with it; no file of anybody decides
     *     what is noted
     */
    Run(Path home, OutFolder out, List<Source> sources, boolean stay, boolean rehearses) {
        this.home = home;
        this.out = out;
        this.sources = sources;
        this.stay = stay;
        this.rehearses = rehearses;
    }

    /**
     * @param inputs finds or makes the inputs, while everything starts
     * @return the exit status: 0 only when every input is accounted for
     */
    int over(Callable<List<InputFile>> inputs) throws IOException, InterruptedException {
        var begun = Instant.now();
        var found = new FutureTask<>(inputs);
        Thread.ofPlatform().daemon().name("inputs").start(found);
        var folders = new StackFolders(out.identified("work"), out.logs(), out.keyFile());
        var ahead = rehearses ? Ahead.noting(home) : Ahead.of(home);
        try (var lifetime = Lifetime.begin(folders.work())) {
            lifetime.last(() -> forget(ahead));
            Files.createDirectories(out.logs());
            try (var stack =
                    LocalStack.start(
                            home,
                            ahead,
                            folders,
                            sources,
                            lifetime::started,
                            System.out::println)) {
                lifetime.first(stack::endServices);
                stack.supervise(System.err::println);
                var files = take(found);
                say("%d files after %.1f s", files.size(), seconds(begun));
                int status = sendAndFollow(stack, files);
                if (status == 0) {
                    lifetime.last(() -> assemble(ahead, lifetime));
                }
                if (stay) {
                    System.out.println("\nstill up, until Ctrl-C:");
                    print(stack.addresses().pages());
                    new CountDownLatch(1).await();
                }
                return status;
            }
        }
    }

    private static void forget(Ahead ahead) {
        try {
            ahead.forget();
        } catch (IOException e) {
            System.err.println("could not delete what was noted: " + e.getMessage());
        }
    }

    private static void assemble(Ahead ahead, Lifetime lifetime) {
        if (!ahead.noted()) {
            return;
        }
        try {
            ahead.assemble(lifetime::note, System.out::println);
        } catch (IOException e) {
            System.err.println("the next start is not prepared: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<InputFile> take(FutureTask<List<InputFile>> found)
            throws IOException, InterruptedException {
        try {
            return found.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private static double seconds(Instant since) {
        return Duration.between(since, Instant.now()).toMillis() / 1000.0;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private int sendAndFollow(LocalStack stack, List<InputFile> inputs)
            throws IOException, InterruptedException {
        System.out.printf(
                "sending %d files to %s@127.0.0.1:%d%n",
                inputs.size(), stack.addresses().aeTitle(), stack.addresses().dicomPort());
        var start = Instant.now();
        var tracker = new Tracker(inputs.size());
        try (var follower = Follower.start(tracker, stack);
                var display = Display.open()) {
            var sender =
                    new Sender(
                            new InetSocketAddress("127.0.0.1", stack.addresses().dicomPort()),
                            stack.addresses().aeTitle(),
                            stack.folders().hotFolder());
            var failure = new AtomicReference<IOException>();
            var sending =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    sender.send(inputs, tracker::delivered);
                                } catch (IOException e) {
                                    failure.set(e);
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            });
            follow(tracker, display);
            sending.join(Duration.ofSeconds(5));
            var failed = failure.get();
            if (failed != null) {
                System.err.println("sending failed: " + failed.getMessage());
            }
        }
        long wallMs = Duration.between(start, Instant.now()).toMillis();
        say("  followed for %.1f s; collecting the results ...", seconds(start));
        var collecting = Instant.now();
        var results = new Results(stack, out);
        var summary = results.collect(inputs, tracker, wallMs);
        var left = results.left(inputs);
        var traces = Traces.of(stack.folders().traces());
        var uploaded = traces.that("upload");
        if (!uploaded.isEmpty()) {
            out.writeIdentified("trace.html", traces.page(uploaded.getFirst()));
        }
        say("  collected in %.1f s", seconds(collecting));
        tracker.notCounted()
                .forEach((reason, count) ->
                        System.out.printf(
                                "%d scans do not count for the fleet: %s (see docs/operations.md)%n",
                                count, reason));
        return Report.print(summary, left, out);
    }

    private void follow(Tracker tracker, Display display) throws InterruptedException {
        Map<Tracker.Stage, Tracker.Progress> last = Map.of();
        var changed = Instant.now();
        while (!tracker.done()) {
            var progress = tracker.progress();
            display.show(progress);
            if (!progress.equals(last)) {
                last = progress;
                changed = Instant.now();
            }
            if (Duration.between(changed, Instant.now()).compareTo(PATIENCE) > 0) {
                System.err.printf(
                        "nothing has moved for %d s; see the logs in %s%n",
                        PATIENCE.toSeconds(), out.logs());
                return;
            }
            Thread.sleep(100);
        }
        display.show(tracker.progress());
    }

    static void print(Map<String, String> pages) {
        pages.forEach((name, address) -> System.out.printf("  %-28s %s%n", name, address));
    }
}
