package org.medsendx.localstack.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.medsendx.localstack.follow.Follower;
import org.medsendx.localstack.follow.Tracker;
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

    /**
     * @param stay whether to keep the pages up after the summary until Ctrl-C
     */
    Run(Path home, OutFolder out, List<Source> sources, boolean stay) {
        this.home = home;
        this.out = out;
        this.sources = sources;
        this.stay = stay;
    }

    /**
     * @return the exit status: 0 only when every input is accounted for
     */
    int over(List<InputFile> inputs) throws IOException, InterruptedException {
        var folders = new StackFolders(out.identified("work"), out.logs(), out.keyFile());
        try (var lifetime = Lifetime.begin(folders.work())) {
            Files.createDirectories(out.logs());
            try (var stack =
                    LocalStack.start(
                            home,
                            folders,
                            sources,
                            lifetime::started,
                            line -> System.out.println(line + " ..."))) {
                lifetime.first(stack::leaveAlone);
                stack.supervise(System.err::println);
                int status = sendAndFollow(stack, inputs);
                if (stay) {
                    System.out.println("\nstill up, until Ctrl-C:");
                    print(stack.addresses().pages());
                    new CountDownLatch(1).await();
                }
                return status;
            }
        }
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
        var results = new Results(stack, out);
        var summary = results.collect(inputs, tracker, wallMs);
        var left = results.left(inputs);
        var traces = Traces.of(stack.folders().traces());
        var uploaded = traces.that("upload");
        if (!uploaded.isEmpty()) {
            out.writeIdentified("trace.html", traces.page(uploaded.getFirst()));
        }
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
