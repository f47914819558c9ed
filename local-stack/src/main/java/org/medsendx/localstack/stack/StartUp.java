package org.medsendx.localstack.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Waits for all parts at once, each by its own readiness, and says how long each took and which are
 * still waited for.
 */
final class StartUp {

    /** How a part is waited for. */
    interface Readiness {

        /** Returns when the part is of use. */
        void await(String name) throws IOException, InterruptedException;
    }

    private StartUp() {}

    /**
     * Returns when every part is ready; the first that is not to be waited for any longer ends it.
     *
     * @param say takes a line about each part
     * @param nanoTime System::nanoTime
     */
    static void await(
            List<String> names, Readiness readiness, Consumer<String> say, LongSupplier nanoTime)
            throws IOException, InterruptedException {
        long begun = nanoTime.getAsLong();
        var missing = new ArrayList<>(names);
        say.accept("waiting for " + String.join(", ", missing) + " ...");
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var done = new ExecutorCompletionService<String>(threads);
            for (var name : names) {
                done.submit(() -> {
                    readiness.await(name);
                    return name;
                });
            }
            while (!missing.isEmpty()) {
                String name = done.take().get();
                missing.remove(name);
                say.accept(
                        String.format(
                                Locale.ROOT,
                                "  %.1f s: %s is ready%s",
                                (nanoTime.getAsLong() - begun) / 1e9,
                                name,
                                missing.isEmpty()
                                        ? ""
                                        : "; waiting for " + String.join(", ", missing)));
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case InterruptedException interrupted -> throw interrupted;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }
}
