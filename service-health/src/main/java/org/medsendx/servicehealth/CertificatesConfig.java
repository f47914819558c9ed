package org.medsendx.servicehealth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The watch over certificates, below {@code medsendx.certificates}; the same for all services. */
@ConfigMapping(prefix = "medsendx.certificates")
public interface CertificatesConfig {

    /** How long before a certificate expires the log warns of it, once a day. */
    @WithDefault("21d")
    Duration warnBefore();

    /** Time between two looks at the files. */
    @WithDefault("1h")
    Duration every();
}
