package org.medsendx.uplink.stow;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.medsendx.dicom.net.Tls;
import org.medsendx.dicom.web.BearerFile;

/**
 * A server that takes STOW-RS.
 *
 * @param name of the destination
 * @param studies the resource that instances are posted to, such as {@code
 *     https://pacs.example/dicom-web/studies}
 * @param plain whether it may be called without TLS
 * @param tls own trust and, where asked for, own certificate; the system's trust when absent
 * @param token where the bearer token is, if one is sent
 * @param connect longest time to connect
 */
public record StowSettings(
        String name,
        URI studies,
        boolean plain,
        Optional<Tls> tls,
        Optional<BearerFile> token,
        Duration connect) {

    public StowSettings {
        boolean https = "https".equalsIgnoreCase(studies.getScheme());
        if (!https && !(plain && "http".equalsIgnoreCase(studies.getScheme()))) {
            throw new IllegalArgumentException("STOW-RS is spoken over https");
        }
        if (studies.getHost() == null
                || studies.getUserInfo() != null
                || studies.getFragment() != null) {
            throw new IllegalArgumentException("not the address of a resource");
        }
    }
}
