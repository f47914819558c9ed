package org.medsendx.webguard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Under which names a service answers HTTP and to whom, below {@code medsendx.web}; the same for
 * all.
 */
@ConfigMapping(prefix = "medsendx.web")
public interface WebConfig {

    /**
     * Host names besides {@code localhost} and the loopback addresses: {@code name} for every port,
     * or {@code name:port}; IPv6 addresses in brackets. What an ingress or a reverse proxy passes
     * on as Host belongs here.
     */
    Optional<List<String>> hosts();

    /**
     * How a service learns who asks: {@code accounts} of the truck, {@code oidc} (the miner, in the
     * cloud, as {@code quarkus.oidc} says), or {@code loopback}, where whoever is on this machine
     * sees everything and HTTP may listen on loopback only: for a machine of one's own.
     */
    @WithDefault("accounts")
    Access access();

    /**
     * The accounts of the truck, as {@code ./medsendx accounts} writes them. A change counts within
     * a second. Without the file nobody is let in.
     */
    @WithDefault("/var/lib/medsendx/accounts/accounts.json")
    Path accountsFile();

    /** A session that nobody used for so long has ended. */
    @WithDefault("30m")
    Duration sessionIdle();

    /** A session that began so long ago has ended. */
    @WithDefault("12h")
    Duration sessionLongest();

    /**
     * Whether whoever connects by TLS is asked for a certificate, by which machines can be known
     * ({@code ./medsendx accounts machine NAME --certificate PEM}). What it must lead to says
     * {@code quarkus.http.ssl.certificate.trust-store-file}. Nobody has to show one.
     */
    @WithDefault("false")
    boolean clientCertificates();
}
