package org.medsendx.dicom.net;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Devices that are expected, for which an {@link StorageScp} keeps places. An AE title alone is
 * what the caller says of itself; with addresses it counts from there only.
 *
 * @param addressesByAeTitle by calling AE title the network addresses it calls from; an empty set
 *     for any
 */
public record KnownCallers(Map<String, Set<InetAddress>> addressesByAeTitle) {

    /** No device is expected. */
    public static final KnownCallers NONE = new KnownCallers(Map.of());

    public KnownCallers {
        Map<String, Set<InetAddress>> copy = new LinkedHashMap<>();
        addressesByAeTitle.forEach(
                (title, addresses) -> copy.put(title.strip(), Set.copyOf(addresses)));
        addressesByAeTitle = Map.copyOf(copy);
    }

    /** Whether this caller is one of them. */
    public boolean include(String callingAeTitle, InetAddress from) {
        Set<InetAddress> addresses = addressesByAeTitle.get(callingAeTitle.strip());
        return addresses != null && (addresses.isEmpty() || addresses.contains(from));
    }
}
