package org.medsendx.servicehealth.traces;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the spans of a service are written, below {@code medsendx.traces}; the same for all. How
 * many instances are traced is {@code quarkus.otel.traces.sampler.arg} of edge-ingest, 0 (none) to
 * 1 (all).
 */
@StaticInitSafe
@ConfigMapping(prefix = "medsendx.traces")
public interface TracesConfig {

    /**
     * A file that spans are written to, one JSON line each, for a look at a truck without a
     * collector. They have real times beside object ids: the file stays on the truck.
     */
    Optional<Path> file();

    /** How large it gets, bytes; then it is begun anew and the one before is kept. */
    @WithDefault("10000000")
    long maxBytes();
}
