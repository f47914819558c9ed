package org.medsendx.miner.messaging;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.medsendx.contracts.deidentified.FleetFinding;

/** The latest findings, in the order they were made, in a state store. */
final class FindingStore {

    private final KeyValueStore<String, byte[]> store;
    private final int most;

    FindingStore(KeyValueStore<String, byte[]> store, int most) {
        this.store = store;
        this.most = most;
    }

    void add(FleetFinding finding) {
        var keys = keys();
        long next = keys.isEmpty() ? 1 : Long.parseLong(keys.getLast()) + 1;
        store.put("%019d".formatted(next), Stored.write(finding));
        for (int i = 0; i <= keys.size() - most; i++) {
            store.delete(keys.get(i));
        }
    }

    List<FleetFinding> newestFirst() {
        return keys().reversed().stream()
                .map(key -> Stored.read(store.get(key), FleetFinding.class))
                .toList();
    }

    private List<String> keys() {
        var keys = new ArrayList<String>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }
}
