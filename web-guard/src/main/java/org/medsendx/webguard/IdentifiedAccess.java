package org.medsendx.webguard;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.ServiceUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The door to identified data over HTTP, behind the {@link GuardFilter}: open on loopback, else
 * only when the site says that something in front of it authenticates. Whoever comes in is in the
 * audit log first. Thread safe when its {@link Audit} is.
 */
public final class IdentifiedAccess {

    /** Where looks are written down. */
    public interface Audit {

        /**
         * One look. When it returns, the line is on disk.
         *
         * @param address where the request comes from
         * @param path without query
         * @throws IOException it cannot be written; then nothing is shown
         */
        void look(String address, String method, String path) throws IOException;
    }

    private final boolean remote;
    private final boolean listensOnLoopback;
    private final Audit audit;

    /**
     * @param remote whether something in front of the service authenticates
     * @param listensOn the address HTTP listens on
     */
    public IdentifiedAccess(boolean remote, String listensOn, Audit audit) {
        this.remote = remote;
        this.listensOnLoopback = isLoopback(listensOn);
        this.audit = audit;
    }

    /**
     * Lets a request in and writes the audit line.
     *
     * @throws ForbiddenException when it may not come in
     * @throws ServiceUnavailableException when the audit line cannot be written
     */
    public void admit(HttpServerRequest request) {
        if (!remote) {
            var authority = request.authority();
            boolean ownName =
                    authority != null
                            && Authority.parse(authority.toString())
                                    .filter(Authority::isLoopback)
                                    .isPresent();
            if (!listensOnLoopback || !ownName) {
                throw new ForbiddenException();
            }
        }
        try {
            audit.look(address(request), request.method().name(), String.valueOf(request.path()));
        } catch (IOException e) {
            throw new ServiceUnavailableException();
        }
    }

    /** Where a request comes from. */
    public static String address(HttpServerRequest request) {
        return String.valueOf(request.remoteAddress().hostAddress());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
