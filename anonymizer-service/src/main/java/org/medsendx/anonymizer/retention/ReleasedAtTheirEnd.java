package org.medsendx.anonymizer.retention;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.journal.JournalReader.Position;
import org.medsendx.outbox.OutboxKeeping;
import org.medsendx.outbox.OutboxReader;

/**
 * How far the released instances have come, in the order of the outbox that tells of them: the
 * segmenter and the uplink read it from the disk, and are done with an instance when it is assessed
 * and in the cloud. Not thread safe.
 */
public final class ReleasedAtTheirEnd implements OutboxKeeping.Reader {

    private static final int PAGE = 500;

    private final OutboxReader outbox;
    private final AtItsEnd atItsEnd;
    private Position next = Position.START;

    /** Whether an instance has come to its end. */
    @FunctionalInterface
    public interface AtItsEnd {
        boolean test(UUID objectId) throws IOException;
    }

    /**
     * @param outbox folder of the outbox
     */
    public ReleasedAtTheirEnd(Path outbox, AtItsEnd atItsEnd) {
        this.outbox = new OutboxReader(outbox);
        this.atItsEnd = atItsEnd;
    }

    @Override
    public long passed() throws IOException {
        while (true) {
            var page = outbox.read(next, PAGE);
            for (var entry : page) {
                var event = entry.event();
                if (event != null
                        && event.data() instanceof InstanceDeidentified instance
                        && !atItsEnd.test(instance.objectId())) {
                    next = entry.at();
                    return next.index();
                }
                next = entry.next();
            }
            if (page.size() < PAGE) {
                return next.index();
            }
        }
    }
}
