package org.medsendx.anonymizer.uplink;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.anonymizer.ledger.ReleasedInstances;

/** Released instances in memory: the ledger itself is tested where it is made. */
public final class Released implements ReleasedInstances {

    private final List<ReleasedInstance> instances = new CopyOnWriteArrayList<>();
    private final List<Runnable> wakes = new CopyOnWriteArrayList<>();

    /** Releases an instance. */
    public void add(ReleasedInstance instance) {
        instances.add(instance);
        wakes.forEach(Runnable::run);
    }

    @Override
    public @Nullable ReleasedInstance find(UUID objectId) {
        return instances.stream()
                .filter(instance -> instance.objectId().equals(objectId))
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<ReleasedInstance> since(long index, int limit) {
        return instances.stream().skip(index).limit(limit).toList();
    }

    @Override
    public long size() {
        return instances.size();
    }

    @Override
    public AutoCloseable onReleased(Runnable wake) {
        wakes.add(wake);
        return () -> wakes.remove(wake);
    }
}
