package org.medsendx.anonymizer.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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

    /** Mount point of the volume {@code derived}, where the segmenter's outbox is read along. */
    @WithDefault("derived")
    Path derivedDir();

    /** Mount point of the volume {@code features}, which nobody else mounts but the uplink. */
    @WithDefault("features")
    Path featuresDir();

    /** Mount point of the volume {@code uplink}, where the uplink says what waits; read only. */
    @WithDefault("uplink")
    Path uplinkDir();

    /**
     * File of the pseudonym key: 32 bytes or 64 hex digits, not readable by others. Without a
     * setting {@code anonymizer/keys/pseudonym.key} on the volume {@code identified}.
     */
    Optional<Path> keyFile();

    /**
     * Folder of further pseudonym keys, files that end with {@code .key}: those that studies began
     * with before {@code key-file} was changed. A study whose key is in neither place is withheld.
     */
    Optional<Path> keysDir();

    /** Where pseudonyms come from. */
    @WithDefault("keyed")
    CodesFrom codes();

    /** Where pseudonyms, new UIDs and date shifts come from. */
    enum CodesFrom {
        /** Computed under the pseudonym key. */
        KEYED,
        /**
         * Drawn at random and kept in an encrypted table on the volume {@code identified}, for
         * sites that may not derive codes from personal data. Needs no pseudonym key.
         */
        RANDOM
    }

    /**
     * File of the truck's own key, in the same form as {@code key-file}. It encrypts the tables of
     * patients, of study keys and of random codes. Without a setting {@code
     * anonymizer/keys/vault.key} on the volume {@code identified}.
     */
    Optional<Path> vaultKeyFile();

    /**
     * File of the truck's Ed25519 key that signs verification reports: PKCS#8 in PEM. Without a
     * setting {@code anonymizer/keys/report-signing.pem} on the volume {@code identified}.
     */
    Optional<Path> reportKeyFile();

    /**
     * Whether keys are created at random where their files are absent. For a first local start; a
     * truck is given its keys.
     */
    @WithDefault("false")
    boolean createKey();

    /**
     * File of the de-identification profile (YAML, see docs/de-identification.md), read once at
     * start. Without a setting the shipped profile of the trucks.
     */
    Optional<Path> profile();

    /**
     * Files of further profiles, by names of lower-case letters, digits and hyphens: the officer
     * may choose one of them for an image that was withheld ({@code
     * medsendx.ingest.crew.profiles}).
     */
    Map<String, Path> profiles();

    /**
     * Assigning authority of Patient IDs whose header names none. Trucks of one hospital set the
     * same, so that its patients keep one pseudonym.
     */
    Optional<String> issuerOfPatientId();

    /**
     * How often to look whether the truck's Kafka still holds what it acknowledged; what it lost is
     * published again.
     */
    @WithDefault("30s")
    Duration logCheckEvery();

    /** What all values of one file may take in memory; pixel data stays on disk. */
    @WithDefault("64M")
    MemorySize maxHeaderSize();

    /** How this service finds what it should have heard of and has not. */
    CatchUpSettings catchUp();

    /** When the outbox of the stage before is believed more than the broker. */
    interface CatchUpSettings {

        /**
         * How long an event may be on its way over Kafka; then its work is done from the outbox of
         * its writer on the volume.
         */
        @WithDefault("2m")
        Duration grace();

        /** Time between two looks; the counts of scans that wait are as old at most. */
        @WithDefault("10s")
        Duration every();

        /** Scans that have waited for longer are counted apart from those of the last days. */
        @WithDefault("7d")
        Duration window();
    }

    /** What is kept for how long, and then forgotten or deleted. */
    KeepSettings keep();

    /** Times are counted by the truck's clock; docs/decisions/0020 says what never goes. */
    interface KeepSettings {

        /**
         * How long a clean object and its report stay after the cloud has confirmed them and the
         * segmenter has assessed them. Originals never go by this.
         */
        @WithDefault("14d")
        Duration uploadedFiles();

        /**
         * How long an event can be published again, for a broker that lost it. One that is not
         * published, or whose instance is not at its end, stays whatever its age.
         */
        @WithDefault("30d")
        Duration outbox();

        /**
         * How long a decision can be looked at; then only ids are known. Longer than the outbox of
         * edge-ingest keeps events. One whose instance is not at its end stays.
         */
        @WithDefault("60d")
        Duration ledger();

        /** Time between two looks for what may go. */
        @WithDefault("1h")
        Duration every();
    }
}
