package org.medsendx.segmenter.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.medsendx.segmenter.derived.DerivedChoice.SegmentationCoding;
import org.medsendx.segmenter.instance.DerivedInstance.Form;

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

    /** Longest side of either half of a picture, in pixels; larger images are reduced. */
    @WithDefault("1600")
    int maxHighlightSide();

    /** What is made of a scan, lies beside its instance, and goes up with it. */
    DerivedSettings derived();

    /**
     * Lists of modality codes such as {@code CT,MG}; {@code ALL} is every modality, {@code NONE} is
     * none. What is made and does not go up stays on the truck until its scan is forgotten.
     * docs/derived.md has the sizes.
     */
    interface DerivedSettings {

        /** Modalities with a side-by-side picture. */
        @WithDefault("ALL")
        Set<String> highlight();

        /** Those of them whose picture goes up. */
        @WithDefault("ALL")
        Set<String> highlightUp();

        /** Modalities with a DICOM SEG of the tissue map. */
        @WithDefault("CT,MG")
        Set<String> segmentation();

        /** Those of them whose DICOM SEG goes up. */
        @WithDefault("CT,MG")
        Set<String> segmentationUp();

        /** Modalities with a DICOM SR of features, quality and triage. */
        @WithDefault("ALL")
        Set<String> measurements();

        /** Those of them whose DICOM SR goes up. */
        @WithDefault("ALL")
        Set<String> measurementsUp();

        /** Modalities with a small picture. */
        @WithDefault("ALL")
        Set<String> thumbnail();

        /** Those of them whose small picture goes up. */
        @WithDefault("ALL")
        Set<String> thumbnailUp();

        /** Longest side of a small picture, in pixels. */
        @WithDefault("128")
        int thumbnailSide();

        /**
         * How the segments of a DICOM SEG are coded: {@code binary}, which every reader knows,
         * {@code labelmap}, whose SOP class is of 2024, or {@code smaller}, whichever file is.
         */
        @WithDefault("binary")
        SegmentationCoding segmentationCoding();

        /**
         * How DICOM files are written: {@code deflated} (Deflated Explicit VR Little Endian) or
         * {@code plain} (Explicit VR Little Endian).
         */
        @WithDefault("deflated")
        Form form();
    }

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
