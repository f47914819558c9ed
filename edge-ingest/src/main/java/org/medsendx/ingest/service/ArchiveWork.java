package org.medsendx.ingest.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.medsendx.ingest.archive.Archive;
import org.medsendx.ingest.archive.ArchiveBook;
import org.medsendx.ingest.archive.ArchiveListener;
import org.medsendx.ingest.archive.Retention;
import org.medsendx.ingest.archive.SendAgain;
import org.medsendx.outbox.work.OpenParts;
import org.medsendx.outbox.work.WorkHealth;
import org.medsendx.servicehealth.WorkWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The archive at work: what is under way, one thread that sends and one that deletes. */
final class ArchiveWork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveWork.class);
    private static final Duration RETENTION_EVERY = Duration.ofMinutes(1);

    private final OpenParts parts = new OpenParts();
    private final ArchiveSettings settings;
    private final ArchiveBook book;
    private final Archive archive;
    private final Retention retention;
    private final SendAgain again;

    private ArchiveWork(
            ArchiveSettings settings, Path folder, Archive.Sources from, ArchiveListener listener)
            throws IOException {
        this.settings = settings;
        boolean done = false;
        try {
            book = parts.keep(ArchiveBook.open(folder));
            archive =
                    new Archive(
                            folder, from, book, settings.options(), listener, Clock.systemUTC());
            retention =
                    Retention.open(
                            folder, from, book, settings.retention(), listener, Clock.systemUTC());
            again = new SendAgain(book, from.audit());
            archive.recover();
            done = true;
        } finally {
            if (!done) {
                parts.close();
            }
        }
    }

    static ArchiveWork open(
            ArchiveSettings settings, Path folder, Archive.Sources from, ArchiveListener listener)
            throws IOException {
        return new ArchiveWork(settings, folder, from, listener);
    }

    /** Begins to send and to delete. */
    void start(WorkWatch work) {
        var sending = parts.keep(RepeatedLook.start("archive", settings.every(), new Sending()));
        work.watch("archive", WorkHealth.of(sending::alive));
        if (settings.retention().deletes()) {
            var deleting =
                    parts.keep(RepeatedLook.start("retention", RETENTION_EVERY, new Deleting()));
            work.watch("retention", WorkHealth.of(deleting::alive));
        }
    }

    Archive archive() {
        return archive;
    }

    SendAgain again() {
        return again;
    }

    ArchiveBook book() {
        return book;
    }

    /** Forgets when old commitments came; that there were stays known. */
    void forget(Instant before) throws IOException {
        book.forget(before, retention.done());
    }

    @Override
    public void close() {
        archive.stop();
        parts.close();
    }

    private final class Sending implements RepeatedLook.Look {

        @Override
        public String take() throws IOException {
            return archive.look();
        }

        @Override
        public String words(String kind) {
            return kind;
        }

        @Override
        public void trouble(String trouble) {
            switch (trouble) {
                case "" -> LOG.info("the archive takes originals, or there is nothing to send");
                // A truck is mostly not at its depot.
                case "no-answer" -> LOG.info("the archive is not there; originals wait");
                case "no-commitment" ->
                        LOG.warn(
                                "the archive does not offer storage commitment: originals are sent"
                                        + " and none counts as archived, nor is deleted");
                default -> LOG.warn("originals wait for the archive: {}", trouble);
            }
        }
    }

    private final class Deleting implements RepeatedLook.Look {

        @Override
        public String take() throws IOException {
            int deleted = retention.look();
            if (deleted > 0) {
                LOG.info("deleted {} originals that the archive keeps", deleted);
            }
            return "";
        }

        @Override
        public String words(String kind) {
            return kind;
        }

        @Override
        public void trouble(String trouble) {
            if (trouble.isEmpty()) {
                LOG.info("archived originals can be deleted");
            } else {
                LOG.warn("archived originals cannot be deleted: {}", trouble);
            }
        }
    }
}
