package org.medsendx.uplink.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the store is, and whether it answers there: a TCP connection that is closed at once. The
 * address that a name had last is kept, because without a link there is no name service either.
 */
public final class StoreAddress {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String host;
    private final int port;
    private @Nullable InetAddress last;

    /**
     * @param url of an object of the store
     */
    public StoreAddress(URI url) {
        this.host = url.getHost();
        this.port = url.getPort() > 0 ? url.getPort() : url.getScheme().equals("http") ? 80 : 443;
    }

    /** Whether it takes a connection now. Used by one thread. */
    public boolean answers() {
        try {
            last = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            if (last == null) {
                return false;
            }
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(last, port), (int) PATIENCE.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
