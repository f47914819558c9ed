package org.medsendx.webguard;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Under which names a service answers HTTP, below {@code medsendx.web}; the same for all. */
@ConfigMapping(prefix = "medsendx.web")
public interface WebConfig {

    /**
     * Host names besides {@code localhost} and the loopback addresses: {@code name} for every port,
     * or {@code name:port}; IPv6 addresses in brackets. What an ingress or a reverse proxy passes
     * on as Host belongs here.
     */
    Optional<List<String>> hosts();
}
