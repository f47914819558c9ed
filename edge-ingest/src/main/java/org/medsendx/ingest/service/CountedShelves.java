package org.medsendx.ingest.service;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.store.IdentifiedStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has what lies on the volume counted, in a thread of its own, until that has worked once. */
final class CountedShelves implements RepeatedLook.Look {

    private static final Logger LOG = LoggerFactory.getLogger(CountedShelves.class);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final IdentifiedStore store;
    private boolean counted;

    private CountedShelves(IdentifiedStore store) {
        this.store = store;
    }

    static RepeatedLook start(IdentifiedStore store) {
        return RepeatedLook.start("counted-shelves", AGAIN, new CountedShelves(store));
    }

    @Override
    public @Nullable String take() throws IOException {
        if (!counted) {
            store.count();
            counted = true;
        }
        return "";
    }

    @Override
    public String words(String kind) {
        return "could not be counted, budgets are not in force: " + kind;
    }

    @Override
    public void trouble(String trouble) {
        if (trouble.isEmpty()) {
            LOG.info("what lies on the volume was counted");
        } else {
            LOG.warn("what lies on the volume {}", trouble);
        }
    }
}
