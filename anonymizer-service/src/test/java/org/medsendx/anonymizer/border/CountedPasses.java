package org.medsendx.anonymizer.border;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.Security;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Counts what a piece of work does with files, whatever code does it: bytes that the process read
 * by the kernel's own count (Linux), bytes that went into SHA-256, and how often a DICOM file was
 * parsed.
 */
final class CountedPasses implements AutoCloseable {

    private static final AtomicLong HASHED = new AtomicLong();
    private static final String PARSER = "org.medsendx.dicom.io.DicomReader::read";
    private static final String PARSE_BY_PATH =
            "(Ljava/nio/file/Path;Lorg/medsendx/dicom/io/ReadLimits;)";

    private final Provider provider = new Counting();
    private final Recording recording = new Recording();
    private final Path events;
    private final long readBefore;

    private CountedPasses(Path events) throws IOException {
        this.events = events;
        Security.insertProviderAt(provider, 1);
        recording.enable("jdk.MethodTiming").with("filter", PARSER);
        recording.start();
        HASHED.set(0);
        readBefore = read();
    }

    /** Counts from now on, for one user at a time. */
    static CountedPasses begin(Path events) throws IOException {
        return new CountedPasses(events);
    }

    /** Whether the kernel counts. */
    static boolean possible() {
        return Files.isReadable(Path.of("/proc/self/io"));
    }

    /**
     * What was done since the beginning.
     *
     * @param read bytes read from files
     * @param hashed bytes that went into SHA-256
     * @param parsed files that were parsed
     */
    record Counts(long read, long hashed, long parsed) {}

    Counts end() throws IOException {
        long read = read() - readBefore;
        long hashed = HASHED.get();
        recording.stop();
        recording.dump(events);
        long parsed = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(events)) {
            RecordedMethod method = event.getValue("method");
            if (method.getDescriptor().startsWith(PARSE_BY_PATH)) {
                parsed = event.getLong("invocations");
            }
        }
        return new Counts(read, hashed, parsed);
    }

    private static long read() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring(7)))
                .sum();
    }

    @Override
    public void close() {
        recording.close();
        Security.removeProvider(provider.getName());
    }

    private static final class Counting extends Provider {
        private static final long serialVersionUID = 1L;

        Counting() {
            super("Counting", "1", "counts bytes");
            put("MessageDigest.SHA-256", CountingSha256.class.getName());
        }
    }

    /** SHA-256 of the platform. */
    public static final class CountingSha256 extends MessageDigestSpi {

        private final MessageDigest digest;

        /** Called by the platform. */
        public CountingSha256() throws GeneralSecurityException {
            digest = MessageDigest.getInstance("SHA-256", "SUN");
        }

        @Override
        protected void engineUpdate(byte input) {
            HASHED.incrementAndGet();
            digest.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            HASHED.addAndGet(length);
            digest.update(input, offset, length);
        }

        @Override
        protected void engineUpdate(ByteBuffer input) {
            HASHED.addAndGet(input.remaining());
            digest.update(input);
        }

        @Override
        protected int engineGetDigestLength() {
            return digest.getDigestLength();
        }

        @Override
        protected byte[] engineDigest() {
            return digest.digest();
        }

        @Override
        protected void engineReset() {
            digest.reset();
        }
    }
}
