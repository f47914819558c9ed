package org.medsendx.ingest.device;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.medsendx.contracts.identified.Intake;

/**
 * Who was turned away lately. Memory is bounded, and who tries under ever new names pushes out no
 * more than a share of the others. Thread safe.
 */
public final class Refusals {

    /** So many are remembered. */
    public static final int MOST = 100;

    /** So many of them of one address. */
    public static final int MOST_OF_ONE_ADDRESS = 20;

    private static final int LONGEST_NAME = 64;

    private final Clock clock;
    private final BiConsumer<RefusalReason, Intake> counter;

    /** In the order of their last try. */
    private final Map<Key, Refusal> latest = new LinkedHashMap<>();

    private record Key(Intake via, String name, String address, RefusalReason reason) {}

    /**
     * @param counter hears of each
     */
    public Refusals(Clock clock, BiConsumer<RefusalReason, Intake> counter) {
        this.clock = clock;
        this.counter = counter;
    }

    /**
     * Somebody was turned away.
     *
     * @param name what it calls itself; anything but printable ASCII is replaced
     */
    public void add(Intake via, String name, String address, RefusalReason reason) {
        counter.accept(reason, via);
        var key = new Key(via, printable(name), address, reason);
        Instant now = clock.instant();
        synchronized (latest) {
            Refusal before = latest.remove(key);
            if (before == null) {
                makeRoom(address);
            }
            latest.put(
                    key,
                    new Refusal(
                            before == null ? now : before.first(),
                            now,
                            before == null ? 1 : before.times() + 1,
                            via,
                            key.name(),
                            address,
                            reason));
        }
    }

    private void makeRoom(String address) {
        var ofIt = latest.keySet().stream().filter(key -> key.address().equals(address)).toList();
        if (ofIt.size() >= MOST_OF_ONE_ADDRESS) {
            latest.remove(ofIt.getFirst());
        } else if (latest.size() >= MOST) {
            latest.remove(latest.keySet().iterator().next());
        }
    }

    private static String printable(String name) {
        var plain = new StringBuilder();
        name.strip()
                .chars()
                .limit(LONGEST_NAME)
                .forEach(c -> plain.append(c >= 0x20 && c < 0x7F ? (char) c : '?'));
        return plain.toString();
    }

    /** The latest, the last one first. */
    public List<Refusal> latest() {
        synchronized (latest) {
            return new ArrayList<>(latest.values()).reversed();
        }
    }
}
