package org.medsendx.outbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.catalogue.Topics;
import org.medsendx.journal.JournalReader;
import org.medsendx.journal.JournalReader.Position;

/**
 * Reads the outbox of another service from the volume that both mount. It changes nothing there.
 * Not thread safe.
 */
public final class OutboxReader {

    private final Path folder;
    private final JournalReader journal;

    /**
     * @param folder the outbox; it may not be there yet
     */
    public OutboxReader(Path folder) {
        this.folder = folder;
        this.journal = new JournalReader(folder);
    }

    /**
     * An event and where it is.
     *
     * @param event null when it is of a topic that this version does not know
     */
    public record Entry(Position at, Position next, @Nullable Event<?> event) {}

    /**
     * The name of the outbox's life, empty when there is no outbox yet. With another one all places
     * begin anew.
     */
    public String epoch() throws IOException {
        try {
            return Files.readString(folder.resolve("epoch")).strip();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** The events from a place on, at most so many; the latest may not be on disk yet. */
    public List<Entry> read(Position from, int most) throws IOException {
        var events = new ArrayList<Entry>();
        for (var one : journal.read(from, most)) {
            var line = EventLine.read(one.data());
            boolean known = Topics.named(line.topic()) != null;
            events.add(new Entry(one.at(), one.next(), known ? line.event() : null));
        }
        return events;
    }
}
