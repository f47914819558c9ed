package org.medsendx.dicom.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A node that is called.
 *
 * @param address where it listens
 * @param aeTitle its AE title
 * @param callingAeTitle ours
 * @param timeout for connecting, and for every wait on it
 * @param tls when present, nothing but TLS is spoken
 */
public record Peer(
        InetSocketAddress address,
        String aeTitle,
        String callingAeTitle,
        Duration timeout,
        Optional<Tls> tls) {

    public Peer {
        for (String title : new String[] {aeTitle, callingAeTitle}) {
            if (title.isBlank() || title.length() > 16) {
                throw new IllegalArgumentException("an AE title has 1 to 16 characters");
            }
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("the timeout is positive");
        }
    }
}
