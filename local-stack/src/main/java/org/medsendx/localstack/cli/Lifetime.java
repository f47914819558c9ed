package org.medsendx.localstack.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.localstack.process.ChildProcess;
import org.medsendx.localstack.result.OutFolder;

/**
 * Sees to it that nothing is left of a run: on Ctrl-C, on a normal end, and when the launcher that
 * started us is gone. The process ids go to the file that the launcher names, so that it can end
 * the processes even when this one was killed.
 */
final class Lifetime implements AutoCloseable {

    private final @Nullable Path temporary;
    private final List<ChildProcess> processes = new ArrayList<>();
    private volatile @Nullable Runnable first;
    private volatile @Nullable Runnable last;
    private boolean ended;

    private Lifetime(@Nullable Path temporary) {
        this.temporary = temporary;
    }

    /**
     * @param temporary folder to delete at the end, or null
     */
    static Lifetime begin(@Nullable Path temporary) {
        var lifetime = new Lifetime(temporary);
        Runtime.getRuntime().addShutdownHook(new Thread(lifetime::end, "end-of-run"));
        ProcessHandle.current()
                .parent()
                .ifPresent(parent ->
                        parent.onExit()
                                .thenRun(() -> {
                                    lifetime.last = null;
                                    System.exit(143);
                                }));
        return lifetime;
    }

    /** What is done at the end before the processes that are left are ended. */
    void first(Runnable action) {
        first = action;
    }

    /** What is done once when the processes have ended, unless nobody waits for it any more. */
    void last(Runnable action) {
        last = action;
    }

    synchronized void started(ChildProcess process) {
        if (ended) {
            process.close();
            return;
        }
        processes.add(process);
        note(process);
    }

    /** Names a process to the launcher, which ends it when it is ended itself. */
    void note(ChildProcess process) {
        var file = System.getProperty("medsendx.pids");
        if (file != null) {
            try {
                Files.writeString(
                        Path.of(file),
                        process.pid() + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void end() {
        // Not under the lock: what it ends may be about to tell of a process.
        var action = first;
        if (action != null) {
            action.run();
        }
        endAll();
        var after = last;
        last = null;
        if (after != null) {
            after.run();
        }
    }

    private synchronized void endAll() {
        ended = true;
        processes.reversed().forEach(ChildProcess::askToEnd);
        processes.reversed().forEach(ChildProcess::close);
        processes.clear();
        if (temporary != null) {
            try {
                OutFolder.delete(temporary);
            } catch (IOException e) {
                System.err.println("could not delete " + temporary + ": " + e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        end();
    }
}
