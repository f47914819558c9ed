package org.medsendx.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.medsendx.localstack.follow.Follower;
import org.medsendx.localstack.follow.Tracker;
import org.medsendx.localstack.phantom.DemoFleet;
import org.medsendx.localstack.result.OutFolder;
import org.medsendx.localstack.send.InputFile;
import org.medsendx.localstack.send.Sender;
import org.medsendx.localstack.stack.LocalStack;
import org.medsendx.localstack.stack.StackFolders;

/**
 * One local stack for all scenarios of a run: started with the first that needs it, ended after the
 * last.
 */
public final class RunningStack implements BeforeAllCallback {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final AtomicLong NEXT_SEED = new AtomicLong(100);

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Resource.class, key -> Resource.start(), Resource.class);
    }

    /** The stack; only after the extension ran. */
    public static LocalStack get() {
        var running = Resource.running;
        if (running == null) {
            throw new IllegalStateException("@ExtendWith(RunningStack.class) is missing");
        }
        return running.stack;
    }

    /** A folder for inputs that ends with the stack. */
    public static Path folder(String name) throws IOException {
        return Files.createDirectories(get().folders().work().resolveSibling(name));
    }

    /**
     * Scans that no other scenario of the run sends, and with them some malformed files: equal
     * bytes that were sent before, by a scenario that threw its events away, could never be
     * followed.
     *
     * @param count a multiple of five, as many of each truck
     */
    public static List<InputFile> fleet(int count) throws IOException {
        long seed = NEXT_SEED.getAndIncrement();
        return new DemoFleet(seed, count).write(folder("fleet-" + seed));
    }

    /** Scans that no other scenario of the run sends; see {@link #fleet}. */
    public static List<InputFile> scans(int count) throws IOException {
        return fleet(count).subList(0, count);
    }

    /** Delivers inputs and follows them until each is accounted for. */
    public static Tracker sendAndFollow(List<InputFile> inputs)
            throws IOException, InterruptedException {
        var tracker = new Tracker(inputs.size());
        send(inputs, tracker);
        follow(tracker);
        return tracker;
    }

    public static void send(List<InputFile> inputs, Tracker tracker)
            throws IOException, InterruptedException {
        var stack = get();
        new Sender(
                        new InetSocketAddress("127.0.0.1", stack.addresses().dicomPort()),
                        stack.addresses().aeTitle(),
                        stack.folders().hotFolder())
                .send(inputs, tracker::delivered);
    }

    /** Waits until every input of a tracker is accounted for. */
    public static void follow(Tracker tracker) throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        try (var follower = Follower.start(tracker, get())) {
            while (!tracker.done()) {
                if (Instant.now().isAfter(deadline)) {
                    throw new AssertionError(
                            "not accounted for after " + PATIENCE + ": " + tracker.progress());
                }
                Thread.sleep(100);
            }
        }
    }

    private static final class Resource implements AutoCloseable {

        private static volatile @Nullable Resource running;

        private final Path root;
        private final LocalStack stack;

        private Resource(Path root, LocalStack stack) {
            this.root = root;
            this.stack = stack;
        }

        static Resource start() {
            try {
                var root = Files.createTempDirectory("medsendx-scenarios");
                var folders =
                        new StackFolders(
                                root.resolve("work"),
                                root.resolve("logs"),
                                root.resolve("pseudonym.key"));
                var stack =
                        LocalStack.start(
                                Tree.home(),
                                folders,
                                new DemoFleet(1, 5).sources(),
                                process -> {},
                                line -> {});
                var resource = new Resource(root, stack);
                running = resource;
                return resource;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            running = null;
            stack.close();
            OutFolder.delete(root);
        }
    }
}
