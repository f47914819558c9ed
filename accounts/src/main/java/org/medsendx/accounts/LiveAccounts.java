package org.medsendx.accounts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a file as it is now: looked at again at most once a second, when somebody asks.
 * What cannot be used lets nobody in. Thread safe.
 */
public final class LiveAccounts {

    private static final long LOOK_EVERY_NANOS = 1_000_000_000L;

    /** How the file stands. */
    public sealed interface State {

        /** It has accounts. */
        record Usable(Accounts accounts) implements State {}

        /** There is none, or nobody and nothing is in it. */
        record Absent() implements State {}

        /**
         * It lets nobody in.
         *
         * @param problem in words that quote nothing of it
         */
        record Unusable(String problem) implements State {}
    }

    private record Version(@Nullable Object key, FileTime changed, long bytes) {}

    private final Path file;
    private final LongSupplier nanos;
    private State state = new State.Absent();
    private @Nullable Version read;
    private long looked;
    private boolean begun;

    /**
     * @param file where the accounts are, or will be
     * @param nanos {@link System#nanoTime}
     */
    public LiveAccounts(Path file, LongSupplier nanos) {
        this.file = file;
        this.nanos = nanos;
    }

    /** How it stands. */
    public synchronized State state() {
        long now = nanos.getAsLong();
        if (begun && now - looked < LOOK_EVERY_NANOS) {
            return state;
        }
        begun = true;
        looked = now;
        try {
            // Of the file that a link leads to: a secret of Kubernetes changes so.
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            var version =
                    new Version(
                            attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
            if (version.equals(read)) {
                return state;
            }
            var accounts = Accounts.read(file);
            state = accounts.isEmpty() ? new State.Absent() : new State.Usable(accounts);
            read = version;
        } catch (NoSuchFileException e) {
            state = new State.Absent();
            read = null;
        } catch (Accounts.UnusableFileException e) {
            // Looked at again each second: a change of mode is no change of what was compared.
            state = new State.Unusable(String.valueOf(e.getMessage()));
            read = null;
        } catch (IOException e) {
            state = new State.Unusable("the file of accounts cannot be read");
            read = null;
        }
        return state;
    }

    /** The account of this name, as it is now. */
    public Optional<Account> named(String name) {
        return state() instanceof State.Usable(Accounts accounts)
                ? accounts.named(name)
                : Optional.empty();
    }

    /** The machine that shows this, if there is one and it may send now. */
    public Optional<Machine> showing(Machine.Proof proof, Instant now) {
        return state() instanceof State.Usable(Accounts accounts)
                ? accounts.machines().stream()
                        .filter(machine -> machine.proof().equals(proof) && machine.mayAt(now))
                        .findFirst()
                : Optional.empty();
    }
}
