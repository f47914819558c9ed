package org.medsendx.anonymizer.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.medsendx.anonymizer.audit.AuditEvent.Kind;
import org.medsendx.anonymizer.audit.AuditEvent.Outcome;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;

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

    private static final String HEAD = "audit.head";

    private final Path file;
    private final Path head;
    private final FileChannel channel;
    private final FileChannel headChannel;
    private final InstantSource clock;
    private final Object forcing = new Object();
    private AuditChain.State state;
    private long forced;

    private AuditLog(
            Path file,
            Path head,
            FileChannel channel,
            FileChannel headChannel,
            InstantSource clock,
            AuditChain.State state) {
        this.file = file;
        this.head = head;
        this.channel = channel;
        this.headChannel = headChannel;
        this.clock = clock;
        this.state = state;
        this.forced = state.bytes();
    }

    /**
     * Opens or creates the log of a folder. A log whose chain is broken goes on with a line that
     * says what is wrong.
     */
    public static AuditLog open(Path folder, InstantSource clock) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(NAME);
        Path head = folder.resolve(HEAD);
        FileChannel channel = open(file);
        FileChannel headChannel = open(head);
        AuditLog log;
        try (FileLock ignored = headChannel.lock()) {
            AuditChain.State state = AuditChain.read(file, head);
            log = new AuditLog(file, head, channel, headChannel, clock, state);
            log.cutTorn();
        }
        if (log.state.problem() != null) {
            log.add(
                    AuditEvent.ofService(
                            Kind.CHAIN_BROKEN,
                            Outcome.SERIOUS_FAILURE,
                            List.of(new AuditEvent.ObjectOf("audit-log", NAME)),
                            log.state.problem()));
        }
        return log;
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

    /** Adds a line; when this returns, it is on disk. */
    public void add(AuditEvent event) throws IOException {
        long end;
        synchronized (this) {
            try (FileLock ignored = headChannel.lock()) {
                if (channel.size() != state.bytes()) {
                    // Another process wrote, or an attempt of ours failed half way.
                    state = AuditChain.read(file, head);
                    cutTorn();
                }
                byte[] line = line(event);
                write(channel, line, state.bytes());
                end = state.bytes() + line.length;
                state = new AuditChain.State(state.lines() + 1, Sha256.of(line), end, null);
            }
        }
        force(end);
        synchronized (this) {
            // Behind the line that it counts, so that it never promises too much.
            writeHead();
        }
    }

    private byte[] line(AuditEvent event) throws IOException {
        byte[] json =
                EventCodec.JSON.writeValueAsBytes(
                        AuditLine.of(state.lines() + 1, state.hash(), clock.instant(), event));
        byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
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
