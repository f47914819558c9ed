package org.medsendx.dicom.net;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Who asks for an association, or for a place at an {@link StorageScp}.
 *
 * @param aeTitle the calling AE title, without the spaces around it, which is what the caller says
 *     of itself; empty while it has said nothing
 * @param address the network address it calls from
 * @param certificate what it showed and is trusted; empty without TLS, or when none was asked for
 */
public record Caller(String aeTitle, InetAddress address, Optional<X509Certificate> certificate) {

    public Caller {
        aeTitle = aeTitle.strip();
    }

    /** What somebody says of himself is for nobody's log. */
    @Override
    public String toString() {
        return "Caller";
    }
}
