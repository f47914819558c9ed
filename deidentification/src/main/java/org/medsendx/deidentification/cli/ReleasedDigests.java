package org.medsendx.deidentification.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.medsendx.journal.IdIndex;
import org.medsendx.journal.Journal;

/** Digests of the files that were released with a key, on disk. Thread safe. */
final class ReleasedDigests implements AutoCloseable {

    private static final int DIGITS = 32;

    private final Journal journal;
    private final IdIndex digests = new IdIndex();

    private ReleasedDigests(Journal journal) {
        this.journal = journal;
    }

    static ReleasedDigests open(Path folder) throws IOException {
        var released = new ReleasedDigests(Journal.open(folder));
        released.journal.replay(
                0,
                (record, index) ->
                        released.digests.put(new String(record, StandardCharsets.US_ASCII), index));
        return released;
    }

    /** Whether a file of this digest was released. */
    boolean contains(String sha256) {
        return digests.get(sha256.substring(0, DIGITS)) >= 0;
    }

    void add(String sha256) throws IOException {
        String id = sha256.substring(0, DIGITS);
        digests.put(id, journal.append(id.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
