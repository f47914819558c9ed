package org.medsendx.segmenter.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of segmenter-service. */
@ConfigMapping(prefix = "medsendx.segmenter")
public interface SegmenterConfig {

    /** The volume of de-identified files; read only. */
    Path deidentifiedDir();

    /** The segmenter's own volume: pictures, ledger, outbox, dead letters. */
    Path derivedDir();

    /** Pixels of one frame; a larger image is uploaded like any other but not decoded here. */
    @WithDefault("100000000")
    long maxPixels();

    /** How many frames of one image are measured at most, evenly spaced. */
    @WithDefault("64")
    int maxFrames();

    /**
     * Pixels of all measured frames of one image together; of large frames fewer are measured, so
     * that no scan keeps others waiting for longer than its share.
     */
    @WithDefault("100000000")
    long maxMeasuredPixels();

    /**
     * A file of tissue schemes in place of the shipped ones (docs/breast-density.md says where its
     * format is); an error in it stops the start and names file and key.
     */
    Optional<Path> tissueSchemes();

    /** Longest side of either half of a picture, in pixels; larger images are reduced. */
    @WithDefault("1600")
    int maxHighlightSide();

    /**
     * How long to wait for a file that an event names and that is not there, or not with the bytes
     * that the event tells of; then the scan is reported as not segmented.
     */
    @WithDefault("10s")
    Duration objectWait();

    /** The first wait after a local fault, such as a full disk; it doubles up to the longest. */
    @WithDefault("1s")
    Duration retryFirst();

    /**
     * How often to look whether the truck's Kafka still holds what it acknowledged; what it lost is
     * published again.
     */
    @WithDefault("30s")
    Duration logCheckEvery();

    /** The longest wait after a local fault. Nothing is given up. */
    @WithDefault("30s")
    Duration retryLongest();

    /** How this service finds what it should have heard of and has not. */
    CatchUpSettings catchUp();

    /** When the outbox of the anonymizer is believed more than the broker. */
    interface CatchUpSettings {

        /**
         * How long an event may be on its way over Kafka; then its work is done from the outbox of
         * its writer on the volume.
         */
        @WithDefault("2m")
        Duration grace();

        /** Time between two looks. */
        @WithDefault("10s")
        Duration every();
    }

    /** What is kept for how long, and then forgotten or deleted. */
    KeepSettings keep();

    /** Times are counted by the truck's clock; docs/decisions/0020 says what never goes. */
    interface KeepSettings {

        /** How long a picture stays after the cloud has confirmed it. */
        @WithDefault("14d")
        Duration uploadedFiles();

        /**
         * How long an event can be published again, for a broker that lost it. One that is not
         * published, or that the uplink has not taken, stays whatever its age.
         */
        @WithDefault("30d")
        Duration outbox();

        /**
         * How long the pages show a scan; then only its id is known. Longer than the outbox of
         * anonymizer-service keeps events.
         */
        @WithDefault("60d")
        Duration ledger();

        /** Time between two looks for what may go. */
        @WithDefault("1h")
        Duration every();
    }
}
