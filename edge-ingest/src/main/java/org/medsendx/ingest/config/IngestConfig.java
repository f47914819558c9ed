package org.medsendx.ingest.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a truck configures for its intake, below {@code medsendx.ingest}. */
@ConfigMapping(prefix = "medsendx.ingest")
public interface IngestConfig {

    /** Where the volume {@code identified} is mounted. */
    @WithDefault("data/identified")
    Path identifiedDir();

    /** Our AE title, 1 to 16 characters; a call to another one is rejected. */
    @WithDefault("MEDSENDX")
    String aeTitle();

    /** The address C-STORE listens on; {@code 0.0.0.0} for all interfaces. */
    @WithDefault("127.0.0.1")
    String dicomHost();

    /** The port C-STORE listens on; 0 takes a free one. */
    @WithDefault("11112")
    int dicomPort();

    /** How many associations at once; more are rejected (local limit exceeded). */
    @WithDefault("32")
    int maxAssociations();

    /** The largest PDU we are willing to receive. */
    @WithDefault("128K")
    MemorySize maxPduLength();

    /** An association without progress for so long is aborted. */
    @WithDefault("60s")
    Duration associationIdleTimeout();

    /** Only AE titles below {@code sources} may call. */
    @WithDefault("false")
    boolean knownSourcesOnly();

    /** SOP class UIDs that are taken besides the storage SOP classes of PS3.4, Annex B. */
    Optional<List<String>> additionalSopClasses();

    /** The truck that senders count for which are not configured; at most 16 characters. */
    @WithDefault("TRUCK1")
    String truck();

    /** Truck and scanner by calling AE title: {@code sources."CT_1".scanner=ct-1}. */
    Map<String, Source> sources();

    /** A folder whose files are taken and removed; none when absent. */
    Optional<Path> hotFolder();

    /** Time between two looks at the hot folder; a file is taken when two looks see the same. */
    @WithDefault("1s")
    Duration hotFolderInterval();

    /** The truck that the hot folder counts for; {@code truck} when absent. */
    Optional<String> hotFolderTruck();

    /** The scanner that the hot folder counts for; unknown when absent. */
    Optional<String> hotFolderScanner();

    /** Low watermark: with less free space instances are refused with 0xA700. */
    @WithDefault("1G")
    MemorySize minFreeSpace();

    /** The largest file that {@code POST /inspect} takes. */
    @WithDefault("512M")
    MemorySize inspectMaxSize();

    /**
     * Answers {@code /instances}, {@code /quarantine} and {@code /inspect} also when HTTP listens
     * on more than loopback. They hold identified data: only behind something that authenticates.
     */
    @WithDefault("false")
    boolean allowRemoteHttp();

    /** Whom a calling AE title stands for. */
    interface Source {

        /** The truck; the default truck when absent. */
        Optional<String> truck();

        /** The scanner; unknown when absent. */
        Optional<String> scanner();
    }
}
