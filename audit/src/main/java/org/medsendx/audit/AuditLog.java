package org.medsendx.audit;

import com.fasterxml.jackson.core.JacksonException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.medsendx.audit.AuditEvent.Kind;
import org.medsendx.audit.AuditEvent.Outcome;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;

/**
 * The audit log: JSON lines in a file that only grows, mode 0600. When {@link #add} returns, the
 * line is on disk. Each line has its number and the SHA-256 of the line before, so that a line that
 * was changed, removed or put in between shows; a head file says how many lines there were, so that
 * lines cut off at the end show too. Several processes may write one log, each with one instance of
 * this class. Thread safe.
 */
public final class AuditLog implements AutoCloseable {

    /** Name of the log in its folder. */
    public static final String NAME = "audit.jsonl";

    /** Name of the head file: how many lines there were, and the SHA-256 of the last. */
    static final String HEAD = "audit.head";

    /** Name of a log that was written before there was a chain. */
    static final String BEFORE = "audit.before.jsonl";

    private final Path folder;
    private final String source;
    private final FileChannel channel;
    private final FileChannel headChannel;
    private final InstantSource clock;
    private final Object forcing = new Object();
    private AuditChain.State state;
    private long forced;

    private AuditLog(
            Path folder,
            String source,
            FileChannel channel,
            FileChannel headChannel,
            InstantSource clock,
            AuditChain.State state) {
        this.folder = folder;
        this.source = source;
        this.channel = channel;
        this.headChannel = headChannel;
        this.clock = clock;
        this.state = state;
        this.forced = state.bytes();
    }

    /**
     * Opens or creates the log of a folder. A log whose chain is broken goes on with a line that
     * says what is wrong. A log that was written before there was a chain is kept under another
     * name, and the first line of the chain names its SHA-256.
     *
     * @param source the service that writes, as lines name it
     */
    public static AuditLog open(Path folder, String source, InstantSource clock)
            throws IOException {
        ForcedFolders.create(folder);
        FileChannel headChannel = open(folder.resolve(HEAD));
        FileChannel channel = null;
        try {
            AuditLog log;
            try (FileLock ignored = headChannel.lock()) {
                takeOver(folder);
                channel = open(folder.resolve(NAME));
                log =
                        new AuditLog(
                                folder,
                                source,
                                channel,
                                headChannel,
                                clock,
                                AuditChain.read(folder));
                log.cutTorn();
            }
            log.begin();
            return log;
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            headChannel.close();
            throw e;
        }
    }

    /** The first line, where there is something to say in it. */
    private void begin() throws IOException {
        String problem = state.problem();
        Path before = folder.resolve(BEFORE);
        if (problem != null) {
            add(
                    AuditEvent.ofService(
                            Kind.CHAIN_BROKEN,
                            Outcome.SERIOUS_FAILURE,
                            List.of(new AuditEvent.ObjectOf("audit-log", NAME)),
                            problem));
        } else if (state.lines() == 0 && Files.exists(before)) {
            add(
                    AuditEvent.ofService(
                            Kind.TAKEN_OVER,
                            Outcome.SUCCESS,
                            List.of(
                                    new AuditEvent.ObjectOf("audit-log", BEFORE),
                                    new AuditEvent.ObjectOf("sha256", Sha256.of(before))),
                            null));
        }
    }

    /**
     * Puts a log of before the chain aside. Its lines say {@code at}, {@code who} and {@code what},
     * and it never had a head.
     */
    private static void takeOver(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        Path before = folder.resolve(BEFORE);
        if (!Files.exists(file)
                || Files.exists(before)
                || Files.size(folder.resolve(HEAD)) > 0
                || !isOfBefore(file)) {
            return;
        }
        Files.move(file, before, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.forceFolder(folder);
    }

    private static boolean isOfBefore(Path file) throws IOException {
        byte[] line;
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            line = AuditChain.line(in);
        }
        if (line == null) {
            return false;
        }
        try {
            var json = EventCodec.JSON.readTree(line);
            return json.has("who") && json.has("what") && !json.has("seq");
        } catch (JacksonException e) {
            return false;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE),
                mode);
    }

    /** A line that a power cut tore was promised to nobody. */
    private void cutTorn() throws IOException {
        if (channel.size() > state.bytes()) {
            channel.truncate(state.bytes());
            channel.force(true);
        }
    }

    /** How many lines of this log say that it was found broken at a start. */
    public synchronized long breaks() {
        return state.breaks();
    }

    /** Adds a line; when this returns, it is on disk. */
    public void add(AuditEvent event) throws IOException {
        long end;
        synchronized (this) {
            try (FileLock ignored = headChannel.lock()) {
                if (channel.size() != state.bytes()) {
                    // Another process wrote, or an attempt of ours failed half way.
                    state = AuditChain.read(folder);
                    cutTorn();
                }
                byte[] line =
                        AuditLine.of(
                                state.lines() + 1, state.hash(), source, clock.instant(), event);
                write(channel, line, state.bytes());
                end = state.bytes() + line.length;
                long breaks = state.breaks() + (event.kind() == Kind.CHAIN_BROKEN ? 1 : 0);
                state = new AuditChain.State(state.lines() + 1, Sha256.of(line), end, breaks, null);
            }
        }
        force(end);
        synchronized (this) {
            // Behind the line that it counts, so that it never promises too much.
            writeHead();
        }
    }

    private void force(long end) throws IOException {
        synchronized (forcing) {
            if (forced >= end) {
                return;
            }
            long now;
            synchronized (this) {
                now = state.bytes();
            }
            channel.force(false);
            forced = now;
        }
    }

    private void writeHead() throws IOException {
        if (forced < state.bytes()) {
            // Somebody else is about to force a later line and will write its head.
            return;
        }
        try (FileLock ignored = headChannel.lock()) {
            String text = "%020d %s%n".formatted(state.lines(), state.hash());
            write(headChannel, text.getBytes(StandardCharsets.US_ASCII), 0);
        }
    }

    private static void write(FileChannel channel, byte[] bytes, long position) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position());
        }
    }

    /** How the log stands: for those who keep the last hash elsewhere. */
    public synchronized AuditChain.State state() {
        return state;
    }

    @Override
    public void close() throws IOException {
        headChannel.force(false);
        headChannel.close();
        channel.close();
    }
}
