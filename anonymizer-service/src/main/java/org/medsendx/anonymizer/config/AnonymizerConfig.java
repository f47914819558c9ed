package org.medsendx.anonymizer.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** The border of the two zones. */
@ConfigMapping(prefix = "medsendx.anonymizer")
public interface AnonymizerConfig {

    /**
     * Mount point of the volume {@code identified}; only the folder {@code anonymizer} is written.
     */
    @WithDefault("identified")
    Path identifiedDir();

    /** Mount point of the volume {@code deidentified}. */
    @WithDefault("deidentified")
    Path deidentifiedDir();

    /** Mount point of the volume {@code derived}, which the uplink reads. */
    @WithDefault("derived")
    Path derivedDir();

    /**
     * File of the pseudonym key: 32 bytes or 64 hex digits, not readable by others. Without a
     * setting {@code anonymizer/keys/pseudonym.key} on the volume {@code identified}.
     */
    Optional<Path> keyFile();

    /**
     * Whether a random key is created when the file is absent. For a first local start; a truck is
     * given its customer's key.
     */
    @WithDefault("false")
    boolean createKey();

    /**
     * File of the de-identification profile (YAML, see docs/de-identification.md), read once at
     * start. Without a setting the shipped profile of the trucks.
     */
    Optional<Path> profile();

    /**
     * Assigning authority of Patient IDs whose header names none. Trucks of one hospital set the
     * same, so that its patients keep one pseudonym.
     */
    Optional<String> issuerOfPatientId();

    /** What all values of one file may take in memory; pixel data stays on disk. */
    @WithDefault("64M")
    MemorySize maxHeaderSize();

    /**
     * Whether identified data may be asked for over HTTP from elsewhere than this machine. Only
     * behind something that authenticates.
     */
    @WithDefault("false")
    boolean allowRemoteHttp();
}
