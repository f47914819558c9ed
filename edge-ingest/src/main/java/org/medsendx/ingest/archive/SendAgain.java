package org.medsendx.ingest.archive;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.medsendx.audit.AuditEvent;
import org.medsendx.audit.AuditEvent.Kind;
import org.medsendx.audit.AuditEvent.ObjectOf;
import org.medsendx.audit.AuditEvent.Outcome;
import org.medsendx.audit.AuditLog;
import org.medsendx.ingest.tasks.Acts.By;
import org.medsendx.ingest.tasks.Acts.Ended;

/**
 * A person has originals sent to the archive again that were put aside, because its cause was
 * mended. Each hundred are a line of the audit log before. One at a time.
 */
public final class SendAgain {

    private static final int BATCH = 100;

    private final ArchiveBook book;
    private final AuditLog audit;

    public SendAgain(ArchiveBook book, AuditLog audit) {
        this.book = book;
        this.audit = audit;
    }

    /**
     * Has all that are put aside for one reason sent at the next look, as if for the first time.
     *
     * @param code the reason
     * @throws IOException when the disk or the audit log fails; those not done yet are still aside
     */
    public synchronized Ended act(String code, By by) throws IOException {
        if (!by.says()) {
            return Ended.NO_REASON;
        }
        if (by.profile() != null) {
            return Ended.NOT_SO;
        }
        List<UUID> ids =
                book.asides().stream()
                        .filter(aside -> aside.code().equals(code))
                        .map(aside -> aside.item().objectId())
                        .toList();
        if (ids.isEmpty()) {
            return Ended.NOT_OPEN;
        }
        for (int from = 0; from < ids.size(); from += BATCH) {
            var some = ids.subList(from, Math.min(ids.size(), from + BATCH));
            write(Outcome.SUCCESS, some, by);
            try {
                book.again(some);
            } catch (IOException e) {
                write(Outcome.SERIOUS_FAILURE, some, by);
                throw e;
            }
        }
        return Ended.DONE;
    }

    private void write(Outcome outcome, List<UUID> ids, By by) throws IOException {
        audit.add(
                new AuditEvent(
                        Kind.SENT_AGAIN,
                        outcome,
                        by.name(),
                        by.address(),
                        ids.stream().map(id -> new ObjectOf("instance", id.toString())).toList(),
                        by.words()));
    }
}
