package org.medsendx.ingest.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Resolves a calling AE title to its truck and scanner. */
public final class Senders {

    private final Sender otherwise;
    private final Map<String, Sender> byAeTitle = new LinkedHashMap<>();

    /**
     * @param otherwise who an AE title stands for that is not in the map
     * @throws IllegalArgumentException when a key is no AE title
     */
    public Senders(Sender otherwise, Map<String, Sender> byAeTitle) {
        this.otherwise = otherwise;
        byAeTitle.forEach((title, sender) -> this.byAeTitle.put(AeTitle.check(title), sender));
    }

    /** The sender behind a calling AE title. */
    public Sender of(String callingAeTitle) {
        return byAeTitle.getOrDefault(callingAeTitle.strip(), otherwise);
    }

    /** The AE titles that are configured. */
    public Set<String> aeTitles() {
        return Set.copyOf(byAeTitle.keySet());
    }
}
